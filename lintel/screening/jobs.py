"""What the clock does to a question nobody has answered: it reminds, in batches, once each.

A batch is one short transaction: the reminders, the messages and what comes next are written
together or not at all. A worker killed halfway leaves whole batches; the next takes up the rest.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from lintel.access import queries as access
from lintel.access.queries import AgencyLead
from lintel.access.viewers import SYSTEM_ID, the_system
from lintel.contacts import queries as contacts
from lintel.directory import queries as directory
from lintel.kernel.instants import london_day, when_in_words
from lintel.notices import actions as notices
from lintel.notices.actions import Letter
from lintel.policy.in_force import policy_for
from lintel.screening.actions.ask import silence_key, words_to_agency
from lintel.screening.models import AgencyRequest, Chase
from lintel.screening.rules.reminders import LAST, Reminder, fallen_due, schedule

BATCH = 200
ESCAPE = "reminders"
CHASED = {
    Reminder.BEFORE: "Before its time",
    Reminder.DUE: "At its time",
    Reminder.LEAD: "It had not answered in time",
}


def remind_agencies(at: datetime) -> int:
    """Remind every agency whose next reminder has fallen due; how many requests were moved on."""
    moved = 0
    while True:
        count = _batch(at)
        moved += count
        if count < BATCH:
            return moved


@transaction.atomic
def _batch(at: datetime) -> int:
    rows = AgencyRequest.objects.filter(settled_as="", remind_at__lte=at).order_by("remind_at")
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    requests = list(rows[:BATCH])
    if not requests:
        return 0
    whom = _whom(requests, at=at)
    chases: list[Chase] = []
    letters: list[Letter] = []
    for request in requests:
        due, then = _falls_due(request, at=at)
        if request.contact_id not in whom.owners:  # closed meanwhile: nobody waits for it
            due, then = (), LAST
        for reminder in due:
            for letter, chase in _remind(request, reminder, whom, at=at):
                letters.append(letter)
                if chase is not None:
                    chases.append(chase)
        request.remind_next, request.remind_at = then.which, then.at
    Chase.objects.escape(ESCAPE).bulk_create(chases)
    by = the_system(requests[0].council, today=london_day(at))
    notices.queue_all(letters, by=by, at=at)
    AgencyRequest.objects.escape(ESCAPE).bulk_update(requests, ["remind_next", "remind_at"])
    return len(requests)


def _falls_due(request: AgencyRequest, *, at: datetime):
    policy = policy_for(request.council).asking_agencies
    reminders = schedule(
        since=request.asked_at,
        due_at=request.due_at,
        before_percent=policy.before_percent,
        lead_after_minutes=policy.lead_after_minutes,
    )
    return fallen_due(request.remind_next, reminders, at=at)


@dataclass(frozen=True, slots=True)
class _Whom:
    """Shape: e-mail addresses of agencies, and leads, by (council, agency); owners by contact."""

    emails: dict[tuple[str, str], str]
    leads: dict[tuple[str, str], list[AgencyLead]]
    owners: dict[UUID, str]


def _whom(requests: Sequence[AgencyRequest], *, at: datetime) -> _Whom:
    councils = {request.council for request in requests}
    leads: dict[tuple[str, str], list[AgencyLead]] = {}
    for lead in access.agency_leads(councils, on=london_day(at)):
        leads.setdefault((lead.council, lead.agency), []).append(lead)
    return _Whom(
        emails={
            (council, agency.key): agency.email
            for council in councils
            for agency in directory.agencies(council)
        },
        leads=leads,
        owners=contacts.owner_addresses({request.contact_id for request in requests}),
    )


def _remind(
    request: AgencyRequest, reminder: Reminder, whom: _Whom, *, at: datetime
) -> Iterator[tuple[Letter, Chase | None]]:
    """The messages of one reminder; a chase is noted with the first of them."""
    key = (request.council, request.agency)
    if reminder is Reminder.LEAD:
        leads = whom.leads.get(key, ())
        to = ", ".join(lead.name for lead in leads)
        for place, lead in enumerate(leads):
            letter = _letter(request, reminder, lead.email, lead.account_id)
            yield letter, _chase(request, reminder, to, at=at) if place == 0 else None
        return
    email = whom.emails.get(key, "")
    if email:
        to = request.agency_title
        yield _letter(request, reminder, email), _chase(request, reminder, to, at=at)
    if reminder is Reminder.DUE:
        yield _alert(request, whom.owners[request.contact_id]), None


def _chase(request: AgencyRequest, reminder: Reminder, to: str, *, at: datetime) -> Chase:
    how = "lead" if reminder is Reminder.LEAD else "reminder"
    return Chase(request=request, at=at, by=SYSTEM_ID, how=how, to=to[:200], words=CHASED[reminder])


def _letter(
    request: AgencyRequest, reminder: Reminder, to: str, whose: UUID | None = None
) -> Letter:
    """To the desk of an agency, or to the account of one who leads it."""
    return Letter(
        kind="agency_chased",
        council=request.council,
        channel="email",
        to=to,
        account=whose,
        subject=f"A question for your agency, {request.reference}",
        body=words_to_agency(request, "agency_chased"),
        about=request.reference,
        due_at=request.due_at,
        once_key=f"{reminder}:{request.id}:{request.due_at.isoformat()}:{whose or ''}",
    )


def _alert(request: AgencyRequest, owner: str) -> Letter:
    asked = when_in_words(request.asked_at)
    return Letter(
        kind="agency_silent",
        council=request.council,
        channel="task",
        to=owner,
        subject=f"{request.reference}: {request.agency_title} is silent, asked on {asked}",
        body="Ring them or their lead, or say why the decision cannot wait.",
        about=request.reference,
        due_at=request.due_at,
        once_key=silence_key(request),
    )
