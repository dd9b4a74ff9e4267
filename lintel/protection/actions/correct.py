"""Correcting what was recorded of a strategy discussion, and what followed from it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lintel.access.viewers import Permission, Viewer
from lintel.kernel.refusals import Refused, Stale
from lintel.protection.actions import steps
from lintel.protection.actions.attend import of_the_hub, say_no
from lintel.protection.actions.convene import on_the_trail
from lintel.protection.actions.record import (
    AS_NOT_TYPED,
    began,
    section_47_decided,
    send_minutes,
    sitting_of,
    write,
)
from lintel.protection.models import Attendance, Discussion, DiscussionOutcome
from lintel.protection.queries.discussions import corrector
from lintel.protection.rules.correcting import Recorded, reasons_not_to_correct
from lintel.protection.rules.outcomes import How, Medical, OutcomeSaid, Sitting, State

OF_THE_STATE = AS_NOT_TYPED | {"not_ended", "not_recorder"}


@transaction.atomic
def correct_outcome(
    *,
    discussion_id: UUID,
    version: int | None,
    said: OutcomeSaid,
    because: str,
    by: Viewer,
    at: datetime,
) -> UUID:
    """Put what holds in place of what was recorded, which stays; the id of the correction.

    The clocks of section 47 follow. Those it opened end, as withdrawn and with the reason, when
    it is not met after all; when it is met after all they are opened, or open again, and count
    from when the discussion began. What was agreed there is left as it is.

    Errors:
        NotThere, NotPermitted: as `of_the_hub`.
        Stale: somebody has corrected it since.
        Invalid: everything that must be put right, by field.
        Refused: it is not over, or only who recorded it or a manager may.
    """
    discussion = of_the_hub(discussion_id, permission=Permission.RECORD_DISCUSSION, by=by, at=at)
    if version is not None and version != discussion.version:
        raise Stale(discussion.version)
    rows = list(DiscussionOutcome.objects.filter(discussion=discussion).order_by("at", "id"))
    former = rows[-1] if rows else None
    recorded = Recorded(former.section47 if former else "")
    sitting = sitting_of(discussion, by=by, at=at)
    wrong = reasons_not_to_correct(
        said,
        sitting,
        recorded,
        because=because,
        by=corrector(by, {row.by_id for row in rows}),
        at=at,
    )
    if wrong and all(refusal.code in OF_THE_STATE for refusal in wrong):
        raise Refused(*wrong)
    say_no(wrong)
    assert former is not None  # noqa: S101  what has ended has an outcome
    now = write(
        discussion,
        said,
        sitting,
        started_at=former.started_at if former.how == How.HELD else _began(discussion, sitting),
        corrects=former,
        because=because,
        by=by,
        at=at,
    )
    discussion.state = State.HELD if said.how is How.HELD else State.NOT_HELD
    discussion.version += 1
    discussion.save(update_fields=["state", "version"])
    followed = _follow(discussion, recorded, former, now, because=because, by=by, at=at)
    send_minutes(discussion, kind="minutes_corrected", by=by, at=at)
    why = "; ".join(("corrected", *followed))
    on_the_trail(Permission.RECORD_DISCUSSION, discussion, by=by, at=at, why=why)
    return now.id


def _began(discussion: Discussion, sitting: Sitting) -> datetime | None:
    """When one began that was said not to have been held: by who is said to have been there."""
    came = Attendance.objects.filter(discussion=discussion, sitting=discussion.sitting)
    return began(sitting.quorum, list(came))


def _follow(
    discussion: Discussion,
    recorded: Recorded,
    former: DiscussionOutcome,
    now: DiscussionOutcome,
    *,
    because: str,
    by: Viewer,
    at: datetime,
) -> list[str]:
    """What the correction does to the steps, in words for the trail."""
    met = Recorded(now.section47).is_met
    if recorded.is_met and not met:
        ended = steps.withdraw_section_47(
            discussion_id=discussion.id, reason=because.strip(), by=by, at=at
        )
        return [f"section 47 withdrawn, {ended} steps ended"]
    if met and not recorded.is_met:
        again = steps.reopen_section_47(discussion_id=discussion.id)
        section_47_decided(discussion, now, by=by, at=at)
        return ["section 47 decided"] + ([f"{again} steps open again"] if again else [])
    if met and now.medical == Medical.NEEDED and former.medical != Medical.NEEDED:
        steps.medical_needed(contact_id=discussion.contact_id, by=by, at=at)
    return []
