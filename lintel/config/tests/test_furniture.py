"""The menu of a staff page: what is needed often is in sight, and the rest is one press away."""

import pytest

from lintel.access.viewers import Role
from lintel.config.furniture import IN_SIGHT, Place, in_sight
from lintel.contacts.tests import given
from lintel.contacts.tests.signing_in import become


def places(count: int, here: int = 0) -> list[Place]:
    return [Place(f"Place {n}", f"/{n}", n == here) for n in range(count)]


@pytest.mark.parametrize("count", range(IN_SIGHT + 2))
def test_a_short_menu_is_whole(count):
    assert in_sight(places(count)) == (tuple(places(count)), ())


@pytest.mark.parametrize("here", range(20))
def test_of_a_long_menu_nothing_is_lost_and_where_somebody_is_is_in_sight(here):
    menu = places(20, here)
    seen, rest = in_sight(menu)
    assert {*seen, *rest} == {*menu}
    assert len(seen) + len(rest) == 20
    assert menu[here] in seen
    assert [*seen[:IN_SIGHT]] == menu[:IN_SIGHT]
    assert len(seen) <= IN_SIGHT + 1


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_menu_of_a_manager_is_one_line_and_opens_without_scripts(
    page, page_without_scripts, page_is_accessible, live_server, tmp_path
):
    manager = given.an_account(Role.MANAGER)
    become(page, live_server, manager)
    page.goto("/board")
    menu = page.get_by_role("navigation", name="Menu")
    assert menu.bounding_box()["height"] < 60
    menu.get_by_text("More").click()
    page.screenshot(path=tmp_path / "more.png")
    page_is_accessible(page)
    become(page_without_scripts, live_server, manager)
    page_without_scripts.goto("/board")
    page_without_scripts.get_by_text("More", exact=True).click()
    page_without_scripts.get_by_role("link", name="Overrides").click()
    page_without_scripts.get_by_role("heading", name="Overrides").wait_for()
    here = page_without_scripts.get_by_role("navigation", name="Menu").get_by_text("Overrides")
    assert here.get_attribute("aria-current") == "page"
    page_without_scripts.set_viewport_size({"width": 320, "height": 720})
    page_without_scripts.get_by_text("More", exact=True).click()
    page_without_scripts.screenshot(path=tmp_path / "narrow.png")
