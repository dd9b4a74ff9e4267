"""Raising a sender that falls silent, ending it when contacts come again, and noting what was
found out."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lintel.access.viewers import Permission, Role, Viewer
from lintel.audit import trail
from lintel.contacts.models import SenderSilence
from lintel.contacts.queries.senders import Sender, senders_of, silence_row
from lintel.contacts.rules.senders import ALARMING, Found, Verdict, judge
from lintel.kernel.refusals import Invalid, Refusal, Refused
from lintel.notices import actions as notices
from lintel.notices.rules.addressees import everybody_who_is
from lintel.notices.rules.kinds import Kind
from lintel.policy.in_force import policy_for
from lintel.policy.senders import SilenceLimits

FOUND_LEAST, FOUND_MOST = 10, 2000
BACK_PERCENT = 75  # of what is usual: what had dropped is over when more than this comes
RAISE, END = "raise silence", "end silence"


def look_over_senders(*, council: str, by: Viewer, at: datetime) -> int:
    """Raise each sender that has fallen silent or dropped, once until it is over, and end what is
    over; how many are new. Safe to run again, and twice at once.

    Everything is counted before anything is locked: nobody waits for that.
    """
    limits = policy_for(council).senders
    found = {sender.key: sender for sender in senders_of(council, at=at)}
    standing = {
        row.sender: row for row in SenderSilence.objects.filter(council=council, ended_at=None)
    }
    for key, row in standing.items():
        if key not in found or _is_over(row, found[key], limits):
            _end(row.id, by=by, at=at)
    return sum(
        _raise(sender, council=council, by=by, at=at)
        for key, sender in found.items()
        if sender.found.verdict in ALARMING and _is_new(standing.get(key), sender.found)
    )


def _is_new(row: SenderSilence | None, found: Found) -> bool:
    """Whether nobody has been told. What was noted of half as many is not known of none."""
    return row is None or (row.noted_at is not None and _is_worse(row, found))


def _is_worse(row: SenderSilence, found: Found) -> bool:
    return row.verdict == Verdict.DROPPED and found.verdict is Verdict.SILENT


def _is_over(row: SenderSilence, sender: Sender, limits: SilenceLimits) -> bool:
    if sender.found.verdict in ALARMING:
        return row.noted_at is not None and _is_worse(row, sender.found)
    if row.verdict == Verdict.SILENT:
        return True
    # What dropped must come well back, or one episode would be raised day after day.
    easier = replace(limits, one_in=limits.over_one_in, drop_percent=BACK_PERCENT)
    return judge(sender.counts, easier).verdict not in ALARMING


@transaction.atomic
def _raise(sender: Sender, *, council: str, by: Viewer, at: datetime) -> bool:
    found = sender.found
    row, fresh = SenderSilence.objects.get_or_create(
        council=council,
        sender=sender.key,
        ended_at=None,
        defaults={
            "verdict": str(found.verdict),
            "days": found.days,
            "received": found.received,
            "expected": round(found.expected, 1),
            "a_week": round(found.a_week, 1),
            "raised_at": at,
        },
    )
    if not fresh:
        return False
    is_silent = found.verdict is Verdict.SILENT
    notices.queue(
        kind=Kind.SENDER_SILENT,
        council=council,
        channel="task",
        to=everybody_who_is(Role.MANAGER),
        subject=f"{sender.title}: "
        + ("nothing has come from them" if is_silent else "half as much comes as usual"),
        body="Ring them: ask whether what they sent has arrived. Then note what you found out, "
        "under Senders.",
        about="",
        due_at=at,
        once_key=_alert(row.id),
        by=by,
        at=at,
    )
    trail.record(
        did=RAISE,
        object_type="sender",
        object_id=str(row.id),
        by=by,
        at=at,
        why=str(found.verdict),
        council=council,
    )
    return True


@transaction.atomic
def _end(silence_id: UUID, *, by: Viewer, at: datetime) -> None:
    row = SenderSilence.objects.select_for_update().filter(id=silence_id, ended_at=None).first()
    if row is None:  # another worker was first
        return
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    notices.cancel(once_key=_alert(row.id), by=by, at=at)
    trail.record(
        did=END, object_type="sender", object_id=str(row.id), by=by, at=at, council=row.council
    )


@transaction.atomic
def note_silence(*, silence_id: UUID, found: str, by: Viewer, at: datetime) -> None:
    """Say what was found out of a sender's silence. It is raised no more until it is over.

    Errors:
        NotPermitted. NotThere. Invalid: nothing was said, or too much. Refused: somebody has noted
            it already, or it is over.
    """
    row = silence_row(by, silence_id, for_change=True)
    said = found.strip()
    if not FOUND_LEAST <= len(said) <= FOUND_MOST:
        words = f"Enter what you found out, in {FOUND_LEAST} to {FOUND_MOST:,} characters"
        raise Invalid(Refusal("found_missing", words, field="found"))
    if row.noted_at is not None:
        raise Refused(Refusal("noted_already", "Somebody has noted what they found out already"))
    if row.ended_at is not None:
        raise Refused(Refusal("over_already", "Contacts come from them again: nothing to note"))
    row.found, row.noted_at, row.noted_by = said, at, by.account_id
    row.save(update_fields=["found", "noted_at", "noted_by"])
    notices.cancel(once_key=_alert(row.id), by=by, at=at)
    trail.record(
        did=Permission.WATCH_SENDERS, object_type="sender", object_id=str(row.id), by=by, at=at
    )


def _alert(silence_id: UUID) -> str:
    return f"{Kind.SENDER_SILENT}:{silence_id}"
