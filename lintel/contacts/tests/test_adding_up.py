"""Raising a contact for a senior read, and who may end it: through the database."""

from datetime import timedelta

import pytest
from lxml import html

from lintel.access.viewers import Permission, Role, the_system
from lintel.api.tests.given import Caller
from lintel.audit.models import AuditEntry
from lintel.contacts import actions, queries
from lintel.contacts.models import Contact, RaisedRule, SeniorRead
from lintel.contacts.queries.adding_up import adding_up
from lintel.contacts.rules.facts import Rating
from lintel.contacts.tests import given
from lintel.contacts.tests.signing_in import sign_in
from lintel.kernel.refusals import Refused
from lintel.notices.models import Notice
from lintel.people import actions as people
from lintel.people.census import import_cin
from lintel.people.families import RelationshipIn, load_relationships
from lintel.people.known_history import keep_episodes
from lintel.people.models import SourceRecord
from lintel.people.rules.episodes import EpisodeIn
from lintel.people.tests import given as given_people
from lintel.screening import actions as screening

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def child_of(receipt, place=0):
    family = queries.family_facts(queries.the_contact(given.a_manager(), receipt.id))
    return [told for told in family.told if told.is_child][place]


def says_who(receipt, person=None, *, by=None, at=given.NOON):
    """Link the first child of a contact, to somebody new without `person`."""
    record = child_of(receipt).record_id
    return people.link(record, person, ["same child"], by=by or given.a_screener(), at=at)


def family(count: int = 3, **differences):
    """So many contacts about one child, a month apart, the last of them now; and the child."""
    came = [
        given.received(at=given.NOON - timedelta(days=30 * back), **differences)
        for back in reversed(range(count))
    ]
    person = says_who(came[0])
    for one in came[1:]:
        says_who(one, person)
    return came, person


def rules_on(receipt) -> set[str]:
    rows = RaisedRule.objects.filter(contact=receipt.id, withdrawn_at=None)
    return set(rows.values_list("rule", flat=True))


def ready(receipt):
    """Looked at and rated, its history read by whoever decides."""
    actions.look_at_contact(
        contact_id=receipt.id, version=1, immediate=False, by=given.a_manager(), at=given.NOON
    )
    actions.rate_contact(
        contact_id=receipt.id,
        version=2,
        rating=Rating.GREEN,
        reason="Hungry",
        by=given.a_screener(),
        at=given.NOON,
    )


def decide(receipt, by, outcome="no_further_action", **more):
    actions.open_history(contact_id=receipt.id, by=by, at=given.NOON)
    return screening.decide_contact(
        contact_id=receipt.id,
        version=None,
        outcome=outcome,
        rationale="Seen with the school",
        by=by,
        at=given.NOON,
        **more,
    )


def read(receipt, by, words="Three since January, each worse than the last"):
    return actions.senior_read(
        contact_id=receipt.id, version=None, words=words, by=by, at=given.NOON + DAY
    )


def refused(act, *args, **more) -> set[str]:
    with pytest.raises(Refused) as no:
        act(*args, **more)
    return {refusal.code for refusal in no.value.refusals}


def test_the_third_contact_about_a_child_is_raised_once_somebody_says_who_it_is():
    (first, second, third), _ = family(categories=("behaviour",))

    assert rules_on(first) == rules_on(second) == set()
    assert rules_on(third) == {"third_contact"}
    contact = Contact.objects.get(id=third.id)
    assert contact.awaits_senior_read
    assert contact.version == 1, "nobody's work is out of date because a link was made"
    assert AuditEntry.objects.filter(did="raise for a senior read").count() == 1


def test_it_shows_the_rule_in_words_and_what_fired_it():
    (first, second, third), _ = family(categories=("behaviour",))
    by = given.a_screener()

    [raised] = adding_up(by, queries.the_contact(by, third.id)).rules

    assert "Two other contacts" in raised.words
    assert "local practice" in raised.source
    assert [event.contact_id for event in raised.events] == [first.id, second.id]


def test_of_much_that_adds_up_the_page_shows_the_newest_five_and_folds_the_rest(client):
    came, _ = family(8)
    sign_in(client, given.an_account(Role.SCREENER))
    page = html.fromstring(client.get(f"/contacts/{came[-1].id}").content)
    [rule] = page.xpath("//section[@class='lx-adds-up']//li[@class='lx-sign']")
    assert "2 earlier, from" in rule.xpath("string(details/summary)")
    assert len(rule.xpath("details//li")) == 2
    assert [link.text for link in rule.xpath("ul//a")] == [one.reference for one in came[2:-1]]


def test_what_a_viewer_may_not_open_is_named_without_its_reference():
    given.teams()
    (_, _, third), _ = family(categories=("behaviour",))
    manager = given.a_manager()
    ready(third)
    decide(third, manager, "assessment", destination="assessment")
    worker = given.a_viewer(Role.SOCIAL_WORKER, teams=["assessment"])

    [raised] = adding_up(worker, queries.the_contact(worker, third.id)).rules

    assert [(event.reference, event.contact_id) for event in raised.events] == [("", None)] * 2


def test_undoing_the_link_that_raised_it_takes_it_back_and_keeps_that_it_was_raised():
    (_, _, third), _ = family(categories=("behaviour",))

    people.unlink(
        child_of(third).record_id, "Another child", by=given.a_screener(), at=given.NOON + DAY
    )

    assert rules_on(third) == set()
    contact = Contact.objects.get(id=third.id)
    assert (contact.raised_at, contact.awaits_senior_read) == (None, False)
    assert RaisedRule.objects.get(contact=third.id).withdrawn_because


def test_a_link_of_an_earlier_contact_raises_the_later_one():
    came = [given.received(at=given.NOON - 30 * back * DAY) for back in (2, 1, 0)]
    person = says_who(came[2])
    says_who(came[1], person)
    assert "third_contact" not in rules_on(came[2])

    says_who(came[0], person)

    assert "third_contact" in rules_on(came[2])


def test_a_correction_to_domestic_abuse_raises_the_second_notice():
    (_, second), _ = family(2, categories=("domestic_abuse",))
    assert rules_on(second) == {"second_domestic_abuse"}
    (_, other), _ = family(
        2,
        categories=("domestic_abuse",),
        children=(given.a_child(given_name="Wren", family_name="Oakes"),),
    )
    actions.correct_contact(
        contact_id=other.id,
        version=1,
        changes={"categories": ["behaviour"]},
        by=given.a_screener(),
        at=given.NOON,
    )
    assert rules_on(other) == set()

    actions.correct_contact(
        contact_id=other.id,
        version=2,
        changes={"categories": ["domestic_abuse"]},
        by=given.a_screener(),
        at=given.NOON,
    )

    assert rules_on(other) == {"second_domestic_abuse"}


@pytest.mark.parametrize("said", ["sibling", "mother"])
def test_a_brother_said_later_to_have_a_plan_raises_the_contact(said):
    receipt = given.received()
    says_who(receipt)
    brother, mother = given_people.record(given_name="Ola"), given_people.record(given_name="Ada")
    for record in (brother, mother):
        people.link(record, None, ["known"], by=given.a_screener(), at=given.NOON)
    plan = EpisodeIn("child_protection_plan", given.NOON.date() - 90 * DAY)
    keep_episodes({brother: [plan]}, as_of=given.NOON.date(), at=given.NOON)
    assert rules_on(receipt) == set()

    day = given.NOON.date()
    of_child = child_of(receipt).record_id
    one, *more = (
        [(brother, "sibling", of_child)]
        if said == "sibling"
        else [(mother, "mother", brother), (mother, "mother", of_child)]
    )
    for first, kind, second in (one, *more):
        row = RelationshipIn("northbeck", first, second, kind, told_on=day, source="council")
        load_relationships([row], by=given.a_screener(), at=given.NOON)

    assert rules_on(receipt) == {"sibling_on_plan"}
    assert Contact.objects.get(id=receipt.id).awaits_senior_read


def test_a_step_down_that_comes_back_is_raised():
    given.teams()
    first = given.received(at=given.NOON - 30 * DAY, categories=("behaviour",))
    person = says_who(first)
    ready_at = given.NOON - 29 * DAY
    by = given.a_manager()
    actions.look_at_contact(contact_id=first.id, version=1, immediate=False, by=by, at=ready_at)
    actions.rate_contact(
        contact_id=first.id, version=2, rating=Rating.GREEN, reason="x", by=by, at=ready_at
    )
    screening.decide_contact(
        contact_id=first.id,
        version=None,
        outcome="early_help",
        rationale="They agree",
        destination="early-help",
        by=by,
        at=ready_at,
    )
    second = given.received(categories=("behaviour",))

    says_who(second, person)

    assert rules_on(second) == {"step_down_came_back"}


@pytest.mark.parametrize("outcome", ["no_further_action", "information_and_advice", "early_help"])
def test_less_than_an_assessment_takes_a_senior_read_by_somebody_else(outcome):
    given.teams()
    (_, _, third), _ = family(categories=("behaviour",))
    ready(third)
    manager = given.a_manager()
    more = {"destination": "early-help"} if outcome == "early_help" else {}

    assert refused(decide, third, manager, outcome, **more) == {"senior_read_needed"}
    read(third, manager)
    assert refused(decide, third, manager, outcome, **more) == {"senior_read_needs_second_person"}
    decide(third, given.a_screener(), outcome, **more)


def test_not_even_a_manager_goes_past_it_with_a_reason():
    (_, _, third), _ = family(categories=("behaviour",))
    ready(third)
    why = {"override_reason": "I know the family well"}

    assert "senior_read_needed" in refused(decide, third, given.a_manager(), **why)


def test_an_assessment_is_not_kept_waiting_for_a_senior_read():
    given.teams()
    (_, _, third), _ = family(categories=("behaviour",))
    ready(third)

    decide(third, given.a_screener(), "assessment", destination="assessment")

    assert Contact.objects.get(id=third.id).outcome == "assessment"


def test_whoever_read_it_does_not_close_it():
    (_, _, third), _ = family(categories=("behaviour",))
    ready(third)
    reader, other = given.a_manager(), given.a_screener()
    read(third, reader)
    decide(third, other)
    closing = {"contact_id": third.id, "version": None, "reason": "Done", "at": given.NOON}

    assert refused(actions.close_contact, by=reader, **closing) == {
        "senior_read_needs_second_person"
    }
    actions.close_contact(by=other, **closing)


def test_early_help_does_not_accept_what_was_raised_after_the_decision_until_it_is_read():
    from lintel.pathways import actions as pathways

    given.teams()
    came = [
        given.received(at=given.NOON - 30 * back * DAY, categories=("behaviour",))
        for back in (2, 1, 0)
    ]
    person = says_who(came[2])
    ready(came[2])
    manager = given.a_manager()
    decide(came[2], manager, "early_help", destination="early-help", override_reason="Known to me")
    says_who(came[1], person)
    says_who(came[0], person)
    worker = given.a_viewer(Role.EARLY_HELP, teams=["early-help"])
    accepting = {"contact_id": came[2].id, "version": None, "by": worker, "at": given.NOON}

    assert refused(pathways.accept_handover, **accepting) == {"senior_read_needed"}
    read(came[2], manager)
    pathways.accept_handover(**accepting)


def test_more_that_comes_to_light_needs_another_read():
    (_, _, third), person = family(categories=("behaviour",))
    read(third, given.a_manager())
    assert not Contact.objects.get(id=third.id).awaits_senior_read
    late = given.received(at=given.NOON - 10 * DAY, categories=("behaviour",))

    says_who(late, person, at=given.NOON + 2 * DAY)

    assert Contact.objects.get(id=third.id).awaits_senior_read
    assert SeniorRead.objects.filter(contact=third.id).count() == 1, "what was read stays read"


def test_a_closed_contact_that_is_raised_late_stays_closed_and_somebody_is_told():
    came = [
        given.received(at=given.NOON - 30 * back * DAY, categories=("behaviour",))
        for back in (2, 1, 0)
    ]
    person = says_who(came[2])
    ready(came[2])
    manager = given.a_manager()
    decide(came[2], manager, override_reason="Known to me since Monday")
    actions.close_contact(
        contact_id=came[2].id, version=None, reason="Done", by=manager, at=given.NOON
    )

    says_who(came[1], person)
    says_who(came[0], person)

    contact = Contact.objects.get(id=came[2].id)
    assert contact.stage == "closed"
    assert contact.awaits_senior_read
    [told] = Notice.objects.filter(kind="raised_after_closing")
    assert told.about == contact.reference
    found = queries.senior_reads(manager, at=given.NOON)
    assert (found.open, found.closed) == (0, 1)
    read(came[2], given.a_manager())
    assert queries.senior_reads(manager, at=given.NOON).closed == 0


def test_what_waits_for_a_read_is_counted_beside_the_queues_and_still_in_one():
    family(categories=("behaviour",))
    manager = given.a_manager()

    found = queries.conservation(manager, at=given.NOON)

    assert (found.open, found.received, found.difference, found.astray) == (3, 3, 0, [])
    assert queries.senior_reads(manager, at=given.NOON).open == 1
    wanted = queries.BoardFilter(senior_read=True)
    assert len(queries.board(manager, wanted=wanted, at=given.NOON).rows) == 1


def test_the_api_gives_the_rules_takes_the_read_and_refuses_one_person_alone():
    (_, _, third), _ = family(categories=("behaviour",))
    ready(third)
    manager, screener = Caller(Role.MANAGER), Caller(Role.SCREENER)
    where = f"/contacts/{third.id}"

    seen = manager("GET", where).json()
    assert [each["rule"] for each in seen["raised"]] == ["third_contact"]
    assert len(seen["raised"][0]["events"]) == 2
    [tag] = manager("GET", "/queues").json()["tags"]
    assert (tag["name"], tag["count"]) == ("senior_read", 1)
    listed = manager("GET", tag["url"].removeprefix("/api/v1")).json()["items"]
    assert [one["id"] for one in listed] == [str(third.id)]

    body = {"outcome": "no_further_action", "rationale": "Seen"}
    actions.open_history(contact_id=third.id, by=_viewer(manager), at=given.NOON)
    actions.open_history(contact_id=third.id, by=_viewer(screener), at=given.NOON)
    said = {"words": "Three since January"}
    assert screener("POST", f"{where}/senior-read", said, **{"If-Match": '"3"'}).status_code == 403
    assert manager("POST", f"{where}/senior-read", said, **{"If-Match": '"2"'}).status_code == 412
    assert manager("POST", f"{where}/senior-read", said, **{"If-Match": '"3"'}).status_code == 200
    alone = manager("POST", f"{where}/decisions", body, **{"If-Match": '"4"'})
    assert alone.status_code == 409
    assert {r["code"] for r in alone.json()["refusals"]} == {"senior_read_needs_second_person"}
    done = screener("POST", f"{where}/decisions", body, **{"If-Match": '"4"'})
    assert done.status_code == 201
    assert manager("GET", where).json()["senior_reads"][0]["words"] == "Three since January"


def _viewer(caller):
    from lintel.access.guards import viewer_of

    return viewer_of(caller.account, given.NOON)


def test_whoever_may_look_first_may_make_a_senior_read_and_nobody_else():
    viewers = [given.a_viewer(role) for role in Role]
    may = {viewer.role for viewer in viewers if viewer.may(Permission.SENIOR_READ)}

    assert may == {viewer.role for viewer in viewers if viewer.may(Permission.LOOK)}
    assert Role.SCREENER not in may


RETURN = """<Message><Header><CollectionDetails><ReferenceDate>2026-01-31</ReferenceDate>
</CollectionDetails></Header><Children><Child><ChildIdentifiers><LAchildID>AB1</LAchildID>
<PersonBirthDate>2015-03-27</PersonBirthDate><Sex>F</Sex></ChildIdentifiers><CINdetails>
<CINreferralDate>2025-12-05</CINreferralDate>{plan}</CINdetails></Child></Children></Message>"""
PLAN = "<ChildProtectionPlans><CPPstartDate>2026-01-09</CPPstartDate></ChildProtectionPlans>"


def test_a_plan_that_an_import_tells_of_raises_the_contact_of_a_sister(tmp_path):
    receipt = given.received()
    says_who(receipt)
    path, by = tmp_path / "return.xml", the_system("northbeck", today=given.NOON.date())
    path.write_text(RETURN.format(plan=""))
    import_cin(path, council="northbeck", by=by, at=given.NOON)
    record = SourceRecord.objects.get(source_ref="AB1").id
    child, day = child_of(receipt).record_id, given.NOON.date()
    row = RelationshipIn("northbeck", record, child, "sibling", told_on=day, source="council")
    load_relationships([row], by=given.a_screener(), at=given.NOON)
    assert rules_on(receipt) == set()

    path.write_text(RETURN.format(plan=PLAN))
    import_cin(path, council="northbeck", by=by, at=given.NOON)

    assert rules_on(receipt) == {"sibling_on_plan"}
