"""Who did it, when, and whether they might: asked of every action and every address."""

import inspect
import pkgutil
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from types import FunctionType

import pytest

import lintel
from lintel.access.published import TOUCHES
from lintel.access.viewers import GRANTS, NEEDS_STEP_UP, Permission, Role, Zone
from lintel.access.zones import RELATIONS, ZONES
from lintel.config.routes import Route, routes

# Pages for people who have not signed in, by name. Each was decided; none is here by accident.
PUBLIC_PAGES = frozenset(
    {
        "front_door",
        "healthz",
        "readyz",
        "login",
        "login_code",
        "login_set_up_code",
        "login_demo",
        "login_code_passkey",
        "login_passkey",
        "openid_connect_login",
        "openid_connect_callback",
        "login_passkey_begin",
        "login_passkey_password",
        "invitation",
        "invitation_link",
        "logout",
        "password_reset",
        "password_reset_sent",
        "password_reset_choose",
        "password_reset_link",
        "api_nothing_here",  # an address of the API that does not exist
        "api-root",
    }
)
# The form anybody may use to tell us about a child: every page of it is public on purpose.
PUBLIC_PLACE = "/refer"


def actions() -> Iterator[FunctionType]:
    """Every public function of every context's actions; of a package, what it offers to others.

    Left out: what takes no actor because it changes nothing. Each is named below.
    """
    for context in pkgutil.iter_modules(lintel.__path__, "lintel."):
        if not context.ispkg or find_spec(f"{context.name}.actions") is None:
            continue
        module = import_module(f"{context.name}.actions")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            own = function.__module__ == module.__name__ or function.__module__.startswith(
                f"{module.__name__}."
            )
            if own and not name.startswith("_") and _name(function) not in CHANGES_NOTHING:
                yield function


CHANGES_NOTHING = frozenset(
    {
        "lintel.contacts.actions.change.to_change",  # locks a row for an action of another context
        "lintel.contacts.actions.receive.digest_of",  # a hash of what was sent
    }
)


def _name(function: FunctionType) -> str:
    return f"{function.__module__}.{function.__name__}"


@pytest.mark.parametrize("action", [*actions()], ids=_name)
def test_every_action_names_its_actor_and_its_moment(action):
    parameters = inspect.signature(action).parameters

    assert {"by", "at"} <= parameters.keys()
    for name in ("by", "at"):
        assert parameters[name].kind is inspect.Parameter.KEYWORD_ONLY
        assert parameters[name].default is inspect.Parameter.empty


def _is_public_on_purpose(route: Route) -> bool:
    in_place = route.pattern == PUBLIC_PLACE or route.pattern.startswith(f"{PUBLIC_PLACE}/")
    return route.name in PUBLIC_PAGES or in_place


@pytest.mark.parametrize("route", routes(), ids=lambda r: f"{r.pattern} {','.join(r.methods)}")
def test_every_page_is_guarded_or_knowingly_public(route):
    if _is_public_on_purpose(route):
        assert not route.permission
    else:
        assert not route.public, "add it to the list above, if everybody is meant to see it"
        assert route.marked, "guard it with access.guards.guarded"


@pytest.mark.parametrize("route", routes(), ids=lambda r: f"{r.pattern} {','.join(r.methods)}")
def test_what_a_session_left_open_must_not_be_enough_for_asks_for_the_second_factor(route):
    acts = not set(route.methods) <= {"GET", "HEAD"} and not route.pattern.startswith("/api/")
    if acts and route.permission in NEEDS_STEP_UP and route.object_type != "directory":
        assert route.steps_up, "put access.stepping_up.stepped_up below its guard"


def test_every_page_on_the_public_list_is_there():
    assert {route.name for route in routes()} >= PUBLIC_PAGES


def test_nothing_of_the_sign_in_library_is_served():
    assert not [r for r in routes() if r.name.startswith(("account_", "mfa_", "socialaccount_"))]


def test_every_role_has_a_line_for_every_zone_and_every_permission_a_zone():
    assert set(ZONES) == set(RELATIONS) == set(GRANTS) == set(Role)
    assert all(set(ZONES[role]) == set(Zone) for role in Role)
    assert all(letter in "FROASEWM." for role in Role for letter in ZONES[role].values())
    assert set(TOUCHES) == set(Permission)


def test_an_administrator_of_the_system_sees_no_record():
    assert set(ZONES[Role.SYSADMIN].values()) == {"."}
    of_accounts = {
        Permission.MANAGE_ACCOUNTS,
        Permission.END_SESSIONS,
        Permission.CONFIRM_GRANT,
    }
    assert GRANTS[Role.SYSADMIN] == {*of_accounts, Permission.VIEW_HEALTH}
