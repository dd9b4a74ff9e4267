"""What a viewer may see of notices, and whether the worker lives.

Lists hold references and clocks. Where and what to tell is read by opening one, which is an
action and leaves an entry.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from lintel.access.viewers import Permission, Viewer
from lintel.access.worded_once import worded_once
from lintel.kernel.refusals import NotThere
from lintel.notices.left_out import left_out
from lintel.notices.models import AlertRead, Heartbeat, Notice, NoticeQuerySet
from lintel.notices.rules.addressees import addresses_of
from lintel.notices.rules.kinds import Channel, State
from lintel.notices.rules.leases import is_alive

Notices = NoticeQuerySet
MOST_COUNTED = 100


@dataclass(frozen=True, slots=True)
class Alert:
    """Something put before a team or an account, inside Lintel."""

    id: UUID
    kind: str
    subject: str
    about: str
    queued_at: datetime
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class AlertLine:
    """An alert as its reader's own list shows it.

    Shape: `read` by this reader; `settled`: it is no longer needed, or somebody has done it;
        `superseded`: it said that something is due soon, and a later alert says that it is late.
    """

    alert: Alert
    read: bool
    settled: bool
    superseded: bool = False


@dataclass(frozen=True, slots=True)
class ToTell:
    """A line of the people to tell: nothing here says who they are.

    Shape: `error` is a code, "" unless an e-mail could not be sent.
    """

    id: UUID
    kind: str
    channel: str
    about: str
    queued_at: datetime
    due_at: datetime | None
    attempts: int
    last_tried_at: datetime | None
    error: str


@dataclass(frozen=True, slots=True)
class NoticeInFull:
    """Shape: `to` and `notes` are "" for a role that may not see who referred."""

    line: ToTell
    state: str
    shows_referrer: bool
    to: str
    subject: str
    body: str
    notes: str


@dataclass(frozen=True, slots=True)
class Sent:
    """One e-mail that has left or is to leave, as `lintel outbox list` says it."""

    id: UUID
    council: str
    kind: str
    channel: str
    to: str
    subject: str
    body: str
    about: str
    state: str
    attempts: int
    error: str
    queued_at: datetime
    due_at: datetime | None
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class Beat:
    worker: str
    at: datetime
    build: str


def unread_count(viewer: Viewer) -> int:
    """How many open alerts this viewer has not read; never more than MOST_COUNTED. One query."""
    return len(_some_unread(viewer, sorted(addresses_of(viewer))))


@worded_once
def _some_unread(viewer: Viewer, to: list[str]) -> QuerySet[Notice, UUID]:
    return _unread(viewer, to).values_list("id", flat=True)[:MOST_COUNTED]


def alert_count(viewer: Viewer) -> int:
    return _alerts(viewer, done_too=True).count()


def alerts(viewer: Viewer, *, first: int = 0, count: int = 25) -> Sequence[AlertLine]:
    """All that this viewer was told in Lintel, the newest first. Two queries."""
    rows = list(_alerts(viewer, done_too=True).order_by("-queued_at", "id")[first : first + count])
    mine = AlertRead.objects.filter(notice__in=rows, account=viewer.account_id)
    read = set(mine.values_list("notice_id", flat=True))
    return [
        AlertLine(
            Alert(n.id, n.kind, n.subject, n.about, n.queued_at, n.due_at),
            read=n.id in read,
            settled=n.state not in {State.QUEUED, State.SUPERSEDED},
            superseded=n.state == State.SUPERSEDED,
        )
        for n in rows
    ]


def one_alert(viewer: Viewer, notice_id: UUID) -> Notice:
    """
    Errors:
        NotThere: there is none, or none for this viewer.
    """
    addressed = _alerts(viewer, done_too=True)
    return Visible(rows=addressed, known=addressed).one(notice_id)


def unread_until(viewer: Viewer, until: datetime) -> list[UUID]:
    """The open alerts this viewer has not read, of those that came by a moment."""
    return list(_unread(viewer).filter(queued_at__lte=until).values_list("id", flat=True))


def _unread(viewer: Viewer, to: Sequence[str] | None = None) -> NoticeQuerySet:
    mine = AlertRead.objects.filter(notice=OuterRef("pk"), account=viewer.account_id)
    return _alerts(viewer, to=to).exclude(Exists(mine))


def people_to_tell(viewer: Viewer, *, first: int = 0, count: int = 50) -> Sequence[ToTell]:
    """Who must be told by hand, the least time left first. One query.

    Errors:
        NotPermitted: `viewer` may not tell referrers.
    """
    return [_line(notice) for notice in to_tell(viewer).rows[first : first + count]]


def how_many_to_tell(viewer: Viewer) -> int:
    """
    Errors:
        NotPermitted: `viewer` may not tell referrers.
    """
    return to_tell(viewer).rows.count()


def outbox() -> Sequence[Sent]:
    """Every e-mail of every council, oldest first; for whoever runs the instance."""
    mail = Notice.objects.filter(channel=Channel.EMAIL).order_by("queued_at", "id")
    return [
        Sent(
            n.id,
            n.council,
            n.kind,
            n.channel,
            n.to,
            n.subject,
            n.body,
            n.about,
            n.state,
            n.attempts,
            n.last_error,
            n.queued_at,
            n.due_at,
            n.sent_at,
        )
        for n in mail.iterator(chunk_size=500)
    ]


def last_heartbeat() -> Beat | None:
    """The latest sign of life of any worker; None before there was one."""
    beat = Heartbeat.objects.order_by("-at").first()
    return None if beat is None else Beat(beat.worker, beat.at, beat.build)


def worker_last_seen() -> datetime | None:
    beat = last_heartbeat()
    return beat.at if beat else None


def worker_is_alive(*, at: datetime) -> bool:
    """Whether e-mail and alerts are on their way; clocks do not need the worker to be right."""
    return any(is_alive(beat, at=at) for beat in _beats())


@worded_once
def _beats() -> QuerySet[Heartbeat, datetime]:
    return Heartbeat.objects.values_list("at", flat=True)


@dataclass(frozen=True, slots=True)
class Visible:
    """The notices one viewer may open; any other looks as though it were not there."""

    rows: NoticeQuerySet
    known: NoticeQuerySet

    def one(self, notice_id: UUID) -> Notice:
        """
        Errors:
            NotThere: there is none, or none for this viewer.
        """
        return self._found(self.known, notice_id)

    def locked(self, notice_id: UUID) -> Notice:
        """The same, kept from others until the caller's transaction ends."""
        return self._found(self.known.select_for_update(), notice_id)

    @staticmethod
    def _found(notices: NoticeQuerySet, notice_id: UUID) -> Notice:
        notice = notices.filter(pk=notice_id).first()
        if notice is None:
            raise NotThere("notice")
        return notice


def to_tell(viewer: Viewer) -> Visible:
    """What must be told by hand in the viewer's council.

    One that somebody has just done stays known, so that the second person hears that it is done.

    Errors:
        NotPermitted: `viewer` may not tell referrers.
    """
    viewer.must(Permission.TELL_REFERRER)
    own = _without_left_out(Notice.objects.filter(council=viewer.council), viewer)
    return Visible(rows=own.must_be_told(), known=own.told_by_hand())


def for_a_person(viewer: Viewer) -> Visible:
    """What this viewer may mark done: their own alerts, and people to tell where they may."""
    alerts = _alerts(viewer, done_too=True)
    if not viewer.may(Permission.TELL_REFERRER):
        return Visible(rows=alerts, known=alerts)
    own = to_tell(viewer)
    return Visible(rows=own.rows, known=own.known | alerts)


def in_full(notice: Notice, *, shows_referrer: bool) -> NoticeInFull:
    return NoticeInFull(
        line=_line(notice),
        state=notice.state,
        shows_referrer=shows_referrer,
        to=notice.to if shows_referrer else "",
        subject=notice.subject,
        body=notice.body,
        notes=notice.done_note if shows_referrer else "",
    )


def _alerts(
    viewer: Viewer, *, done_too: bool = False, to: Sequence[str] | None = None
) -> NoticeQuerySet:
    """Shape: `to` are the viewer's own addresses, where the caller has them."""
    addressed = Notice.objects.filter(
        council=viewer.council,
        channel=Channel.TASK,
        to__in=sorted(addresses_of(viewer)) if to is None else to,
    )
    addressed = _without_left_out(addressed, viewer)
    return addressed if done_too else addressed.filter(state=State.QUEUED)


def _without_left_out(notices: NoticeQuerySet, viewer: Viewer) -> NoticeQuerySet:
    """A notice about what is kept from this viewer is as if it were not there."""
    for references in left_out(viewer):
        notices = notices.exclude(about__in=references)
    return notices


def _line(notice: Notice) -> ToTell:
    return ToTell(
        notice.id,
        notice.kind,
        notice.channel,
        notice.about,
        notice.queued_at,
        notice.due_at,
        notice.attempts,
        notice.last_tried_at,
        notice.last_error if notice.channel == Channel.EMAIL else "",
    )


def already_queued(once_keys: Iterable[str]) -> set[str]:
    """Those of `once_keys` that have been queued before, whatever became of them."""
    found = Notice.objects.filter(once_key__in=list(once_keys))
    return set(found.values_list("once_key", flat=True))
