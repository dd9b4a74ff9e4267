"""What can be done to notices: queue one, say that it was done or tried, take it back."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from lintel.access.viewers import Permission, Viewer, Zone
from lintel.access.zones import sees
from lintel.audit import trail
from lintel.kernel.instants import when_in_words
from lintel.kernel.refusals import Invalid, Refusal, Refused
from lintel.notices import queries
from lintel.notices.models import AlertRead, Notice
from lintel.notices.rules.kinds import OPEN, TO_SOMEBODY_OUTSIDE, Channel, How, State
from lintel.notices.rules.letterbox import is_plain_address, what_may_not_leave

NOTE_LIMIT = 2000


class NotInTransaction(RuntimeError):
    """A programming mistake: a notice is queued with what it tells of, or not at all."""


def queue(
    *,
    kind: str,
    council: str,
    channel: str,
    to: str,
    subject: str,
    body: str,
    about: str,
    due_at: datetime | None,
    once_key: str,
    by: Viewer,
    at: datetime,
    not_before: datetime | None = None,
    never_say: Iterable[str] = (),
    never_quote: str = "",
    fixed: str = "",
    account: UUID | None = None,
) -> UUID:
    """Queue a notice in the caller's transaction; a key that was queued before changes nothing.

    An e-mail that the letterbox refuses is kept as failed, for a person to tell in another way:
    the contact it belongs to must not be lost because a child is called May.

    Shape:
        to: an e-mail address, a telephone number, a postal address; for a task an account's id,
            a team's key or `addressees.everybody_who_is(role)`.
        account: whose e-mail it is: not sent once their account is shut. None for a desk.
        about: the contact's reference.
        never_say, never_quote, fixed: as `letterbox.what_may_not_leave` has them.

    Errors:
        NotInTransaction: the caller has no open `transaction.atomic()`.
    """
    if not connection.in_atomic_block:
        raise NotInTransaction("a notice is queued inside transaction.atomic()")
    state, error = State.QUEUED, ""
    if Channel(channel) is Channel.EMAIL:
        error = _why_not_by_email(
            to,
            subject=subject,
            body=body,
            never_say=never_say,
            never_quote=never_quote,
            fixed=fixed,
        )
        state = State.FAILED if error else State.QUEUED
    notice, _ = Notice.objects.get_or_create(
        once_key=once_key,
        defaults={
            "council": council,
            "kind": kind,
            "channel": channel,
            "to": to,
            "account": account,
            "subject": subject,
            "body": body,
            "about": about,
            "queued_at": at,
            "queued_by": by.account_id,
            "not_before": not_before or at,
            "due_at": due_at,
            "state": state,
            "last_error": error,
        },
    )
    return notice.id


@dataclass(frozen=True, slots=True)
class Letter:
    """One of many e-mails or tasks queued together. Shape: as the arguments of `queue`; its words
    are fixed, and hold nothing of anybody."""

    kind: str
    council: str
    channel: str
    to: str
    subject: str
    body: str
    about: str
    due_at: datetime | None
    once_key: str
    account: UUID | None = None


def queue_all(letters: Sequence[Letter], *, by: Viewer, at: datetime) -> None:
    """Queue many in the caller's transaction, each once: a key queued before changes nothing.

    Errors:
        NotInTransaction: the caller has no open `transaction.atomic()`.
    """
    if not connection.in_atomic_block:
        raise NotInTransaction("a notice is queued inside transaction.atomic()")
    made = []
    for letter in letters:
        error = ""
        if Channel(letter.channel) is Channel.EMAIL:
            error = _why_not_by_email(
                letter.to,
                subject=letter.subject,
                body=letter.body,
                never_say=(),
                never_quote="",
                fixed=letter.body,
            )
        made.append(
            Notice(
                council=letter.council,
                kind=letter.kind,
                channel=letter.channel,
                to=letter.to,
                account=letter.account,
                subject=letter.subject,
                body=letter.body,
                about=letter.about,
                once_key=letter.once_key,
                queued_at=at,
                queued_by=by.account_id,
                not_before=at,
                due_at=letter.due_at,
                state=State.FAILED if error else State.QUEUED,
                last_error=error,
            )
        )
    Notice.objects.bulk_create(made, ignore_conflicts=True, batch_size=200)


def open_notice(*, notice_id: UUID, by: Viewer, at: datetime) -> queries.NoticeInFull:
    """Read one notice with where and what to tell. Opening it is on the trail.

    Where, and what was noted, only for a role that may see who referred.

    Errors:
        NotThere: there is none, or none for `by`.
    """
    notice = queries.to_tell(by).one(notice_id)
    shown = sees(by, Zone.REFERRER)
    with transaction.atomic():
        _record(notice, by=by, at=at, why="opened", zone=None if shown else Zone.ENVELOPE)
    return queries.in_full(notice, shows_referrer=shown)


def mark_done(*, notice_id: UUID, how: str, note: str = "", by: Viewer, at: datetime) -> None:
    """Say that somebody was told, or that an alert was taken in, and how.

    Errors:
        NotThere: there is none, or none for `by`.
        Invalid: no way of telling was chosen, or the note is too long.
        Refused: somebody has done it already, or it is no longer needed.
    """
    missing = Refusal("how_missing", "Select how you told them", "how")
    _must_make_sense(note, *(() if how in [*How] else (missing,)))
    with transaction.atomic():
        notice = queries.for_a_person(by).locked(notice_id)
        _must_be_open(notice)
        notice.state = State.DONE
        notice.done_at, notice.done_by = at, by.account_id
        notice.done_how, notice.done_note = how, _with(notice.done_note, note, at=at)
        notice.save()
        _record(notice, by=by, at=at, why=f"done {how}")


@transaction.atomic
def mark_read(*, notice_id: UUID, by: Viewer, at: datetime) -> bool:
    """Say that `by` has read one alert; whether they had not before. Others it is addressed to
    still have it to read.

    Errors:
        NotThere: there is none, or none for `by`.
    """
    notice = queries.one_alert(by, notice_id)
    _, fresh = AlertRead.objects.get_or_create(
        notice=notice, account=by.account_id, defaults={"at": at}
    )
    if fresh:
        _record(notice, by=by, at=at, why="read")
    return fresh


@transaction.atomic
def mark_all_read(*, until: datetime, by: Viewer, at: datetime) -> int:
    """Say that `by` has read every open alert that had come by a moment; how many were unread."""
    unread = queries.unread_until(by, until)
    rows = [AlertRead(notice_id=one, account=by.account_id, at=at) for one in unread]
    AlertRead.objects.bulk_create(rows, ignore_conflicts=True, batch_size=200)
    if rows:
        trail.record(
            did="take in alert",
            object_type="account",
            object_id=str(by.account_id),
            by=by,
            at=at,
            why=f"{len(rows)} read",
            council=by.council,
            zone=Zone.ENVELOPE,
        )
    return len(rows)


def mark_tried(*, notice_id: UUID, note: str = "", by: Viewer, at: datetime) -> None:
    """Say that somebody could not be reached; it stays to be told and its clock runs on.

    Errors: as `mark_done`.
    """
    _must_make_sense(note)
    with transaction.atomic():
        notice = queries.to_tell(by).locked(notice_id)
        _must_be_open(notice)
        notice.attempts = min(notice.attempts + 1, 999)
        notice.last_tried_at = at
        notice.done_note = _with(notice.done_note, note, at=at)
        notice.save()
        _record(notice, by=by, at=at, why="not reached")


def cancel(*, once_key: str, by: Viewer, at: datetime) -> bool:
    """Take back what has not gone out; whether there was anything to take back.

    For other contexts, which know their own keys; in the transaction that makes it needless.
    """
    return bool(_cancelled(Notice.objects.filter(once_key=once_key)))


def settle(*, about: str, kinds: Collection[str], by: Viewer, at: datetime) -> int:
    """Cancel the open alerts of these kinds about one contact; how many there were.

    Once a contact is decided nobody needs telling that it is due soon.
    """
    return _cancelled(Notice.objects.filter(about=about, kind__in=kinds, channel=Channel.TASK))


def supersede(*, once_keys: Iterable[str], by: Viewer, at: datetime) -> int:
    """Say of open alerts that what was nearly late is late, so that one clock has one alert to be
    read; how many there were. In the transaction that queues the later ones."""
    soon = Notice.objects.filter(once_key__in=list(once_keys), channel=Channel.TASK)
    return soon.filter(state=State.QUEUED).update(state=State.SUPERSEDED)


def _cancelled(notices: queries.Notices) -> int:
    # What is being sent now cannot be called back, so it is left to end as it ends.
    waiting = notices.filter(state__in=sorted(OPEN - {State.SENDING}))
    return waiting.update(state=State.CANCELLED)


def _why_not_by_email(
    to: str, *, subject: str, body: str, never_say: Iterable[str], never_quote: str, fixed: str
) -> str:
    """Codes only: an error is shown in lists and printed by commands."""
    if not is_plain_address(to):
        return "address"
    refusals = what_may_not_leave(
        subject=subject, body=body, never_say=never_say, never_quote=never_quote, fixed=fixed
    )
    return "letterbox " + " ".join(refusal.code for refusal in refusals) if refusals else ""


def _must_make_sense(note: str, *wrong: Refusal) -> None:
    if len(note) > NOTE_LIMIT:
        limit = f"Note must be {NOTE_LIMIT:,} characters or fewer"
        wrong += (Refusal("note_too_long", limit, "note"),)
    if wrong:
        raise Invalid(*wrong)


def _with(notes: str, note: str, *, at: datetime) -> str:
    """Each note under its moment: what was said about an earlier try is kept."""
    if not note.strip():
        return notes
    return f"{notes}\n{when_in_words(at)}: {note.strip()}".strip()


def _must_be_open(notice: Notice) -> None:
    if notice.state == State.DONE:
        raise Refused(Refusal("already_done", "Somebody has already told them"))
    if notice.state not in {State.QUEUED, State.FAILED}:
        raise Refused(Refusal("no_longer_needed", "They no longer need to be told"))


def _record(
    notice: Notice, *, by: Viewer, at: datetime, why: str, zone: Zone | None = None
) -> None:
    outside = notice.channel != Channel.TASK or notice.kind in TO_SOMEBODY_OUTSIDE
    trail.record(
        did=Permission.TELL_REFERRER if outside else "take in alert",
        object_type="notice",
        object_id=str(notice.id),
        by=by,
        at=at,
        why=f"{why} {notice.about}".strip(),
        council=notice.council,
        zone=zone or (Zone.REFERRER if outside else Zone.ENVELOPE),
    )
