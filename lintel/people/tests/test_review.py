"""What matching left is reviewed one after another, beside those it may be, and undone."""

import csv
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from lintel.access.tests.given import an_account, signed_in
from lintel.access.viewers import NotPermitted, Role, the_system
from lintel.audit import trail
from lintel.kernel.refusals import NotThere
from lintel.people import actions, matching_in, review_queue
from lintel.people.models import Link, Person, SourceRecord, ToReview
from lintel.people.people_csv import import_people
from lintel.people.review_queue import Filter
from lintel.people.rules.described import COLUMNS
from lintel.people.tests import given
from lintel.people.tests.given import AT

pytestmark = pytest.mark.django_db
SYSTEM = the_system("northbeck", today=AT.date())
ANY = Filter()


def a_file(path: Path, *rows) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def row(ref: str, **said) -> dict[str, str]:
    """Maisie as a school tells of her, with her day and month the other way round."""
    maisie = {
        "source": "schools",
        "source_ref": ref,
        "given_name": "Maisie",
        "family_name": "Okafor",
        "date_of_birth": "2017-09-03",
        "address": "4 Beck Lane",
        "postcode": "NB1 2QF",
    }
    return maisie | said


def bring_in(path: Path, **options):
    options = {"match_them": True} | options
    return import_people(path, council="northbeck", by=SYSTEM, at=AT, **options)


@pytest.fixture
def left(tmp_path):
    """Maisie is known, and two records of somebody like her were left."""
    known = given.person()
    report = bring_in(
        a_file(tmp_path / "p.csv", row("S1"), row("H1", source="health", given_name="Maisy"))
    )
    assert report.counts["left for review"] == 2
    return known


def test_what_is_uncertain_waits_once_however_often_it_comes_in(left, tmp_path):
    before = list(ToReview.objects.order_by("id").values())
    report = bring_in(tmp_path / "p.csv")
    assert report.counts["left for review"] == 2
    assert list(ToReview.objects.order_by("id").values()) == before
    assert review_queue.sources(given.viewer()) == ["health", "schools"]


def test_a_record_is_linked_and_undone_and_waits_again(left):
    viewer = given.viewer()
    first = review_queue.next_open(viewer, ANY)
    actions.settle_review(first, left, by=viewer, at=AT)
    assert review_queue.progress(viewer, ANY) == review_queue.Progress(1, 2)
    assert review_queue.next_open(viewer, ANY, after=first) not in (first, None)
    [done] = review_queue.queue(viewer, ANY, reviewed=True)
    link = Link.objects.get(record=done.record_id)
    assert (link.person_id, link.method, link.reasons["said"]) == (
        left,
        "by hand",
        ["said to be the same"],
    )
    actions.undo_review(first, "her cousin", by=viewer, at=AT)
    assert review_queue.progress(viewer, ANY) == review_queue.Progress(0, 2)
    assert ToReview.objects.get(id=first).settled_at is None


def test_a_record_linked_elsewhere_is_reviewed(left):
    viewer = given.viewer()
    record = ToReview.objects.first().record_id
    actions.link(record, None, ["on the contact"], by=viewer, at=AT)
    assert review_queue.progress(viewer, ANY) == review_queue.Progress(1, 2)


def test_who_is_not_the_same_is_not_offered_again_and_never_made_new_by_an_import(left, tmp_path):
    viewer = given.viewer()
    review_id = review_queue.next_open(viewer, ANY)
    actions.not_them(review_id, left, by=viewer, at=AT)
    assert list(actions.open_review(review_id, by=viewer, at=AT).candidates) == []
    bring_in(tmp_path / "p.csv")
    assert Person.objects.count() == 1


def test_opening_a_record_is_on_the_trail_and_another_council_has_none(left):
    viewer = given.viewer()
    review_id = review_queue.next_open(viewer, ANY)
    actions.open_review(review_id, by=viewer, at=AT)
    [entry] = trail.entries_about("record to review", str(review_id))
    assert entry.did == "open record to review"
    other = given.viewer(council="southmere")
    with pytest.raises(NotThere):
        actions.open_review(review_id, by=other, at=AT)
    assert review_queue.queue(other, ANY) == []
    with pytest.raises(NotPermitted):
        actions.open_review(review_id, by=given.viewer(Role.VIEWER), at=AT)


def test_matching_that_was_stopped_goes_on_where_it_was(tmp_path, monkeypatch):
    rows = [
        row(f"S{n}", given_name=name, family_name=name + "son", date_of_birth=f"2016-01-{n:02}")
        for n, name in enumerate(("Ada", "Bram", "Cem", "Dov", "Esi", "Fay"), start=1)
    ]
    path = a_file(tmp_path / "p.csv", *rows)
    monkeypatch.setattr(matching_in, "AT_ONCE", 2)

    def stop(what: str, done: int, of: int | None) -> None:
        if what == "matched" and done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bring_in(path, tell=stop)
    assert (SourceRecord.objects.count(), Person.objects.count()) == (6, 4)
    report = bring_in(path)
    assert (report.counts["linked before"], report.counts["somebody new"]) == (4, 2)
    assert Person.objects.count() == 6


@pytest.mark.parametrize("given_name", ["Amara", ""])
def test_matching_never_links_two_with_a_birthday_and_surname_but_no_first_name(
    tmp_path, given_name
):
    known = given.person(nhs_number="999 000 0018")
    bring_in(
        a_file(
            tmp_path / "p.csv",
            row("S1", given_name=given_name, date_of_birth="2017-03-09", nhs_number="9990000018"),
        )
    )
    assert not Link.objects.filter(person=known, record__source_ref="S1").exists()


def test_the_queue_is_worked_through_on_pages(left, client):
    signed_in(client, an_account("jo", role=Role.SCREENER))
    listed = client.get(reverse("records_to_review"))
    assert "0 of 2 reviewed" in listed.text
    assert "Okafor" not in listed.text
    only = client.get(reverse("records_to_review"), {"source": "health"})
    assert "0 of 1 reviewed" in only.text
    first = review_queue.next_open(given.viewer(), ANY)
    address = reverse("record_to_review", args=[first])
    opened = client.get(address)
    assert "Known here" in opened.text
    refused = client.post(address, {})
    assert refused.status_code == 422
    assert "Select who this record is about" in refused.text
    onward = client.post(address, {"who": str(left)}, follow=True)
    assert "Linked to somebody known. 1 of 2 reviewed" in onward.text
    assert "to undo it" in onward.text
    undone = client.post(address, {"undo": "1", "reason": "her cousin"}, follow=True)
    assert "waits for review again" in undone.text
    no_reason = client.post(address, {"not_same": str(left)}, follow=True)
    assert "will not be offered" in no_reason.text


@pytest.mark.parametrize("role", [Role.VIEWER, Role.PARTNER])
def test_who_may_not_link_does_not_see_the_queue(client, role):
    signed_in(client, an_account("jo", role=role))
    assert client.get(reverse("records_to_review")).status_code in (403, 404)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_record_is_reviewed_in_a_browser(left, page, live_server, page_is_accessible):
    client = Client()
    signed_in(client, an_account("jo", role=Role.SCREENER))
    cookie = {"name": "lintel", "value": client.cookies["lintel"].value, "url": live_server.url}
    page.context.add_cookies([cookie])
    page.goto(reverse("records_to_review"))
    page_is_accessible(page)
    page.get_by_role("button", name="Review the next record").click()
    page_is_accessible(page)
    page.get_by_role("radio", name="Maisie Okafor (number").check()
    page.get_by_role("button", name="Save and go to the next record").click()
    page.get_by_text("1 of 2 reviewed").first.wait_for()
    page_is_accessible(page)
    page.get_by_role("link", name="Go back to that record, to undo it").click()
    page.get_by_label("Why is this not the same person?").fill("her cousin")
    page.get_by_role("button", name="Undo the link").click()
    page.get_by_text("0 of 2 reviewed").first.wait_for()
    page_is_accessible(page)
