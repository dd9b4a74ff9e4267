"""Samples: whoever audits or inspects reads these contacts, between these days, and no others."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from lintel.access.guards import viewer_of
from lintel.access.viewers import NotPermitted, Role, Zone
from lintel.audit import trail
from lintel.contacts import actions, queries
from lintel.contacts.models import MaskOpened
from lintel.contacts.rules.samples import Draw, SampleSaid, drawn
from lintel.contacts.tests import given
from lintel.contacts.tests.signing_in import sign_in, signed_in_as
from lintel.kernel.refusals import Invalid, NotThere

pytestmark = pytest.mark.django_db


def today():
    return timezone.localdate()


def an_inspector(role: Role = Role.INSPECTOR, **more):
    return given.an_account(role, **({"agency": "ofsted", "employed_by_council": False} | more))


def sampled(*contacts, readers, by=None, first=0, last=6, draw=None):
    at = timezone.now()
    said = SampleSaid(
        title="The inspection",
        starts_on=today() + timedelta(days=first),
        last_on=today() + timedelta(days=last),
        readers=[reader.id for reader in readers],
        references=[contact.reference for contact in contacts],
        draw=draw,
    )
    return actions.make_sample(said=said, by=by or given.a_manager(), at=at)


def seen_by(account, on=0) -> set:
    viewer = viewer_of(account, timezone.now() + timedelta(days=on))
    return set(queries.visible_to(viewer).values_list("id", flat=True))


def test_a_reader_sees_what_is_sampled_and_nothing_else_until_the_last_day_is_over():
    inside, outside = given.received(), given.received()
    inspector, another = an_inspector(), an_inspector()
    sampled(inside, readers=[inspector], first=1, last=2)

    assert [seen_by(inspector, on=day) for day in (0, 1, 2, 3)] == [
        *(set(), {inside.id}, {inside.id}, set())
    ]
    assert seen_by(another, on=1) == set()
    assert outside.id not in seen_by(inspector, on=1)


def test_ended_early_it_is_over_with_the_next_request():
    contact, auditor = given.received(), an_inspector(Role.QUALITY)
    manager = given.a_manager()
    sample_id = sampled(contact, readers=[auditor], by=manager)
    assert seen_by(auditor) == {contact.id}
    actions.end_sample(sample_id=sample_id, by=manager, at=timezone.now())
    assert seen_by(auditor) == set()
    with pytest.raises(NotThere):
        actions.end_sample(sample_id=sample_id, by=manager, at=timezone.now())


def test_every_opening_says_on_the_trail_that_it_was_of_a_sample():
    contact, account = given.received(), an_inspector()
    sampled(contact, readers=[account])
    client = Client()
    sign_in(client, account)
    page = client.get(f"/contacts/{contact.id}").content.decode()
    assert "Ashgrove" in page
    assert "Ama Fletcher" not in page, "an inspector does not read who told us"
    assert "Rate" not in page
    entry = trail.entries_about("contact", str(contact.id))[-1]
    assert (entry.did, entry.why, entry.role) == ("view contact", "sample", "inspector")
    for more in ("rate", "history", "trail", "note", "people"):
        assert client.get(f"/contacts/{contact.id}/{more}").status_code == 403
    assert client.get("/board").status_code == client.get("/search").status_code == 403


def test_an_auditor_says_what_for_before_the_family_is_named():
    contact, account = given.received(), an_inspector(Role.QUALITY)
    sampled(contact, readers=[account])
    client = Client()
    sign_in(client, account)
    where = f"/contacts/{contact.id}/masked/z1"
    masked = client.get(f"/contacts/{contact.id}").content.decode()
    assert "Ashgrove" not in masked
    assert where in masked

    assert "Ashgrove" not in client.get(where).content.decode()
    short = client.post(where, {"purpose": "review", "words": "x"})
    assert short.status_code == 422
    assert not MaskOpened.objects.exists()
    shown = client.post(where, {"purpose": "review", "words": "The dates do not agree"})
    assert "Ashgrove" in shown.content.decode()
    entry = trail.entries_about("contact", str(contact.id))[-1]
    assert (entry.did, entry.why, entry.zone) == ("open masked part", "review", Zone.IDENTITY)
    assert "Ashgrove" not in client.get(f"/contacts/{contact.id}").content.decode()
    for zone in ("z3", "z4", "nothing"):
        assert client.post(where.replace("z1", zone), {}).status_code == 404


def test_a_mask_that_leaves_no_trace_shows_nothing(monkeypatch):
    contact, account = given.received(), an_inspector(Role.QUALITY)
    sampled(contact, readers=[account])
    monkeypatch.setattr(trail, "_add", _refuses)
    with pytest.raises(RuntimeError):
        actions.open_masked(
            contact_id=contact.id,
            zone=Zone.IDENTITY,
            purpose="review",
            words="The dates do not agree",
            by=viewer_of(account, timezone.now()),
            at=timezone.now(),
        )
    assert not MaskOpened.objects.exists()


def _refuses(acts):
    raise RuntimeError


def test_an_allegation_is_in_no_sample_whoever_names_it():
    hidden, account = given.received(categories=("works_with_children",)), an_inspector()
    with pytest.raises(Invalid):
        sampled(hidden, readers=[account])
    kept = given.received()
    lot = Draw("received", 50, given.NOON.date(), today())
    sampled(readers=[account], draw=lot)
    assert seen_by(account) == {kept.id}


def test_only_a_manager_or_the_privacy_officer_makes_one_and_only_for_those_who_audit():
    contact, account = given.received(), an_inspector()
    dpo = given.a_viewer(Role.DPO)
    sampled(contact, readers=[account], by=dpo)
    for role in (Role.SENIOR_PRACTITIONER, Role.QUALITY, Role.SYSADMIN):
        with pytest.raises(NotPermitted):
            sampled(contact, readers=[account], by=given.a_viewer(role))
    for reader in (given.an_account(Role.VIEWER), an_inspector(council="southmere")):
        with pytest.raises(Invalid):
            sampled(contact, readers=[reader])
    with pytest.raises(Invalid):
        sampled(contact, readers=[account], by=given.a_manager(council="southmere"))
    with pytest.raises(Invalid):
        sampled(contact, readers=[account], last=200)


def test_a_lot_is_the_same_for_whoever_draws_it_again():
    ids = [given.uuid4() for _ in range(20)]
    sample = given.uuid4()
    assert drawn(sample, ids, 5) == drawn(sample, reversed(ids), 5)
    assert drawn(sample, ids, 5) != drawn(given.uuid4(), ids, 5)


def test_a_manager_makes_one_on_the_page_and_its_reader_finds_it():
    contact, account = given.decided(), an_inspector(name="Ines Pektor")
    manager, reader = Client(), Client()
    signed_in_as(manager, Role.MANAGER)
    sign_in(reader, account)
    assert "no sample for you" in reader.get("/my-samples").content.decode()
    day = today()
    typed = {
        "title": "November audit",
        "readers": [str(account.id)],
        "how": "name",
        "references": f"{contact.reference.lower()}\n",
        **_day("starts", day),
        **_day("last", day + timedelta(days=6)),
    }
    wrong = manager.post("/samples/new", typed | {"references": "NB-0000-00"})
    assert wrong.status_code == 422
    assert "NB-0000-00" in wrong.content.decode()
    made = manager.post("/samples/new", typed)
    assert made.status_code == 302, made.content.decode()[-3000:]
    assert contact.reference in manager.get(made.url).content.decode()
    assert "November audit" in manager.get("/samples").content.decode()
    mine = reader.get("/my-samples").content.decode()
    assert contact.reference in mine
    assert f"/contacts/{contact.id}" in mine
    assert manager.post(made.url).status_code == 302
    assert "no sample for you" in reader.get("/my-samples").content.decode()


def _day(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


@pytest.mark.parametrize(
    ("differently", "words"),
    [
        ({"since_year": "0001"}, "must be in 1990 or later"),
        ({"until_year": 9999}, "not to come"),
        ({"starts_year": "0001"}, "A sample lasts"),
        ({"starts_year": 9999, "last_year": 9999}, "must be within 366 days"),
        ({"since_day": "", "since_month": "", "since_year": ""}, "Enter the first day to draw"),
        ({"until_day": "", "until_month": "", "until_year": ""}, "Enter the last day to draw"),
    ],
)
def test_days_that_cannot_be_are_refused_and_left_out_they_mean_nothing(differently, words):
    given.received(at=timezone.now())
    account, manager, day = an_inspector(), Client(), today()
    signed_in_as(manager, Role.MANAGER)
    typed = {"title": "Audit", "readers": [str(account.id)], "how": "draw", "number": "5"}
    typed |= {"draw_of": "received", **_day("starts", day), **_day("last", day)}
    typed |= {**_day("since", day), **_day("until", day)}
    answer = manager.post("/samples/new", typed | differently)
    assert answer.status_code == 422
    assert words in answer.text
