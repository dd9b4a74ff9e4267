"""What was loaded keeps every promise that the actions keep."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import transaction

from lintel.access.queries import token_held
from lintel.access.viewers import Permission
from lintel.audit import checking
from lintel.contacts import queries
from lintel.contacts.actions.change import index
from lintel.contacts.queries.samples import samples_to_read
from lintel.contacts.rules.queues import QUEUES
from lintel.demo import live, making
from lintel.demo.cast import BY_KEY, MEMBERS
from lintel.demo.history import Planner
from lintel.demo.loading import ByHand, Company
from lintel.demo.places import AREAS
from lintel.kernel.instants import london_day

NOW = datetime(2026, 11, 20, 9, 3, tzinfo=UTC)
# Bulk loading is asked of both by the imports, and every other table by its own tests.
pytestmark = [pytest.mark.django_db, pytest.mark.once]
PROMISED = {
    "contact.normal", "contact.closed", "contact.nfa", "contact.stepped_down", "contact.siblings",
    "contact.anonymous", "contact.public_referrer", "contact.other_council", "contact.s47",
    "contact.overdue", "contact.due_soon", "contact.held", "contact.stepped_up", "contact.lado",
    "contact.h2", "contact.h3", "contact.h4",
    "contact.k1", "contact.k2", "contact.k3", "contact.k4", "contact.k5", "contact.k6",
    "person.protected_mother", "person.excluded_father", "person.adopted_old",
    "person.adopted_new",
    "request.police_open", "request.answered", "request.expired",
}  # fmt: skip


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    sizes = making.SIZES
    making.SIZES = {"small": {"northbeck": 240, "southmere": 60}}
    with django_db_blocker.unblock(), transaction.atomic():
        yield making.make(seed=7, size="small", at=NOW, tell=lambda words: None, canaries=True)
        transaction.set_rollback(True)
    making.SIZES = sizes


def model(label: str):
    return apps.get_model(label).objects.all()


def viewer(made, key: str):
    company = Company(made.accounts, london_day(NOW))
    return company.viewer(key, BY_KEY[key].council, NOW)


def test_nothing_is_lost_and_no_contact_is_in_a_queue_its_facts_do_not_give(made):
    for key in ("d-manager", "b-manager"):
        kept = queries.conservation(viewer(made, key), at=NOW)
        assert kept.difference == 0
        assert list(kept.astray) == []


def test_there_is_a_live_contact_in_every_queue(made):
    counts = {q.name: q.count for q in queries.queue_counts(viewer(made, "d-manager"), at=NOW)}
    assert all(counts[queue.name] for queue in QUEUES), counts
    here = [one for one in live.LIVE["northbeck"] if not one.course.endswith("accept")]
    # And the two with canaries, and what of the restricted is open to a manager off the lists.
    assert sum(counts.values()) == len(here) + 2 + 3


@pytest.mark.parametrize(
    ("label", "field", "states"),
    [
        ("screening.AgencyRequest", "settled_as", "answered nil refused decided_without"),
        ("protection.Discussion", "state", "convened held not_held"),
        ("protection.DiscussionOutcome", "how", "adjourned held not_held"),
        ("protection.DiscussionOutcome", "section47", "no single joint"),
        ("protection.ProtectionStep", "settled_as", "done declined"),
        ("oversight.Challenge", "settled_as", "changed upheld"),
        ("pathways.HandOver", "state", "offered accepted returned"),
        ("pathways.HandOver", "ended_how", "helped"),
    ],
)
def test_partners_have_left_things_in_every_state(made, label, field, states):
    found = set(model(label).values_list(field, flat=True))
    assert set(states.split()) <= found
    if field == "settled_as":
        assert "" in found  # and some are open


def test_an_allegation_is_the_officers_and_the_managers(made):
    assert model("oversight.Allegation").exists()


def test_some_wait_for_a_place_some_came_back_and_something_is_promised(made):
    assert model("pathways.HandOver").exclude(waiting_since=None).exists()
    assert model("pathways.CameBack").exists()
    assert model("duty.Promise").filter(settled_at=None).exists()


def test_what_is_closed_is_closed_whatever_the_family_is_told_of(made, monkeypatch):
    """Each day tells other families of other things; a child who was hurt holds the closing."""
    course = "look rate history decide=information_and_advice close"
    told = [live.Live(2900 + n, "amber", course, f"closing_{n}") for n in range(3)]
    hurt = [n for n in live.NARRATIVES if n.level == "amber" and "physical_abuse" in n.categories]
    monkeypatch.setattr(live, "LIVE", {"northbeck": told})
    monkeypatch.setattr(live, "NARRATIVES", hurt)
    planner = Planner(AREAS["northbeck"], seed="another", now=NOW, contacts=120)
    by_hand = ByHand("northbeck", Company(made.accounts, london_day(NOW)), {})
    by_hand.load(live.stories(planner))
    ids = [contact_id for _, contact_id in by_hand.keyed]
    closed = model("contacts.Contact").filter(id__in=ids).exclude(closed_at=None)
    assert closed.count() == len(told)
    declined = model("protection.ProtectionStep").filter(contact_id__in=ids, kind="paediatric")
    assert declined.exists()
    assert not declined.filter(settled_at=None).exists()


def test_every_open_contact_has_an_owner_and_a_due_time_that_is_its_own(made):
    for contact in model("contacts.Contact").filter(closed_at=None):
        stored = (contact.queue, contact.rating_rank, contact.due_at)
        assert contact.owner_team or contact.owner_account_id
        index(contact)
        assert (contact.queue, contact.rating_rank, contact.due_at) == stored


def test_the_trail_holds(made):
    assert checking.verify().fault is None


def test_every_contact_was_looked_at_first_by_somebody_who_may(made):
    seniors = {made.accounts[m.key] for m in MEMBERS if viewer(made, m.key).may(Permission.LOOK)}
    looked = {look.contact_id: look for look in model("contacts.Look")}
    for contact in model("contacts.Contact").exclude(stage="received"):
        look = looked[contact.id]
        assert look.by_id in seniors
        assert look.at >= contact.received_at


def test_every_closed_contact_was_decided_and_handed_over_or_closed_with_a_reason(made):
    decided = set(model("screening.Decision").values_list("contact_id", flat=True))
    closed = set(
        model("contacts.Closing").filter(reopened=False).values_list("contact_id", flat=True)
    )
    accepted = set(
        model("pathways.HandOver").filter(state="accepted").values_list("contact_id", flat=True)
    )
    for contact in model("contacts.Contact").filter(stage="closed"):
        assert contact.id in decided
        assert contact.id in closed | accepted


def test_versions_count_the_changes_on_the_trail(made):
    settles = {
        str(p)
        for p in (
            *(Permission.LOOK, Permission.ACKNOWLEDGE_IMMEDIATE, Permission.RATE, Permission.HOLD),
            *(Permission.ASSIGN, Permission.DECIDE, Permission.RECEIVE_HANDOVER),
            *(Permission.CLOSE, Permission.REOPEN, Permission.DISMISS_INDICATOR),
            Permission.SENIOR_READ,
        )
    }
    # These are kept beside the contact, which stays as it was.
    beside = ("waiting list", "weighed", "decide without")
    kept = model("audit.AuditEntry").filter(did__in=settles).exclude(why__in=beside)
    changes = Counter(entry.object_id for entry in kept)
    for contact in model("contacts.Contact"):
        assert contact.version == 1 + changes[str(contact.id)], contact.reference


def test_nothing_happens_after_now(made):
    for label in ("Look", "RatingGiven", "Note", "Closing", "HistoryOpened", "Hold"):
        assert not model(f"contacts.{label}").filter(at__gt=NOW).exists()


def test_the_stories_people_look_for_are_in_the_manifest(made):
    keys = [each["key"] for each in made.objects]
    assert len(keys) == len(set(keys))
    assert set(keys) >= PROMISED
    by_key = {each["key"]: each["id"] for each in made.objects}
    contact = model("contacts.Contact")
    assert contact.get(id=by_key["contact.held"]).held_until is not None
    assert contact.get(id=by_key["contact.overdue"]).due_at < NOW
    assert contact.get(id=by_key["contact.due_soon"]).due_at > NOW
    assert contact.get(id=by_key["contact.closed"]).stage == "closed"
    assert contact.get(id=by_key["contact.siblings"]).children.count() >= 3
    assert contact.get(id=by_key["contact.anonymous"]).referrer.anonymous
    assert contact.get(id=by_key["contact.other_council"]).council == "southmere"


def test_every_canary_is_somewhere_and_nowhere_twice(made):
    tokens = [canary["token"] for canary in made.canaries]
    assert len(tokens) == len(set(tokens)) > 60
    kept = [one for one in apps.get_models() if one.__module__.startswith("lintel.")]
    stored = " ".join(str(list(one.objects.all().values())) for one in kept)
    in_rows = [c for c in made.canaries if not c["field"].startswith("file.content")]
    nowhere = [c for c in in_rows if c["token"] not in stored]
    assert [(c["object"], c["field"]) for c in nowhere if c["token"].lower() not in stored] == []


def test_every_contact_that_is_looked_for_is_marked_in_every_field_that_holds_text(made):
    marked = {canary["object"] for canary in made.canaries}
    looked_for = {one["key"] for one in made.objects if one["type"] == "contact"}
    assert looked_for <= marked
    zones = {(c["object"], c["zone"]) for c in made.canaries}
    assert {zone for one, zone in zones if one == "contact.h4"} >= {"Z1", "Z3", "Z4", "Z5", "Z6"}
    (sealed,) = [c for c in made.canaries if c["field"].endswith("H4.concerns")]
    assert sealed["object"] == "contact.h4"


def test_an_object_is_left_out_by_its_key_with_whatever_hangs_on_it():
    stories = [SimpleNamespace(key=key) for key in ("contact.h2", "contact.h3", "contact.lado", "")]
    omit = frozenset({"contact.lado", "request.answered"})
    kept = [one.key for one in stories if not making._left_out(one, omit)]
    assert kept == ["contact.h3", ""]


@pytest.mark.parametrize("key", ["d-quality", "d-inspector"])
def test_whoever_reads_samples_has_one_with_nothing_that_is_looked_for_by_name(made, key):
    by = viewer(made, key)
    (sample,) = samples_to_read(by)
    assert len(sample.contacts) >= 8
    assert sample.last_on > london_day(NOW)
    named = {one["id"] for one in made.objects}
    assert not {str(one.id) for one in sample.contacts} & named
    assert queries.visible_to(by).count() == len(sample.contacts)


def test_who_sends_contacts_has_sent_some(made):
    sent = Counter(model("contacts.Contact").values_list("submitted_by", flat=True))
    assert sent[made.accounts["api-police"]] > 20
    assert sent[made.accounts["d-referrer"]] > 0


def test_nobody_can_sign_in_until_secrets_are_given_and_then_all_but_the_leaver_can(made):
    told = making.give_secrets(made.accounts, at=NOW, omit=frozenset({"d-viewer"}))
    keys = {account["key"] for account in told}
    assert "d-viewer" not in keys
    assert keys == {m.key for m in MEMBERS if m.signs_in} - {"d-viewer"}
    registered = {account["key"]: account["registered"] for account in told}
    assert registered["d-manager"]
    assert not registered["d-lapsed"]
    leaver = model("access.Account").get(id=made.accounts["d-leaver"])
    assert not leaver.is_active


def test_what_an_earlier_start_gave_out_opens_nothing_any_more(made):
    first = making.give_secrets(made.accounts, at=NOW, omit=frozenset())
    later = NOW + timedelta(minutes=1)
    second = making.give_secrets(made.accounts, at=later, omit=frozenset())
    of_police = [next(a for a in told if a["key"] == "api-police") for told in (first, second)]
    assert token_held(of_police[0]["api_token"], later) is None
    assert token_held(of_police[1]["api_token"], later) is not None
