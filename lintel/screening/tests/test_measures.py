"""How agencies answer: times, counts with their lists, and silence counted as silence."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lintel.access.viewers import Role
from lintel.api.tests.given import Caller
from lintel.contacts.rules.facts import Rating
from lintel.contacts.tests import given
from lintel.contacts.tests.signing_in import signed_in_as
from lintel.screening import actions, queries
from lintel.screening.rules.asking import AnswerGiven, Reply
from lintel.screening.rules.measures import FIGURES
from lintel.screening.tests.test_ask_pages import agencies, asked, shows

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def answered():
    """Health answered after 1, 2 and 3 hours; police were asked once and are silent."""
    agencies("health", "police")
    at = timezone.now() - 20 * HOUR
    nurse = given.a_viewer(Role.PARTNER, agency="health", employed_by_council=False)
    for hours, reply in ((1, Reply.NIL), (2, Reply.ANSWERED), (3, Reply.NIL)):
        contact = given.rated(Rating.AMBER)
        (request,) = asked(contact, "health", at=at)
        actions.answer_request(
            request_id=request, given=AnswerGiven(reply, known="no"), by=nurse, at=at + hours * HOUR
        )
    asked(contact, "police", at=at)
    return contact


def test_times_are_medians_and_silence_is_counted_apart(answered):
    manager = given.a_manager()
    found = {
        (one.agency, one.rating): one for one in queries.agency_measures(manager, at=timezone.now())
    }
    health, police = found["health", "amber"], found["police", "all"]
    assert (health.median, health.ninetieth) == (2 * HOUR, 3 * HOUR)
    assert (health.figures["nil"], health.figures["answered"]) == (2, 1)
    assert (police.median, police.figures["silent"], police.figures["asked"]) == (None, 1, 1)


def test_every_figure_opens_a_list_of_as_many(client, answered):
    signed_in_as(client, Role.MANAGER)
    page = shows(client.get("/measures/agencies"))
    assert "2 h" in page
    assert "No answer yet" in page
    manager = given.a_manager()
    now = timezone.now()
    for line in queries.agency_measures(manager, at=now):
        for figure in FIGURES:
            listed = queries.counted_in(
                manager, agency=line.agency, rating=line.rating, figure=figure, at=now
            )
            assert len(listed) == line.figures[figure]
    silent = shows(client.get("/measures/agencies/list?agency=police&rating=all&figure=silent"))
    assert answered.reference in silent
    assert "Nothing said yet" in silent
    assert client.get("/measures/agencies/list?agency=nobody&figure=silent").status_code == 404


def test_who_sees_figures_only_sees_no_small_number_and_no_list(client, answered):
    signed_in_as(client, Role.VIEWER)
    page = shows(client.get("/measures/agencies"))
    assert "1 to 5" in page
    assert "/measures/agencies/list" not in page
    assert "2 h" not in page
    there = "/measures/agencies/list?agency=police&rating=all&figure=silent"
    assert client.get(there).status_code == 403


def test_the_api_gives_each_figure_with_its_list(answered):
    caller = Caller(Role.MANAGER)
    items = caller("GET", "/measures").json()["items"]
    (silent,) = [
        one
        for one in items
        if (one["measure"], one["agency"], one["rating"]) == ("agency_silent", "police", "all")
    ]
    assert silent["value"] == 1
    listed = caller("GET", silent["list"].removeprefix("/api/v1")).json()["items"]
    assert [one["reference"] for one in listed] == [answered.reference]


@pytest.mark.parametrize("role", [Role.SENIOR_PRACTITIONER, Role.VIEWER, Role.ADMIN])
def test_what_was_asked_about_a_hidden_contact_is_in_no_figure_of_whoever_may_not_know(
    answered, role
):
    now, may_not, may = timezone.now(), given.a_viewer(role), given.a_manager()
    before = queries.agency_measures(may_not, at=now)
    hidden = given.received(categories=("works_with_children",))
    asked(hidden, "police", at=now - HOUR)

    assert queries.agency_measures(may_not, at=now) == before
    (police,) = [
        one
        for one in queries.agency_measures(may, at=now)
        if (one.agency, one.rating) == ("police", "all")
    ]
    assert police.figures["asked"] == 2
