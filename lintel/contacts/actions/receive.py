"""Taking a contact in: stored whole, acknowledged only then, never twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from django.db import IntegrityError, transaction

from lintel.access.viewers import Permission, Viewer
from lintel.audit.in_bulk import insert_many
from lintel.contacts.actions.allege import tell_allegation
from lintel.contacts.actions.as_told import (
    adult_of,
    child_of,
    contact_of,
    person_told,
    referrer_of,
    relationships_told,
)
from lintel.contacts.actions.change import index, on_the_trail
from lintel.contacts.actions.flags import flag_new
from lintel.contacts.events import ContactReceived
from lintel.contacts.models import (
    Contact,
    ContactAdult,
    ContactChild,
    IntakeKey,
)
from lintel.contacts.rules.clocks import Clock, running_clocks
from lintel.contacts.rules.facts import as_received
from lintel.contacts.rules.letters import receipt_words
from lintel.contacts.rules.telling import Channel, Telling
from lintel.contacts.rules.telling_rules import what_is_wrong
from lintel.kernel import news
from lintel.kernel.references import new_reference
from lintel.kernel.refusals import Invalid, Refusal, Refused
from lintel.notices import actions as notices
from lintel.notices.rules.channels import ReferrerFacts, choose_channel
from lintel.notices.rules.kinds import Channel as NoticeChannel
from lintel.people import actions as people
from lintel.people.families import load_relationships
from lintel.people.loading import RecordIn, load_records
from lintel.policy.calendars import calendar
from lintel.policy.in_force import policy_for

ESCAPE = "told in one contact"
CHOSEN = "chosen by whoever took the call"
STAFF_CHANNELS = {Channel.TELEPHONE, Channel.EMAIL, Channel.WALK_IN}


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the sender is told. Shape: `due` as at receipt, soonest first."""

    id: UUID
    reference: str
    received_at: datetime
    version: int
    due: tuple[Clock, ...]
    replayed: bool = False


def receive_contact(
    *,
    telling: Telling,
    council: str,
    by: Viewer,
    at: datetime,
    idempotency_key: str = "",
    body_digest: str = "",
    known: Mapping[int, UUID] = MappingProxyType({}),
) -> Receipt:
    """Store a telling and say so; the moment of receipt is `at`, whenever it happened. What was
    taken down on paper was received then, and is marked as keyed in at `at`.

    With an `idempotency_key`, the same caller sending the same key again gets the first answer.
    `known` says of children, by their place in the telling, who `by` says they are.

    Errors:
        NotPermitted: `by` may not hand in a contact this way, or not say who people are.
        NotThere: somebody in `known` is not there for `by`.
        Invalid: every field that is wrong, by name.
        Refused: "idempotency_key_reused", the key came with another body.
    """
    by.must(Permission.TAKE_CALL if telling.channel in STAFF_CHANNELS else _submit(by))
    if by.council != council:
        raise Invalid(Refusal("unknown", "Select a council you work for", field="council"))
    policy = policy_for(council)
    wrong = what_is_wrong(telling, at=at, policy=policy)
    try:
        with transaction.atomic():
            if idempotency_key:
                earlier = _earlier(by, idempotency_key, body_digest)
                if earlier is not None:
                    return earlier
            if wrong:
                raise Invalid(*wrong)
            contact = store(telling, council=council, by=by, at=at)
            for child in ContactChild.objects.filter(contact=contact, place__in=list(known)):
                people.link(child.record_id, known[child.place], [CHOSEN], by=by, at=at)
            if idempotency_key:
                IntakeKey.objects.create(
                    caller=by.account_id,
                    key=idempotency_key,
                    body_digest=body_digest,
                    contact=contact,
                    taken_at=at,
                )
            why = f"{telling.channel}{', from paper' if telling.on_paper else ''}"
            on_the_trail(Permission.SUBMIT_CONTACT, contact, by=by, at=at, why=why)
    except IntegrityError:
        # Another request took the same key between our look and our insert: its answer stands.
        with transaction.atomic():
            earlier = _earlier(by, idempotency_key, body_digest) if idempotency_key else None
        if earlier is None:
            raise
        return earlier
    return _receipt(contact)


@dataclass(frozen=True, slots=True)
class FromFile:
    """One telling of a file, already found right, and the key by which it is taken once."""

    telling: Telling
    key: str


def receive_file(
    *, tellings: Sequence[FromFile], council: str, by: Viewer, at: datetime
) -> tuple[int, int]:
    """Take in a whole file in one transaction; how many are new, and how many were here already.

    For whoever runs the installation (`lintel import`): the command line has no role to ask.
    """
    new = 0
    with transaction.atomic():
        keys = [one.key for one in tellings]
        here = set(
            IntakeKey.objects.filter(caller=by.account_id, key__in=keys).values_list(
                "key", flat=True
            )
        )
        for one in tellings:
            if one.key in here:
                continue
            contact = store(one.telling, council=council, by=by, at=at)
            IntakeKey.objects.create(
                caller=by.account_id, key=one.key, body_digest="", contact=contact, taken_at=at
            )
            on_the_trail(Permission.SUBMIT_CONTACT, contact, by=by, at=at, why=one.telling.channel)
            new += 1
    return new, len(tellings) - new


def _submit(by: Viewer) -> Permission:
    """Staff may also hand in what came on paper or by file."""
    return Permission.TAKE_CALL if by.may(Permission.TAKE_CALL) else Permission.SUBMIT_CONTACT


def store(telling: Telling, *, council: str, by: Viewer, at: datetime) -> Contact:
    """Write a telling that has been found right, inside the caller's transaction.

    Leaves no audit entry: the caller leaves one for the whole.
    """
    reference = _free_reference(policy_for(council).reference_prefix)
    contact = contact_of(telling, council=council, reference=reference, by=by, at=at)
    index(contact)
    contact.save(force_insert=True)
    referrer_of(contact, telling).save(force_insert=True)
    told = [
        *(child_of(contact, place, child) for place, child in enumerate(telling.children)),
        *(adult_of(contact, place, adult) for place, adult in enumerate(telling.adults)),
    ]
    _store(told, contact, by=by, at=at)
    load_relationships(relationships_told(contact, told), by=by, at=at, of_new=True)
    flag_new(contact, telling.children, at=at)
    _acknowledge_to_referrer(contact, telling, by=by, at=at)
    news.tell(ContactReceived(contact_id=contact.id, by=by, at=at))
    if contact.allegation:
        tell_allegation(contact, by=by, at=at)
    return contact


def _free_reference(prefix: str) -> str:
    while True:
        reference = new_reference(prefix)
        if not Contact.objects.filter(reference=reference).exists():
            return reference


def _store(
    rows: Sequence[ContactChild | ContactAdult], contact: Contact, *, by: Viewer, at: datetime
) -> None:
    """Everybody told of, and what is told of each as a record of a person."""
    records = [RecordIn(contact.council, "contact", str(row.id), person_told(row)) for row in rows]
    for row, record_id in zip(rows, load_records(records, by=by, at=at), strict=True):
        row.record_id = record_id
    for model in (ContactChild, ContactAdult):
        insert_many(model, [row for row in rows if isinstance(row, model)], reason=ESCAPE)


def _acknowledge_to_referrer(
    contact: Contact, telling: Telling, *, by: Viewer, at: datetime
) -> None:
    """Tell the sender that it has arrived, where an e-mail reaches them safely."""
    referrer = telling.referrer
    policy = policy_for(contact.council)
    way = choose_channel(
        ReferrerFacts(
            anonymous=referrer.anonymous,
            email=referrer.email,
            email_is_known=policy.sources[telling.source].professional,
            phone=referrer.phone,
            safe_contact=referrer.safe_contact,
        )
    )
    if way.channel is not NoticeChannel.EMAIL:
        return
    subject, body = receipt_words(contact.reference, policy=policy, at=at)
    notices.queue(
        kind="receipt_to_referrer",
        council=contact.council,
        channel=way.channel,
        to=way.to,
        subject=subject,
        body=body,
        about=contact.reference,
        due_at=None,
        once_key=f"receipt:{contact.id}",
        fixed=f"{subject} {body}",
        by=by,
        at=at,
    )


def _earlier(by: Viewer, key: str, body_digest: str) -> Receipt | None:
    taken = IntakeKey.objects.filter(caller=by.account_id, key=key).first()
    if taken is None:
        return None
    if taken.body_digest != body_digest:
        raise Refused(
            Refusal(
                "idempotency_key_reused",
                "Use a new Idempotency-Key: this one came with a different body",
            )
        )
    return _receipt(taken.contact, replayed=True)


def _receipt(contact: Contact, *, replayed: bool = False) -> Receipt:
    """The answer to the sender: as at receipt, so that a replay says the same."""
    policy = policy_for(contact.council)
    return Receipt(
        id=contact.id,
        reference=contact.reference,
        received_at=contact.received_at,
        version=1,
        due=running_clocks(as_received(contact.facts()), policy=policy, calendar=calendar()),
        replayed=replayed,
    )
