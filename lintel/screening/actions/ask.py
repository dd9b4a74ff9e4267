"""Asking agencies, chasing them, and deciding without one."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Min

from lintel.access.viewers import Permission, Viewer
from lintel.audit import trail
from lintel.contacts import actions as contacts, queries as contact_queries
from lintel.contacts.rules.facts import Stage
from lintel.directory import queries as directory
from lintel.kernel.instants import when_in_words
from lintel.kernel.refusals import Invalid, NotThere, Refusal, Refused
from lintel.notices import actions as notices
from lintel.policy.in_force import policy_for
from lintel.restrictions.queries import places_never_sent
from lintel.screening.models import AgencyRequest, Chase
from lintel.screening.queries.due import answer_due
from lintel.screening.rules.asking import (
    Ask,
    Askable,
    Settled,
    reasons_not_to_ask,
    reasons_not_to_decide_without,
    reasons_not_to_withdraw,
)
from lintel.screening.rules.reminders import Next, first, schedule
from lintel.sharing.actions import record_share
from lintel.sharing.rules.disclosures import Disclosure, Gave

SAYS_PROTECTED = "Take out the address, telephone or school: it is protected, and is never sent"
NOT_ASKED = "There is risk of harm, so consent is not asked for"


@transaction.atomic
def ask_agencies(
    *,
    contact_id: UUID,
    asks: Sequence[Ask],
    version: int | None = None,
    by: Viewer,
    at: datetime,
) -> list[UUID]:
    """Ask several agencies at once; the ids of the requests, in the order asked.

    Each is due by the clock of the rating, is told to the agency without a name, and is a line
    in the ledger.

    Errors:
        NotThere, NotPermitted, Stale: as every change to a contact.
        Invalid: everything that must be put right, by field; then nobody is asked.
    """
    contact = contacts.to_change(
        contact_id, version=version, permission=Permission.ASK_AGENCIES, by=by
    )
    family = contact_queries.family_facts(contact)
    agencies = {agency.key: agency for agency in directory.agencies(contact.council)}
    already = AgencyRequest.objects.filter(contact_id=contact.id).exclude(
        settled_as__in=[Settled.WITHDRAWN, Settled.REFUSED]
    )
    wrong = reasons_not_to_ask(
        asks,
        Askable(
            agencies=agencies,
            people={told.record_id for told in family.told},
            already=set(already.values_list("agency", "same_thing")),
            never_tell=contact_queries.never_to_tell(contact),
            is_open=contact.stage != Stage.CLOSED,
        ),
    )
    protected = places_never_sent(contact.council)
    wrong += tuple(
        Refusal("says_protected", SAYS_PROTECTED, f"asks.{place}.{name}")
        for place, ask in enumerate(asks)
        for name in ("question", "told")
        if protected.said_in(getattr(ask, name))
    )
    if wrong:
        raise Invalid(*wrong)
    due = answer_due(contact.council, contact.rating or "", at=at)
    remind = first_reminder(contact.council, since=at, due_at=due)
    names = {told.record_id: told.name for told in family.told}
    made = []
    for ask in asks:
        agency = agencies[ask.agency]
        request = AgencyRequest.objects.create(
            contact_id=contact.id,
            reference=contact.reference,
            council=contact.council,
            agency=agency.key,
            agency_title=agency.title,
            question=ask.question.strip(),
            told=ask.told.strip(),
            about=[str(one) for one in ask.about],
            parts=list(ask.parts),
            same_thing=ask.same_thing,
            purpose=ask.purpose,
            basis=ask.basis,
            rating=contact.rating or "",
            asked_at=at,
            asked_by_id=by.account_id,
            due_at=due,
            remind_next=remind.which,
            remind_at=remind.at,
        )
        made.append(request.id)
        who = ", ".join(names[one] for one in ask.about)
        record_share(
            Disclosure(
                gave=Gave.SHARED,
                to=agency.key,
                items=f"Names and dates of birth of {who}; the question"
                + ("; what it is told of the concern" if request.told else ""),
                purpose=ask.purpose,
                basis=ask.basis,
                consent_why=NOT_ASKED,
            ),
            contact_id=contact.id,
            reference=contact.reference,
            council=contact.council,
            to_title=agency.title,
            because_of=f"request:{request.id}",
            by=by,
            at=at,
        )
        tell_agency(request, agency.email, kind="agency_asked", by=by, at=at)
    wait_on_the_board(contact.id, by=by, at=at)
    trail.record(
        did=Permission.ASK_AGENCIES,
        object_type="contact",
        object_id=str(contact.id),
        by=by,
        at=at,
        why=f"{len(made)} asked",
        council=contact.council,
        zone="Z5",
    )
    return made


def tell_agency(
    request: AgencyRequest, email: str, *, kind: str, by: Viewer, at: datetime, nth: int = 0
) -> None:
    """Queue an e-mail with a reference and a time: no name, no concern. Nothing without an
    address: the agency's own workspace shows the request all the same."""
    if not email:
        return
    words = words_to_agency(request, kind)
    notices.queue(
        kind=kind,
        council=request.council,
        channel="email",
        to=email,
        subject=f"A question for your agency, {request.reference}",
        body=words,
        fixed=words,
        about=request.reference,
        due_at=request.due_at,
        once_key=f"{kind}:{request.id}:{nth}",
        by=by,
        at=at,
    )


def words_to_agency(request: AgencyRequest, kind: str) -> str:
    asked = "asks your agency" if kind == "agency_asked" else "is still waiting for your agency on"
    return (
        f"The safeguarding hub {asked} a question (reference {request.reference}). "
        f"Sign in to Lintel to answer it by {when_in_words(request.due_at)}. "
        "Nothing about the family is in this message."
    )


@transaction.atomic
def chase_agency(
    *, request_id: UUID, how: str, to: str, words: str = "", by: Viewer, at: datetime
) -> UUID:
    """Note that somebody reminded an agency, and remind it by e-mail too when `how` says so.

    Shape: how is "reminder" (an e-mail goes now), "telephone" or "lead".

    Errors:
        NotThere, NotPermitted: as every change to the request's contact.
        Invalid: no such way, or nobody said who was reminded.
        Refused: it has been answered.
    """
    request, _ = of_the_hub(request_id, permission=Permission.CHASE_AGENCY, by=by)
    wrong = []
    if how not in {"reminder", "telephone", "lead"}:
        wrong.append(Refusal("unknown", "Select how you chased them", "how"))
    if not to.strip():
        wrong.append(Refusal("missing", "Enter who you spoke to or wrote to", "to"))
    if wrong:
        raise Invalid(*wrong)
    if request.settled_as:
        raise Refused(Refusal("already_answered", "This question is settled already"))
    chase = Chase.objects.create(
        request=request, at=at, by=by.account_id, how=how, to=to.strip()[:200], words=words.strip()
    )
    if how == "reminder":
        agency = directory.agency(request.council, request.agency)
        nth = Chase.objects.filter(request=request).count()
        tell_agency(request, agency.email, kind="agency_chased", by=by, at=at, nth=nth)
    on_the_trail(Permission.CHASE_AGENCY, request, by=by, at=at, why=how)
    return chase.id


@transaction.atomic
def decide_without(*, request_id: UUID, reason: str, by: Viewer, at: datetime) -> None:
    """Say why the decision does not wait for an agency. What it says later is still taken.

    Errors:
        NotThere, NotPermitted: as every change to the request's contact; whoever decides may.
        Refused: it is settled already, or no reason.
    """
    request, _ = of_the_hub(request_id, permission=Permission.DECIDE, by=by)
    refusals = reasons_not_to_decide_without(settled_as=request.settled_as, reason=reason)
    if refusals:
        raise Refused(*refusals)
    settle(request, Settled.DECIDED_WITHOUT, because=reason.strip(), by=by, at=at)
    on_the_trail(Permission.DECIDE, request, by=by, at=at, why="decide without")


@transaction.atomic
def withdraw_request(*, request_id: UUID, reason: str, by: Viewer, at: datetime) -> None:
    """Take a question back: the agency need not answer it, and the decision does not wait.

    Errors:
        NotThere, NotPermitted: as every change to the request's contact.
        Refused: it is settled already, or no reason.
    """
    request, _ = of_the_hub(request_id, permission=Permission.ASK_AGENCIES, by=by)
    refusals = reasons_not_to_withdraw(settled_as=request.settled_as, reason=reason)
    if refusals:
        raise Refused(*refusals)
    settle(request, Settled.WITHDRAWN, because=reason.strip(), by=by, at=at)
    on_the_trail(Permission.ASK_AGENCIES, request, by=by, at=at, why="withdrawn")


def of_the_hub(request_id: UUID, *, permission: Permission, by: Viewer):
    """The request, locked, and its contact, for somebody of the hub.

    Errors:
        NotThere: no such request, or its contact is not visible to `by`.
    """
    request = (
        AgencyRequest.objects.select_for_update().filter(id=request_id, council=by.council).first()
    )
    if request is None:
        raise NotThere("request")
    contact = contact_queries.the_contact(by, request.contact_id)
    by.must(permission)
    return request, contact


def settle(
    request: AgencyRequest, settled: Settled, *, because: str = "", by: Viewer, at: datetime
) -> None:
    request.settled_as, request.settled_at = settled, at
    request.settled_by, request.settled_because = by.account_id, because
    request.save(update_fields=["settled_as", "settled_at", "settled_by", "settled_because"])
    notices.cancel(once_key=silence_key(request), by=by, at=at)
    wait_on_the_board(request.contact_id, by=by, at=at)


def give_more_time(request: AgencyRequest, until: datetime, *, by: Viewer, at: datetime) -> None:
    """Move what is due, and begin its reminders anew."""
    notices.cancel(once_key=silence_key(request), by=by, at=at)
    remind = first_reminder(request.council, since=at, due_at=until)
    request.due_at, request.remind_next, request.remind_at = until, remind.which, remind.at
    request.save(update_fields=["due_at", "remind_next", "remind_at"])
    wait_on_the_board(request.contact_id, by=by, at=at)


def wait_on_the_board(contact_id: UUID, *, by: Viewer, at: datetime) -> None:
    """Have the board show when the first open answer is due: a late one raises the contact."""
    still_open = AgencyRequest.objects.filter(contact_id=contact_id, settled_as="")
    contacts.mark_waiting(
        contact_id=contact_id,
        until=lambda: still_open.aggregate(first=Min("due_at"))["first"],
        by=by,
        at=at,
    )


def first_reminder(council: str, *, since: datetime, due_at: datetime) -> Next:
    policy = policy_for(council).asking_agencies
    return first(
        schedule(
            since=since,
            due_at=due_at,
            before_percent=policy.before_percent,
            lead_after_minutes=policy.lead_after_minutes,
        )
    )


def silence_key(request: AgencyRequest) -> str:
    """Of the alert that an answer is overdue: one for each time it was due."""
    return f"agency_silent:{request.id}:{request.due_at.isoformat()}"


def on_the_trail(
    did: Permission, request: AgencyRequest, *, by: Viewer, at: datetime, why: str = ""
) -> None:
    trail.record(
        did=did,
        object_type="request",
        object_id=str(request.id),
        by=by,
        at=at,
        why=f"{why} {request.reference}".strip(),
        council=request.council,
        zone="Z5",
    )
