"""Asking for the second factor again before an act that a session left open must not be enough for.

A page:

    @guarded(Permission.BREAK_GLASS, object_type="contact", methods=("GET", "POST"))
    @stepped_up
    @require_http_methods(["GET", "POST"])
    def break_glass(request, contact_id): ...

When the second factor of this session is ten minutes old or older, a POST is answered (403) by a
page that asks for a code or passkey and carries on everything that was typed, hidden in its own
form. With the right one the view goes on as if it had been sent just then: nothing is asked
twice and nothing is kept on the server. Files cannot be carried on: for a form with files, and
for a page that must not even be read, use `@stepped_up(reading=True)`, which asks before the page
is opened. A form may also show the box for the code itself and save a request: where
`step_up_is_due(request)`, `{% from "access/step_up_box.html" import code_box %}` and
`{{ code_box(shown_code=...) }}` inside the form, with `shown_code(request)` for the demo.

The API: `must_step_up(by=viewer, code=sent.code, permission=..., at=now)`, after the record was
found and the role asked, before the action. A token cannot step up; each act needs a code.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial, wraps
from urllib.parse import urlencode

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from lintel.access import demo_door, guessing, passkeys, second_factor, sessions
from lintel.access.events import AccountTouched
from lintel.access.guards import View, to_sign_in, viewer_of
from lintel.access.models import Account
from lintel.access.rules import GUESSING_WINDOW
from lintel.access.viewers import NotPermitted, Permission, Viewer
from lintel.kernel.news import tell
from lintel.kernel.refusals import TooOften

CODE, PASSKEY = "step_up_code", "step_up_passkey"  # the names of the boxes, wherever they stand
OURS = frozenset({CODE, PASSKEY, "csrfmiddlewaretoken"})
PASSKEY_NOT_RIGHT = "That passkey did not work. Try again, or enter a code"
MISSING = "Enter the code from your authenticator app"
NOT_RIGHT = "That code is not right, has been used, or is too old. Enter the newest one"
TOO_MANY = "There have been too many tries. Wait five minutes, then enter the newest code"


@dataclass(frozen=True, slots=True)
class StepUpPage:
    """Shape: `kept` are the names and values that were typed; `shown_code` is for the demo."""

    action: str
    kept: tuple[tuple[str, str], ...]
    error: str
    shown_code: str
    has_passkey: bool


def step_up_is_due(request: HttpRequest) -> bool:
    """Whether an act that asks for it would ask now."""
    return not sessions.is_stepped_up(request, timezone.now())


def stepped_up(view: View | None = None, *, reading: bool = False) -> View | Callable:
    """Let the view act only with a second factor given in the last ten minutes on this session.

    Stands below `guarded`. It marks the page: `.steps_up`, for tests/architecture.
    """
    if view is None:
        return partial(stepped_up, reading=reading)

    @wraps(view)
    def acting(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        posting = request.method not in ("GET", "HEAD")
        if not (posting or reading) or not step_up_is_due(request):
            return view(request, *args, **kwargs)
        if not posting:
            onward = urlencode({"next": request.get_full_path()})
            return HttpResponseRedirect(f"{reverse('step_up')}?{onward}")
        asked = give_second_factor(request, action=request.get_full_path())
        return asked or view(request, *args, **kwargs)

    acting.steps_up = True  # type: ignore[attr-defined]
    return acting


def give_second_factor(request: HttpRequest, *, action: str) -> HttpResponse | None:
    """None when the POST brought a right second factor, which counts now; else a page asks, or
    the way to sign in when the session was ended meanwhile."""
    at, account = timezone.now(), request.user
    error, status = "", 403
    if CODE in request.POST or PASSKEY in request.POST:
        try:
            error = _what_is_wrong(request, account, at=at)
        except TooOften:
            error, status = TOO_MANY, 429
        if not error:
            return None if _goes_on(request, account, at=at) else to_sign_in(request)
    page = StepUpPage(
        action=action,
        kept=tuple(_typed(request)),
        error=error,
        shown_code=shown_code(request),
        has_passkey=passkeys.can_be_used_here(request) and passkeys.has_passkey(account),
    )
    answer = render(request, "access/step_up.html", {"page": page}, status=status)
    answer.asks_for_second_factor = True  # type: ignore[attr-defined]
    if status == 429:
        answer.headers["Retry-After"] = str(int(GUESSING_WINDOW.total_seconds()))
    return answer


def must_step_up(*, by: Viewer, code: str, permission: Permission, at: datetime) -> None:
    """For a caller of the API, who holds a token: spend the one-time code that came with the act.

    A code is good for one act; the next one needs the next code. A system has none, and so is
    always refused.

    Errors:
        NotPermitted: because "step_up" when none came, "step_up_code" when it is not right.
        TooOften: ten tries in five minutes.
    """
    account = Account.objects.filter(pk=by.account_id).first()
    if not code.strip() or account is None or not account.is_human:
        raise NotPermitted(permission, "step_up")
    if not spend(account, code, at=at):
        raise NotPermitted(permission, "step_up_code")
    with transaction.atomic():
        tell(AccountTouched("stepped up", account.id, account.council, by, at, "token"))


def spend(account: Account, code: str, *, at: datetime) -> bool:
    """Count one guess at the account's codes, and use up `code` if it is right.

    Errors:
        TooOften: ten tries in five minutes, at whichever page.
    """
    if not code.strip():
        return False
    key = guessing.bucket("code", str(account.pk))
    if not guessing.may_guess(key, at=at):
        raise TooOften(GUESSING_WINDOW)
    if not second_factor.use_code(account, code, at=at):
        return False
    guessing.was_right(key)
    return True


def shown_code(request: HttpRequest) -> str:
    """In the demo, the code to enter; "" anywhere else."""
    account = request.user
    if account.demo_key and demo_door.is_open(request):
        return second_factor.next_unused_code(account, at=timezone.now())
    return ""


def _what_is_wrong(request: HttpRequest, account: Account, *, at: datetime) -> str:
    said, code = request.POST.get(PASSKEY, ""), request.POST.get(CODE, "")
    if said:
        return "" if passkeys.is_theirs(account, said, at=at) else PASSKEY_NOT_RIGHT
    if not code.strip():
        return MISSING
    return "" if spend(account, code, at=at) else NOT_RIGHT


def _goes_on(request: HttpRequest, account: Account, *, at: datetime) -> bool:
    """Whether the session was still there."""
    with transaction.atomic():
        goes_on = sessions.step_up(request, at)
        if goes_on:
            by = viewer_of(account, at)
            tell(AccountTouched("stepped up", account.id, account.council, by, at))
    return goes_on


def _typed(request: HttpRequest) -> Iterator[tuple[str, str]]:
    for name, values in request.POST.lists():
        if name not in OURS:
            yield from ((name, value) for value in values)
