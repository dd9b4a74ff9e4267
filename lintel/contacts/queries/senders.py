"""How many contacts each sender hands in, which of them have fallen silent, and what a sender is
told of its own. Counted by index: no name and no word of a contact is read.

Every contact has one sender: the agency whose people or system handed it in; or, where the hub
took it down or it came by the public form, the kind of source that told. What is hidden from some
of the hub, and allegations, are in no count: they would differ from the lists.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q
from django.db.models.functions import TruncDate

from lintel.access.queries import names_of
from lintel.access.viewers import Permission, Viewer
from lintel.contacts.models import Contact, SenderSilence
from lintel.contacts.queries.visibility import visible_to
from lintel.contacts.rules.senders import Found, Verdict, by_expected_day, expected_days, judge
from lintel.directory import queries as directory
from lintel.kernel.instants import LONDON, london_day
from lintel.kernel.refusals import NotThere
from lintel.kernel.working_days import DAY, day_begins
from lintel.policy.calendars import calendar
from lintel.policy.in_force import policy_for
from lintel.restrictions.queries import CONTACT, hidden_from_some

TOLD = "told:"  # begins the key of those who tell the hub by other ways
COUNCIL = "council"
RECENT = timedelta(weeks=26)
SHOWN_MOST = 50

ByDay = dict[date, int]


@dataclass(frozen=True, slots=True)
class Sender:
    """Shape: key: an agency's, or "told:" and a kind of source; by_day: contacts by London day;
    phone "" where the directory has none."""

    key: str
    title: str
    phone: str
    by_day: Mapping[date, int]
    counts: Sequence[int]
    found: Found


@dataclass(frozen=True, slots=True)
class SilenceSeen:
    """One time that a sender fell silent. Shape: `noted_by` a name; `found` "" until noted."""

    id: UUID
    sender: str
    title: str
    verdict: Verdict
    days: int
    received: int
    expected: float
    a_week: float
    raised_at: datetime
    noted_at: datetime | None
    noted_by: str
    found: str
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class HandedIn:
    """Shape: received = open + closed. One that is no longer shown to its sender counts as open,
    whatever came of it."""

    received: int
    closed: int

    @property
    def open(self) -> int:
        return self.received - self.closed


def senders(viewer: Viewer, *, at: datetime) -> list[Sender]:
    """Whoever sent anything to the viewer's council in the weeks that are counted, with what their
    whole days say; those who send most first.

    Errors:
        NotPermitted.
    """
    viewer.must(Permission.WATCH_SENDERS)
    return senders_of(viewer.council, at=at)


def senders_of(council: str, *, at: datetime) -> list[Sender]:
    """As `senders`, for the worker. Three queries."""
    limits, today, worked = policy_for(council).senders, london_day(at), calendar()
    since = today - timedelta(weeks=limits.weeks_back)
    agencies = {agency.key: agency for agency in directory.agencies(council)}
    days = {
        schools: expected_days(
            since,
            today - DAY,
            calendar=worked,
            breaks=limits.breaks_of(closes_with_schools=schools),
        )
        for schools in (False, True)
    }
    found = []
    for key, by_day in _by_sender(council, agencies, since=since, at=at).items():
        agency = agencies.get(key)
        schools = (
            agency.kind in limits.school_kinds
            if agency is not None
            else key.removeprefix(TOLD) in limits.school_sources
        )
        counts = by_expected_day(by_day, days[schools], calendar=worked)
        found.append(
            Sender(
                key=key,
                title=sender_title(council, key),
                phone=agency.phone if agency else "",
                by_day=by_day,
                counts=counts,
                found=judge(counts, limits),
            )
        )
    return sorted(found, key=lambda one: (-sum(one.by_day.values()), one.key))


def sender_title(council: str, key: str) -> str:
    """What a sender is called; its key where the directory knows it no longer."""
    if not key.startswith(TOLD):
        return next((one.title for one in directory.agencies(council) if one.key == key), key)
    source = policy_for(council).codes.sources.get(key.removeprefix(TOLD))
    words = source.title if source is not None else "Not said"
    return f"{words}, by telephone, e-mail or the form"


def silences(viewer: Viewer, *, at: datetime) -> list[SilenceSeen]:
    """Those that are not over, and those of the last half year; newest first.

    Errors:
        NotPermitted.
    """
    lately = Q(ended_at=None) | Q(ended_at__gt=at - RECENT)
    return _seen(list(_own(viewer).filter(lately)[:SHOWN_MOST]))


def the_silence(viewer: Viewer, silence_id: UUID) -> SilenceSeen:
    """
    Errors:
        NotPermitted. NotThere: there is none, or none in this council.
    """
    return _seen([silence_row(viewer, silence_id)])[0]


def silence_row(viewer: Viewer, silence_id: UUID, *, for_change: bool = False) -> SenderSilence:
    found = _own(viewer)
    if for_change:
        found = found.select_for_update()
    row = found.filter(id=silence_id).first()
    if row is None:
        raise NotThere("silence")
    return row


def handed_in(viewer: Viewer, *, since: datetime, until: datetime) -> HandedIn:
    """How many contacts the viewer's own account handed in from a moment until before another,
    so that a sender can hold its count against ours. Two queries.

    Errors:
        NotPermitted.
    """
    viewer.must(Permission.SUBMIT_CONTACT)
    own = Q(submitted_by=viewer.account_id, received_at__gte=since, received_at__lt=until)
    return HandedIn(
        received=Contact.objects.filter(own, council=viewer.council).count(),
        closed=visible_to(viewer).filter(own, closed_at__isnull=False).count(),
    )


def _own(viewer: Viewer):
    viewer.must(Permission.WATCH_SENDERS)
    return SenderSilence.objects.filter(council=viewer.council)


def _seen(rows: Sequence[SenderSilence]) -> list[SilenceSeen]:
    names = names_of({row.noted_by for row in rows if row.noted_by})
    return [
        SilenceSeen(
            id=row.id,
            sender=row.sender,
            title=sender_title(row.council, row.sender),
            verdict=Verdict(row.verdict),
            days=row.days,
            received=row.received,
            expected=row.expected,
            a_week=row.a_week,
            raised_at=row.raised_at,
            noted_at=row.noted_at,
            noted_by=names.get(row.noted_by, "") if row.noted_by else "",
            found=row.found,
            ended_at=row.ended_at,
        )
        for row in rows
    ]


def _by_sender(council: str, agencies, *, since: date, at: datetime) -> dict[str, ByDay]:
    counted = Counter(_counted(council, since=since, at=at))
    hidden = list(hidden_from_some(council, CONTACT))
    if hidden:
        counted.subtract(_counted(council, since=since, at=at, ids=hidden))
    found: dict[str, ByDay] = {}
    for (agency, source, day), count in counted.items():
        known = agencies.get(agency)
        took_down = not agency or (known is not None and known.kind == COUNCIL)
        days = found.setdefault(f"{TOLD}{source}" if took_down else agency, {})
        days[day] = days.get(day, 0) + count
    return {key: {d: n for d, n in days.items() if n} for key, days in found.items()}


def _counted(council: str, *, since: date, at: datetime, ids=None) -> dict:
    rows = Contact.objects.filter(
        council=council, allegation=False, received_at__gte=day_begins(since), received_at__lte=at
    )
    if ids is not None:
        rows = rows.filter(id__in=ids)
    # Without the id, so that the index alone is read.
    by_day = (
        rows.order_by()
        .values("submitted_agency", "source", day=TruncDate("received_at", tzinfo=LONDON))
        .annotate(count=Count("*"))
    )
    return {(row["submitted_agency"], row["source"], row["day"]): row["count"] for row in by_day}
