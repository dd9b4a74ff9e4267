"""Whose a step of a challenge is: told, on their own list with its clock, and theirs to answer.

The policy of the invented council names the account of its head of service for steps 2 and 3.
"""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from lintel.access.models import Account
from lintel.access.viewers import Role
from lintel.contacts import actions as contacts
from lintel.contacts.tests import given
from lintel.contacts.tests.signing_in import become, sign_in
from lintel.kernel.refusals import Invalid, Refused
from lintel.notices.models import Notice
from lintel.oversight import actions, jobs, queries
from lintel.oversight.models import Challenge
from lintel.oversight.tests.given import RAISED, answer, raised
from lintel.screening import actions as screening

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
NAMED = "rosalind.amory"


def the_head(**differences):
    return given.a_manager(username=NAMED, email="head@northbeck.example", **differences)


def taken_further(*, decider=None):
    """A challenge that was upheld at the first step and stands at the second."""
    given.teams()
    contact_id = given.decided(by=decider or given.a_manager()).id
    by = given.a_screener()
    made = raised(contact_id, by)
    actions.answer_challenge(
        challenge_id=made, said=answer(), by=given.a_manager(), at=RAISED + HOUR
    )
    actions.take_further(challenge_id=made, reason="Hungry", by=by, at=RAISED + 2 * HOUR)
    return made


def seen(made, viewer, at=RAISED + 3 * HOUR):
    return queries.one_challenge(viewer, made, at=at)


def answers(made, by, **differences):
    return actions.answer_challenge(
        challenge_id=made, said=answer(**differences), by=by, at=RAISED + 3 * HOUR
    )


def waiting():
    """Who has an open alert that a challenge has come to them."""
    found = Notice.objects.filter(kind="challenge_raised", channel="task", state="queued")
    return list(found.order_by("queued_at").values_list("to", flat=True))


def test_whose_step_it_is_are_told_by_name_and_by_email_and_nobody_else():
    head = the_head()
    made = taken_further()
    assert waiting() == [str(head.account_id)]
    letter = Notice.objects.get(kind="challenge_raised", channel="email")
    assert (letter.to, letter.account) == ("head@northbeck.example", head.account_id)
    assert "Ashgrove" not in letter.body
    assert jobs.announce_challenges(RAISED + 3 * HOUR) == 0
    assert seen(made, head).on_my_list
    assert seen(made, head).owners == [head.name]


def test_only_whose_step_it_is_answers_and_names_nobody_else():
    head, other = the_head(), given.a_manager()
    made = taken_further()
    assert not seen(made, other).may_answer
    with pytest.raises(Refused) as refused:
        answers(made, other, answered_for="The head of service")
    assert refused.value.refusals[0].code == "another_owner"
    assert answers(made, head).settled_as == "upheld"


def test_somebody_whose_step_it_is_who_decided_leaves_it_to_a_manager_without_a_part():
    head, other = the_head(), given.a_manager()
    made = taken_further(decider=head)
    assert waiting() == ["role:manager"]
    with pytest.raises(Refused) as refused:
        answers(made, head)
    assert refused.value.refusals[0].code == "had_part_in_it"
    with pytest.raises(Invalid):
        answers(made, other)
    assert answers(made, other, answered_for="The director").settled_as == "upheld"


def test_somebody_whose_step_it_is_who_decides_anew_is_no_longer_told_nor_asked():
    head, made = the_head(), taken_further()
    assert waiting()[-1] == str(head.account_id)
    about = {"contact_id": Challenge.objects.get(id=made).contact_id, "version": None}
    contacts.reopen_contact(reason="More came", by=given.a_manager(), at=RAISED + 3 * HOUR, **about)
    screening.decide_contact(
        outcome="no_further_action", rationale="A club", by=head, at=RAISED + 3 * HOUR, **about
    )
    assert jobs.announce_challenges(RAISED + 4 * HOUR) == 1
    assert waiting()[-1] == "role:manager"
    shown = seen(made, head, at=RAISED + 4 * HOUR)
    assert (shown.may_answer, shown.on_my_list, shown.owners) == (False, False, [])
    with pytest.raises(Refused):
        answers(made, head)


@pytest.mark.parametrize(
    "gone",
    [{"is_active": False}, {"role": Role.SCREENER}, {"council": "southmere"}],
    ids=["left", "no manager", "another council"],
)
def test_an_account_that_cannot_answer_leaves_the_step_to_every_manager(gone):
    given.an_account(**({"role": Role.MANAGER, "username": NAMED} | gone))
    made = taken_further()
    assert waiting() == ["role:manager"]
    assert seen(made, given.a_manager()).may_answer


def test_whoever_is_named_later_is_told_when_the_worker_looks_again():
    taken_further()
    head = the_head()
    assert jobs.announce_challenges(RAISED + 3 * HOUR) == 1
    assert waiting()[-1] == str(head.account_id)


def test_their_own_list_has_it_with_its_clock_and_the_page_takes_the_answer(client):
    head = the_head()
    made = taken_further()
    sign_in(client, Account.objects.get(id=head.account_id))
    shown = client.get("/challenges").content.decode()
    assert "For you to answer (1)" in shown
    one = f"/contacts/{seen(made, head).contact_id}/challenges/{made}"
    assert f"To be answered by {head.name}" in client.get(one).content.decode()
    said = {"do": "answer", "answer": "upheld", "reasons": "Read again", "told": "It stands"}
    assert client.post(one, said).status_code == 302
    assert seen(made, head).settled_as == "upheld"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_their_list_is_accessible_wide_and_narrow(page, live_server, page_is_accessible, tmp_path):
    pictures = Path(os.environ.get("LINTEL_PICTURES", tmp_path))
    head = the_head(name="Rosalind Amory")
    made = taken_further()
    become(page, live_server, Account.objects.get(id=head.account_id))
    one = f"/contacts/{seen(made, head).contact_id}/challenges/{made}"
    for name, where in (("list", "/challenges"), ("one", one)):
        page.goto(where)
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 900})
            page_is_accessible(page)
            page.screenshot(path=pictures / f"owner-{name}-{width}.png", full_page=True)
