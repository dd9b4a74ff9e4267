"""Asking, answering and the log of both sides, through the database."""

import base64
import json
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lintel.access.viewers import NotPermitted, Role, the_system
from lintel.audit.models import AuditEntry
from lintel.contacts import queries as contacts
from lintel.contacts.rules.telling import AddressTold
from lintel.contacts.tests import given as begun
from lintel.kernel.refusals import Invalid, NotThere, Refused, TooOften
from lintel.people.models import Link
from lintel.people.rules.told import PersonTold
from lintel.policy.in_force import policy_for
from lintel.scoping import actions, carrying, jobs, kept, linkage, queries
from lintel.scoping.models import Answered, AskedAbout, Asking, KeptTokens
from lintel.scoping.rules.answers import Answer, Question
from lintel.scoping.shared_keys import KeyFileWrong, folder, keep
from lintel.scoping.tests.given import (
    KEY,
    PURPOSE,
    end,
    known_in_southmere,
    share,
    shared as shared,
)

pytestmark = pytest.mark.django_db
NOON = begun.NOON
TOMAS = PersonTold(
    given_name="Tomas", family_name="Ashgrove", date_of_birth=date(2019, 5, 4), sex="M"
)


@pytest.fixture
def contact(shared):
    begun.teams()
    return begun.received()


@pytest.fixture
def screener(contact):
    return begun.a_screener()


def records_of(contact, viewer):
    view = contacts.contact_view(viewer, contacts.the_contact(viewer, contact.id))
    return [child.record_id for child in view.children]


def ask(contact, by, at=NOON, **differences):
    asked = {
        "contact_id": contact.id,
        "partner": "southmere",
        "purpose": PURPOSE,
        "record_ids": records_of(contact, by),
        "by": by,
        "at": at,
    }
    asking_id = actions.ask_partner(**(asked | differences))
    carrying.carry(by.council, asking_id, at=at)
    return asking_id


def seen(contact, by):
    return queries.askings_about(by, contact.id)


def test_a_child_the_other_council_knows_is_answered_yes_with_whom_to_ring(contact, screener):
    known_in_southmere(TOMAS, at=NOON)

    ask(contact, screener)

    [asking] = seen(contact, screener)
    assert [(one.name, one.answer) for one in asking.about] == [("Tomas Ashgrove", Answer.YES)]
    assert asking.ring_team == "Southmere Council"
    assert asking.ring_phone == "01632 960201"
    assert asking.purpose.key == PURPOSE


def test_a_child_nobody_knows_there_is_answered_no(contact, screener):
    known_in_southmere(
        PersonTold(given_name="Ada", family_name="Bright", date_of_birth=date(2012, 1, 2)), at=NOON
    )

    ask(contact, screener)

    assert seen(contact, screener)[0].about[0].answer == Answer.NO


def test_between_the_thresholds_it_is_perhaps(contact, screener):
    # Likeness moves by a hundredth or two with the secret, so this test has one of its own.
    secret = base64.urlsafe_b64encode(b"k" * 32).decode()
    keep("northbeck", "southmere", "2027-01", secret)
    keep("southmere", "northbeck", "2027-01", secret)
    who = PersonTold(
        given_name="Tommy", family_name="Ashgrove", date_of_birth=date(2019, 4, 5), sex="M"
    )
    known_in_southmere(who, at=NOON)
    ask(contact, screener)

    assert seen(contact, screener)[0].about[0].answer == Answer.PERHAPS


def test_nothing_is_linked_by_an_answer(contact, screener):
    known_in_southmere(TOMAS, at=NOON)
    before = list(Link.objects.values_list("id", "record_id", "person_id"))

    ask(contact, screener)

    assert list(Link.objects.values_list("id", "record_id", "person_id")) == before


def test_both_sides_have_it_on_the_trail_and_in_their_log(contact, screener):
    known_in_southmere(TOMAS, at=NOON)

    asking_id = ask(contact, screener)

    ours = AuditEntry.objects.filter(council="northbeck", did="ask by token")
    assert [entry.object_id for entry in ours] == [str(contact.id), str(contact.id)]
    [theirs] = AuditEntry.objects.filter(council="southmere", did="put token question")
    assert theirs.object_id == str(asking_id)
    [line] = queries.questions_answered(begun.a_manager(council="southmere"))
    assert (line.partner, line.children, line.counts) == ("Northbeck Council", 1, (1, 0, 0))
    [ours] = queries.our_askings(begun.a_manager())
    assert ours.reference == contact.reference


def test_the_answering_side_keeps_no_token_and_nobody_by_name(contact, screener):
    known_in_southmere(TOMAS, at=NOON)
    asking_id = ask(contact, screener)
    question = queries.question_of(Asking.objects.get(id=asking_id))

    kept_of_it = json.dumps(list(Answered.objects.values()), default=str)
    trail = json.dumps(list(AuditEntry.objects.values()), default=str)

    for said in ("Tomas", "Ashgrove", "2019-05-04", question.tokens[0].hex()):
        assert said not in kept_of_it
        assert said not in trail


def test_kept_tokens_are_sealed(shared):
    known_in_southmere(TOMAS, at=NOON)

    tokens = kept.tokens_kept("southmere", "northbeck", KEY)

    assert len(tokens) == 1
    sealed = b"".join(bytes(row) for row in KeptTokens.objects.values_list("sealed", flat=True))
    assert tokens[0] not in sealed


def test_only_what_changed_is_made_again(shared):
    known_in_southmere(TOMAS, at=NOON)

    assert kept.make_tokens(at=NOON) == 0
    known_in_southmere(
        PersonTold(given_name="Ada", family_name="Bright", date_of_birth=date(2012, 1, 2)), at=NOON
    )
    assert kept.make_tokens(at=NOON) == 0
    assert len(kept.tokens_kept("southmere", "northbeck", KEY)) == 2


def test_tokens_are_written_together_and_in_the_place_of_what_was_kept(shared, monkeypatch):
    with CaptureQueriesContext(connection) as asked:
        kept.make_tokens(at=NOON)
    assert sum(row["sql"].startswith("INSERT") for row in asked) == 2  # one of each council
    before = dict(KeptTokens.objects.values_list("id", "mark"))

    monkeypatch.setattr(kept, "BYTES_AT_ONCE", 0)  # each part a statement of its own
    known_in_southmere(TOMAS, at=NOON + timedelta(hours=1))

    after = dict(KeptTokens.objects.values_list("id", "mark"))
    assert after.keys() == before.keys()
    assert sum(after[row] != before[row] for row in after) == 1
    assert KeptTokens.objects.filter(made_at__gt=NOON).count() == 1


def test_a_new_key_is_asked_with_and_the_old_still_answers(contact, screener):
    known_in_southmere(TOMAS, at=NOON)
    old = ask(contact, screener)
    share("2026-12")
    kept.make_tokens(at=NOON)

    new = ask(contact, screener)

    keys = dict(Asking.objects.values_list("id", "key_id"))
    assert (keys[old], keys[new]) == (KEY, "2026-12")
    assert [one.about[0].answer for one in seen(contact, screener)] == ["yes", "yes"]


def test_a_key_that_is_taken_away_takes_its_tokens_along(shared):
    known_in_southmere(TOMAS, at=NOON)
    share("2026-12")
    jobs.make_tokens(NOON)
    end(KEY)
    jobs.make_tokens(NOON)

    assert set(KeptTokens.objects.values_list("key_id", flat=True)) == {"2026-12"}


def test_a_question_waits_while_tokens_are_made_and_is_carried_then(contact, screener):
    ask(contact, screener)
    assert seen(contact, screener)[0].state == "waiting"

    kept.make_tokens(at=NOON)
    jobs.send_waiting(NOON + timedelta(minutes=1))

    assert seen(contact, screener)[0].about[0].answer == Answer.NO


def test_a_question_that_reaches_nobody_is_given_up_after_a_day(contact, screener):
    ask(contact, screener)

    jobs.send_waiting(NOON + timedelta(hours=25))

    [asking] = seen(contact, screener)
    assert (asking.state, asking.refused) == ("no answer", "not_reached")


def question(**differences) -> Question:
    said = TOMAS
    from lintel.scoping.rules.said import said_of
    from lintel.scoping.shared_keys import keys_with

    ordinary = {
        "question_id": begun.uuid4(),
        "asked_at": NOON,
        "purpose": PURPOSE,
        "key_id": KEY,
        "version": "lintel-child-1",
        "tokens": tuple(linkage.tokens(said_of(said), keys_with("northbeck", "southmere")[KEY])),
    }
    return Question(**(ordinary | differences))


def answered(asked: Question, at=NOON):
    by = the_system("southmere", today=NOON.date())
    return actions.answer_question(
        question=asked, council="southmere", partner="northbeck", by=by, at=at
    )


def test_asked_again_the_same_answer_and_it_counts_once(shared):
    known_in_southmere(TOMAS, at=NOON)
    asked = question()

    first = answered(asked)
    kept.make_tokens(at=NOON)

    assert answered(asked, at=NOON + timedelta(hours=1)) == first
    assert Answered.objects.count() == 1
    with pytest.raises(Refused):
        answered(question(question_id=asked.question_id, purpose="missing_child"))


def test_a_partner_that_trawls_is_stopped_for_each_purpose(shared):
    known_in_southmere(TOMAS, at=NOON)
    limits = policy_for("southmere").asking_by_token
    eight = question().tokens * limits.at_once
    for _ in range(limits.in_an_hour // limits.at_once):
        answered(question(tokens=eight))

    with pytest.raises(TooOften) as stopped:
        answered(question())
    assert stopped.value.wait == timedelta(hours=1)
    assert answered(question(purpose="missing_child")).answers == (Answer.YES,)
    assert answered(question(), at=NOON + timedelta(hours=1)).answers == (Answer.YES,)


@pytest.mark.parametrize(
    ("differences", "code"),
    [
        ({"version": "other"}, "unknown_schema"),
        ({"key_id": "2020-01"}, "unknown_key"),
        ({"purpose": "curiosity"}, "unknown_purpose"),
        ({"tokens": ()}, "too_many_tokens"),
        ({"tokens": (b"\xff" * 128,) * 9}, "too_many_tokens"),
        ({"tokens": (b"short",)}, "not_a_token"),
        ({"asked_at": NOON + timedelta(days=3)}, "in_the_future"),
    ],
)
def test_what_is_no_question_is_refused_and_keeps_nothing(shared, differences, code):
    known_in_southmere(TOMAS, at=NOON)
    with pytest.raises(Invalid) as refused:
        answered(question(**differences))

    assert code in {refusal.code for refusal in refused.value.refusals}
    assert not Answered.objects.exists()


def test_asked_too_often_is_said_on_the_asking_side(contact, screener):
    known_in_southmere(TOMAS, at=NOON)
    limits = policy_for("southmere").asking_by_token
    for _ in range(limits.in_an_hour // limits.at_once):
        answered(question(tokens=question().tokens * limits.at_once))

    ask(contact, screener)

    assert seen(contact, screener)[0].refused == "too_often"


def test_whoever_may_not_ask_does_not(contact):
    for role in (Role.ADMIN, Role.EARLY_HELP, Role.SOCIAL_WORKER):
        viewer = begun.a_viewer(role, teams=["early-help"])
        with pytest.raises((NotPermitted, NotThere)):
            ask(contact, viewer, record_ids=[])
    assert not Asking.objects.exists()


def test_another_councils_contact_is_not_there(contact):
    stranger = begun.a_screener(council="southmere")
    with pytest.raises(NotThere):
        ask(contact, stranger, record_ids=[], partner="northbeck")


def test_a_child_of_whom_too_little_is_told_cannot_be_asked_about(shared):
    begun.teams()
    receipt = begun.received(children=(begun.a_child(date_of_birth=None, age_years=6),))
    with pytest.raises(Invalid) as refused:
        ask(receipt, begun.a_screener())

    assert [r.code for r in refused.value.refusals] == ["too_little_told"]
    assert not AskedAbout.objects.exists()


def test_without_a_key_without_the_packages_or_switched_off_it_is_not_there(
    contact, screener, monkeypatch
):
    def not_there() -> None:
        with pytest.raises(NotThere):
            ask(contact, screener)
        assert queries.partners(screener) == []

    with monkeypatch.context() as missing:
        missing.setattr(linkage, "find_spec", lambda name: None)
        linkage.is_installed.cache_clear()
        not_there()
    linkage.is_installed.cache_clear()
    end(KEY)
    not_there()


def test_the_same_child_known_from_another_contact_shows_what_was_asked(contact, screener):
    from lintel.people import actions as people

    known_in_southmere(TOMAS, at=NOON)
    ask(contact, screener)
    again = begun.received(at=NOON + timedelta(days=3))
    [first], [second] = records_of(contact, screener), records_of(again, screener)
    assert seen(again, screener) == []

    person_id = people.link(first, None, ["known"], by=screener, at=NOON)
    people.link(second, person_id, ["same"], by=screener, at=NOON)

    assert [asking.reference for asking in seen(again, screener)] == [contact.reference]


def test_a_key_file_that_is_no_key_is_named(shared):
    path = folder("northbeck", "southmere") / "2027-01.key"
    path.write_text("short\n")
    with pytest.raises(KeyFileWrong, match=r"2027-01\.key"):
        kept.partners_with_keys("northbeck")


@pytest.mark.parametrize("key_id", [KEY, "../../etc", "Ünglück", ""])
def test_a_key_id_is_new_and_plain(shared, key_id):
    with pytest.raises(Invalid):
        keep("northbeck", "southmere", key_id, "x")


def test_a_key_is_for_its_owner_only(shared):
    path = folder("northbeck", "southmere") / f"{KEY}.key"

    assert path.stat().st_mode & 0o077 == 0


def test_the_address_of_the_child_is_part_of_the_token_when_told(shared):
    begun.teams()
    home = AddressTold(("1 Elm Row",), "ZN1 1AA", "")
    receipt = begun.received(children=(begun.a_child(address=home),))
    other = begun.received()
    viewer = begun.a_screener()
    one, two = (
        queries.question_of(Asking.objects.get(id=ask(each, viewer))) for each in (receipt, other)
    )

    assert one.tokens != two.tokens
