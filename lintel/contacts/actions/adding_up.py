"""Raising a contact for a senior read because of what adds up; and that read."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from lintel.access.viewers import Permission, Viewer
from lintel.audit import trail
from lintel.contacts.actions.as_told import FRONT_DOOR
from lintel.contacts.actions.change import on_the_trail, refuse, settle, to_change
from lintel.contacts.events import AddedUp
from lintel.contacts.models import Contact, RaisedRule, SeniorRead
from lintel.contacts.queries.adding_up import as_kept, contacts_touched, events_around
from lintel.contacts.rules.adding_up import (
    FamilyEvent,
    Raised,
    adds_up,
    reasons_not_to_end_alone,
    reasons_not_to_read,
    rests_on,
)
from lintel.contacts.rules.facts import ContactFacts
from lintel.kernel import news
from lintel.kernel.instants import UTC, london_day, months_before
from lintel.kernel.reading import one_reading
from lintel.notices import actions as notices
from lintel.policy.council import NoSuchRule
from lintel.policy.in_force import policy_for

STILL_TOLD = 12  # months a closed contact is still raised for, when a link comes late
MORE_IS_KNOWN = "more is known now"
NO_LONGER = "what fired it is no longer this family's"


@transaction.atomic
def senior_read(
    *, contact_id: UUID, version: int | None, words: str, by: Viewer, at: datetime
) -> ContactFacts:
    """A manager or senior practitioner has read what adds up, and says what they make of it.

    Added, never taken back; a later one is added to it. What is raised after it needs another.

    Errors:
        NotThere, NotPermitted, Stale: as every change.
        Refused: no words.
    """
    contact = to_change(contact_id, version=version, permission=Permission.SENIOR_READ, by=by)
    refuse(reasons_not_to_read(words=words))
    standing = contact.raised_rules.filter(withdrawn_at=None).order_by("fired_at", "rule")
    rules = list(standing.values_list("rule", flat=True))
    SeniorRead.objects.create(contact=contact, at=at, by_id=by.account_id, words=words, rules=rules)
    if contact.raised_at is not None:
        contact.senior_readers = sorted({*contact.senior_readers, str(by.account_id)})
    settle(contact, by=by, at=at)
    on_the_trail(Permission.SENIOR_READ, contact, by=by, at=at, why=", ".join(rules))
    return contact.facts()


def not_alone(contact: Contact, outcome: str, *, by: Viewer, closing: bool) -> None:
    """Every way to end a contact asks here: to close it, and to decide on less than an assessment.

    Errors:
        Refused: it is raised, and nobody else has made a senior read of it.
    """
    if closing or gives_little(contact, outcome):
        refuse(reasons_not_to_end_alone(contact.facts(), by=by.account_id))


def gives_little(contact: Contact, outcome: str) -> bool:
    """Whether an outcome gives the child less than an assessment."""
    try:
        return policy_for(contact.council).outcome(contact.kind, outcome).low
    except NoSuchRule:
        return True  # a kind corrected since: nobody knows, so two people look


def add_up_around(
    *,
    council: str,
    person_ids: Iterable[UUID],
    record_ids: Iterable[UUID] = (),
    by: Viewer,
    at: datetime,
) -> None:
    """Ask the rules again of every contact that these people's history touches.

    Part of what changed that history: its transaction is the caller's. A closed contact is not
    opened by it; when it is the family's last, somebody is told, because no later one will say.
    """
    since = months_before(london_day(at), STILL_TOLD)
    day = datetime(since.year, since.month, since.day, tzinfo=UTC)
    touched = (
        Contact.objects.select_for_update()
        .filter(council=council, id__in=contacts_touched(person_ids, record_ids))
        .filter(Q(closed_at=None) | Q(closed_at__gte=day) | Q(raised_at__isnull=False))
        .order_by("received_at", "id")
    )
    contacts = list(touched)
    asked = [one for one in contacts if one.closed_at is None or one.raised_at]
    asked += [one for one in contacts[-1:] if one not in asked]
    with one_reading():  # they are of one family, and nothing of it is written below
        around = [(contact, *events_around(contact)) for contact in asked]
    for contact, this, events in around:
        anew = _keep_what_adds_up(contact, this, events, by=by, at=at)
        if anew and contact.closed_at is not None:
            _tell_it_was_closed(contact, by=by, at=at)


def add_up(contact: Contact, *, by: Viewer, at: datetime) -> bool:
    """Keep which rules raise a contact now; whether it is raised anew. `contact` is locked.

    Counts no version: nobody's work on the contact is out of date by it, and the guards ask again.
    """
    return _keep_what_adds_up(contact, *events_around(contact), by=by, at=at)


def _keep_what_adds_up(
    contact: Contact, this: FamilyEvent, events: Sequence[FamilyEvent], *, by: Viewer, at: datetime
) -> bool:
    rules = policy_for(contact.council).adding_up_rules(this.on)
    found = {raised.rule.key: raised for raised in adds_up(this, events, rules)}
    standing = {row.rule: row for row in contact.raised_rules.filter(withdrawn_at=None)}
    anew, changed = [], False
    for key in sorted(standing.keys() | found.keys()):
        row, raised = standing.get(key), found.get(key)
        was = {event["key"] for event in row.events} if row else set()
        now = {event.key for event in raised.events} if raised else set()
        if was == now:
            continue
        changed = True
        more = bool(now - was)
        if row:
            row.withdrawn_at, row.withdrawn_because = at, MORE_IS_KNOWN if more else NO_LONGER
            row.save(update_fields=["withdrawn_at", "withdrawn_because"])
        if raised:
            _keep(contact, raised, at=at if more or row is None else row.fired_at)
            if more:
                anew.append(key)
    if changed:
        _mark(contact, bool(anew), at=at)
    if not contact.allegation:  # of which few may know, and it brings back no family
        news.tell(
            AddedUp(
                contact_id=contact.id,
                reference=contact.reference,
                council=contact.council,
                received_at=contact.received_at,
                is_open=contact.closed_at is None,
                earlier=frozenset(event.contact_id for event in events if event.contact_id),
                by=by,
                at=at,
            )
        )
    if anew:
        trail.record(
            did="raise for a senior read",
            object_type="contact",
            object_id=str(contact.id),
            by=by,
            at=at,
            why=", ".join(anew),
            council=contact.council,
        )
    return bool(anew)


def _keep(contact: Contact, raised: Raised, *, at: datetime) -> None:
    raised_rule(contact, raised, at=at).save(force_insert=True)


def raised_rule(contact: Contact, raised: Raised, *, at: datetime) -> RaisedRule:
    """A rule that fired as a row, not yet written."""
    rule = raised.rule
    return RaisedRule(
        contact=contact,
        rule=rule.key,
        title=rule.title,
        words=rule.rule,
        because=rule.because,
        source=rests_on(rule.source),
        version=rule.version,
        events=[as_kept(event) for event in raised.events],
        fired_at=at,
    )


def _mark(contact: Contact, anew: bool, *, at: datetime) -> None:
    if anew:
        contact.raised_at, contact.senior_readers = at, []
    elif not contact.raised_rules.filter(withdrawn_at=None).exists():
        contact.raised_at, contact.senior_readers = None, []
    contact.awaits_senior_read = contact.facts().awaits_senior_read
    contact.save(update_fields=["raised_at", "senior_readers", "awaits_senior_read"])


def _tell_it_was_closed(contact: Contact, *, by: Viewer, at: datetime) -> None:
    notices.queue(
        kind="raised_after_closing",
        council=contact.council,
        channel="task",
        to=FRONT_DOOR,
        subject=f"{contact.reference} is closed, and now adds up",
        body="A link made since shows more about this family. A manager reads it, and reopens it "
        "if it was closed too soon.",
        about=contact.reference,
        due_at=None,
        once_key=f"raised:{contact.id}:{at.isoformat()}",
        by=by,
        at=at,
    )
