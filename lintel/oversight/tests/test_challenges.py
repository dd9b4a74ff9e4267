"""Challenges: who raises them, who answers, what an open one holds, who is told what."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest

from lintel.access.viewers import GRANTS, NotPermitted, Permission, Role
from lintel.audit.models import AuditEntry
from lintel.contacts import actions as contacts, queries as contact_queries
from lintel.contacts.rules.facts import Stage
from lintel.contacts.tests import given
from lintel.kernel.refusals import Invalid, NotThere, Refused
from lintel.notices.models import Notice
from lintel.oversight import actions, jobs, queries
from lintel.oversight.models import Challenge
from lintel.oversight.tests.given import RAISED, answer, raised
from lintel.pathways import actions as pathways
from lintel.screening.tests.given_asked import agency as an_agency, answered, asked
from lintel.sharing.rules.handling import Mark

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
FIRST_DUE = datetime(2026, 3, 10, 0, 0, tzinfo=UTC)
SECOND_DUE = datetime(2026, 3, 18, 0, 0, tzinfo=UTC)


def the_police_are_asked(contact_id, at=given.NOON):
    an_agency("police")
    (request,) = asked(SimpleNamespace(id=contact_id), "police", at=at)
    return request


def decided(outcome="no_further_action"):
    given.teams()
    decider = given.a_manager()
    return given.decided(outcome, by=decider).id, decider


def now_is(contact_id):
    return contact_queries.the_contact(given.a_manager(), contact_id).facts()


def seen(challenge_id, viewer=None, at=RAISED):
    return queries.one_challenge(viewer or given.a_manager(), challenge_id, at=at)


def answers(challenge_id, by=None, at=RAISED + HOUR, **differences):
    return actions.answer_challenge(
        challenge_id=challenge_id, said=answer(**differences), by=by or given.a_manager(), at=at
    )


def close(contact_id):
    return contacts.close_contact(
        contact_id=contact_id, version=None, reason="Told", by=given.a_manager(), at=RAISED + HOUR
    )


def officer(role=Role.PARTNER, **differences):
    theirs = {"agency": "police", "employed_by_council": False, "registered_until": None}
    return given.a_viewer(role, **(theirs | differences))


# --- Who may raise one ---------------------------------------------------------------------


def test_the_hub_a_team_a_partner_and_whoever_referred_may_each_challenge():
    given.teams()
    contact_id = given.decided("early_help").id
    the_police_are_asked(contact_id)
    helper = given.a_viewer(Role.EARLY_HELP, teams=["early-help"])
    teacher = given.a_viewer(Role.REFERRER, email="office@elm.example", agency="elm")

    for who in (given.a_screener(), helper, officer(), officer(Role.AGENCY_LEAD), teacher):
        assert seen(raised(contact_id, who)).agency == who.agency


@pytest.mark.parametrize(
    "stranger",
    [
        lambda: given.a_viewer(Role.MANAGER, council="southmere"),
        lambda: given.a_viewer(Role.SOCIAL_WORKER, teams=["assessment"]),
        lambda: officer(),
        lambda: given.a_viewer(Role.REFERRER, email="another@elm.example"),
        lambda: given.a_viewer(Role.LADO),
    ],
    ids=["other council", "other team", "never asked", "other mailbox", "no relation"],
)
def test_nobody_challenges_what_they_have_no_relation_to(stranger):
    contact_id, _ = decided()
    with pytest.raises((NotThere, NotPermitted)):
        raised(contact_id, stranger())
    assert not Challenge.objects.exists()


def test_a_member_of_the_public_rings_although_they_left_an_address():
    given.teams()
    contact_id = given.decided(source="1A").id
    with pytest.raises(NotThere):
        raised(contact_id, given.a_viewer(Role.REFERRER, email="office@elm.example"))


def test_what_is_not_decided_cannot_be_challenged_as_a_decision_but_its_delay_can():
    given.teams()
    contact_id = given.rated().id
    with pytest.raises(Invalid) as wrong:
        raised(contact_id, given.a_screener())
    assert wrong.value.refusals[0].code == "not_decided"
    raised(contact_id, given.a_screener(), subject="other", theme="delay")


def test_the_same_is_not_raised_twice_by_two_presses():
    contact_id, _ = decided()
    by = given.a_screener()
    raised(contact_id, by)
    with pytest.raises(Refused) as wrong:
        raised(contact_id, by)
    assert wrong.value.refusals[0].code == "already_raised"


# --- What it holds -------------------------------------------------------------------------


def test_an_open_challenge_holds_the_closure_until_it_is_answered():
    contact_id, _ = decided()
    made = raised(contact_id, given.a_screener())
    with pytest.raises(Refused) as held:
        close(contact_id)
    assert held.value.refusals[0].code == "challenge_open"
    assert held.value.refusals[0].cause == f"challenge:{made}"

    assert not answers(made).reopened
    assert close(contact_id).stage is Stage.CLOSED


def accepts(contact_id, at=RAISED + HOUR):
    worker = given.a_viewer(Role.SOCIAL_WORKER, teams=["assessment"])
    pathways.accept_handover(contact_id=contact_id, version=None, by=worker, at=at)
    return worker


def test_a_team_takes_the_child_on_and_the_hubs_contact_waits_for_the_answer():
    contact_id, _ = decided("assessment")
    made = raised(contact_id, given.a_screener())
    worker = accepts(contact_id)

    waits = now_is(contact_id)
    assert waits.stage is Stage.DECIDED
    assert not waits.awaiting_team
    assert waits.owner_account or waits.owner_team
    assert contact_queries.the_contact(worker, contact_id).accepted_team == "assessment"
    manager = given.a_manager()
    assert contact_queries.conservation(manager, at=RAISED).astray == []
    with pytest.raises(Refused):
        close(contact_id)

    assert answers(made, at=RAISED + 2 * HOUR).closed
    assert now_is(contact_id).stage is Stage.CLOSED


def test_of_two_challenges_the_last_one_lets_go():
    contact_id, _ = decided("assessment")
    by = given.a_screener()
    first, second = raised(contact_id, by), raised(contact_id, by, subject="other")
    accepts(contact_id)
    assert not answers(first).closed
    actions.withdraw_challenge(challenge_id=second, reason="Rung", by=by, at=RAISED + 3 * HOUR)
    assert now_is(contact_id).stage is Stage.CLOSED


@pytest.mark.parametrize("closed", [False, True])
def test_changed_puts_the_contact_back_to_be_decided(closed):
    contact_id, _ = decided("assessment" if closed else "no_further_action")
    if closed:
        accepts(contact_id, at=RAISED)
    made = raised(contact_id, given.a_screener())
    assert answers(made, answer="changed").reopened
    assert now_is(contact_id).stage is Stage.SCREENING
    assert seen(made).settled_as == "changed"


def test_a_changed_answer_of_an_agency_reopens_nothing():
    contact_id, made, _ = challenged_police()
    assert not answers(made, answer="changed").reopened
    assert now_is(contact_id).stage is Stage.SCREENING


# --- Who answers ---------------------------------------------------------------------------


def test_never_by_who_decided_nor_by_who_raised_it():
    contact_id, decider = decided()
    manager = given.a_manager()
    made = raised(contact_id, manager)
    for by in (decider, manager):
        assert not seen(made, by).may_answer
        with pytest.raises(Refused):
            answers(made, by=by)
    assert answers(made).settled_as == "upheld"
    with pytest.raises(Refused):
        answers(made)


def test_nor_by_who_answered_at_an_earlier_step():
    contact_id, _ = decided()
    by, first = given.a_screener(), given.a_manager()
    made = raised(contact_id, by)
    answers(made, by=first)
    assert seen(made, by, at=RAISED + 2 * HOUR).may_take_further
    further = actions.take_further(
        challenge_id=made, reason="Hungry still", by=by, at=RAISED + 2 * HOUR
    )
    assert further == 2
    assert seen(made, at=RAISED + 3 * HOUR).is_open
    with pytest.raises(Refused):
        answers(made, by=first, at=RAISED + 3 * HOUR, answered_for="Head of service")
    with pytest.raises(Invalid):
        answers(made, at=RAISED + 3 * HOUR)
    answers(made, at=RAISED + 3 * HOUR, answered_for="The head of service")
    assert [one.level for one in seen(made, at=RAISED + 4 * HOUR).answers] == [1, 2]


def test_only_managers_and_the_lead_of_the_agency_challenged_answer():
    may = {role for role in Role if Permission.ANSWER_CHALLENGE in GRANTS[role]}
    assert may == {Role.MANAGER, Role.AGENCY_LEAD}
    contact_id, _ = decided()
    made = raised(contact_id, given.a_screener())
    with pytest.raises(NotPermitted):
        answers(made, by=given.a_screener())
    with pytest.raises(NotThere):
        answers(made, by=officer(Role.AGENCY_LEAD))


def challenged_police():
    """A screener challenges what the police answered; the contact, challenge and who answered."""
    given.teams()
    receipt = given.rated()
    request = the_police_are_asked(receipt.id)
    who = officer(Role.AGENCY_LEAD)
    answered(request, who, ("Nothing of note", Mark("H1")), at=given.NOON + HOUR / 2)
    by = given.a_screener()
    made = raised(receipt.id, by, subject="agency_answer", theme="information", agency="police")
    return receipt.id, made, who


def test_an_agencys_answer_is_answered_for_by_its_lead_but_not_by_who_gave_it():
    _, made, who = challenged_police()
    with pytest.raises(Refused):
        answers(made, by=who)
    other = officer(Role.AGENCY_LEAD)
    shown = seen(made, other)
    assert shown.may_answer
    assert not shown.whole
    assert answers(made, by=other).settled_as == "upheld"


# --- Who reads what ------------------------------------------------------------------------


def test_whoever_challenged_reads_what_they_are_told_and_not_the_record():
    given.teams()
    contact_id = given.decided().id
    teacher = given.a_viewer(
        Role.REFERRER, email="office@elm.example", agency="elm", employed_by_council=False
    )
    made = raised(contact_id, teacher)
    answers(made)

    (theirs,) = seen(made, teacher).answers
    assert theirs.told
    assert (theirs.reasons, theirs.learning, theirs.by) == ("", "", "")
    (record,) = seen(made).answers
    assert record.reasons
    letter = Notice.objects.get(kind="challenge_answered")
    assert (letter.channel, letter.to) == ("email", "office@elm.example")
    assert letter.account == teacher.account_id
    assert "decision stands" not in letter.body
    colleague = given.a_viewer(Role.REFERRER, email="head@elm.example", agency="elm")
    with pytest.raises(NotThere):
        seen(made, colleague)


def test_an_agency_reads_its_own_challenges_and_no_others():
    given.teams()
    contact_id = given.decided().id
    the_police_are_asked(contact_id)
    theirs, ours = raised(contact_id, officer()), raised(contact_id, given.a_screener())
    lead = officer(Role.AGENCY_LEAD)
    assert [one.id for one in queries.my_challenges(lead, at=RAISED)] == [theirs]
    with pytest.raises(NotThere):
        seen(ours, lead)
    with pytest.raises(NotThere):
        seen(theirs, officer(Role.AGENCY_LEAD, agency="infirmary"))


def test_only_whoever_challenged_or_leads_their_agency_goes_further_or_withdraws():
    contact_id, _ = decided()
    made = raised(contact_id, given.a_screener())
    other = given.a_screener()
    for act in (actions.take_further, actions.withdraw_challenge):
        with pytest.raises(NotThere):
            act(challenge_id=made, reason="Rung", by=other, at=RAISED + HOUR)


def test_reading_and_each_act_leave_one_entry():
    contact_id, _ = decided()
    by = given.a_screener()
    made = raised(contact_id, by)
    actions.open_challenge(challenge_id=made, by=by, at=RAISED)
    actions.take_further(challenge_id=made, reason="Now", by=by, at=RAISED + HOUR)
    did = AuditEntry.objects.filter(object_id=contact_id, at__gte=RAISED).order_by("sequence")
    assert list(did.values_list("did", "why")) == [
        ("challenge", "decision threshold"),
        ("open challenge", ""),
        ("challenge", "step 2"),
    ]


# --- The clock -----------------------------------------------------------------------------


def test_without_an_answer_it_climbs_by_itself_and_the_worker_says_so_once():
    contact_id, _ = decided()
    made = raised(contact_id, given.a_screener())
    assert seen(made).due_at == FIRST_DUE
    assert jobs.announce_challenges(RAISED) == 0

    assert jobs.announce_challenges(FIRST_DUE - HOUR) == 1
    assert seen(made, at=FIRST_DUE).level == 2
    assert seen(made, at=FIRST_DUE).due_at == SECOND_DUE
    assert jobs.announce_challenges(FIRST_DUE) == 1
    assert jobs.announce_challenges(FIRST_DUE) == 0
    later = FIRST_DUE + timedelta(days=60)
    assert seen(made, at=later).level == 3
    assert seen(made, at=later).is_late(at=later)
    assert jobs.announce_challenges(later) == 2  # at its last step, and late there
    kinds = Notice.objects.filter(kind__startswith="challenge").order_by("queued_at", "kind")
    assert list(kinds.values_list("kind", flat=True)) == [
        "challenge_raised",
        "challenge_due_soon",
        "challenge_raised",
        "challenge_overdue",
        "challenge_raised",
    ]


def test_the_lead_of_an_agency_is_written_to_with_no_word_of_the_family():
    challenged_police()
    letters = Notice.objects.filter(kind="challenge_raised", channel="email")
    assert letters.count() == 1
    assert not letters.filter(state="failed").exists()
    assert "Ashgrove" not in letters.get().body


# --- Lists and figures ---------------------------------------------------------------------


def test_the_board_counts_them_for_a_manager_and_themes_count_by_month():
    contact_id, _ = decided()
    raised(contact_id, given.a_screener())
    answers(raised(contact_id, given.a_screener(), theme="delay", subject="other"))
    manager = given.a_manager()

    counted = queries.open_count(manager, RAISED)
    assert (counted.page, counted.count, counted.late) == ("challenges", 1, 0)
    assert queries.open_count(given.a_screener(), RAISED) is None
    month = queries.themes(manager, at=RAISED)[0]
    assert (month.total, month.upheld, month.open) == (2, 1, 1)
    assert dict(month.themes) == {"threshold": 1, "delay": 1, "information": 0, "other": 0}


def test_what_is_not_there_cannot_be_answered():
    with pytest.raises(NotThere):
        answers(uuid4())
