"""Recording what came of a strategy discussion, once, and ending what was agreed there."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from lintel.access.viewers import Permission, Viewer
from lintel.contacts import queries as contacts
from lintel.kernel import news
from lintel.kernel.instants import london_day
from lintel.kernel.refusals import NotThere, Refusal, Refused
from lintel.notices import actions as notices
from lintel.policy.calendars import calendar
from lintel.policy.clocks import due_at
from lintel.policy.in_force import policy_for
from lintel.protection.actions.attend import locked, of_the_hub, say_no
from lintel.protection.actions.convene import (
    BASIS,
    NOT_ASKED,
    PURPOSE,
    on_the_trail,
    tell_invited,
)
from lintel.protection.events import DiscussionEnded, Section47Decided
from lintel.protection.models import (
    AgreedAction,
    Attendance,
    Discussion,
    DiscussionOutcome,
    Invitation,
)
from lintel.protection.queries.discussion_shapes import may_end_action, parties
from lintel.protection.queries.discussions import quorum_of
from lintel.protection.queries.suggest import assume_medical
from lintel.protection.rules.outcomes import (
    How,
    OutcomeSaid,
    Sitting,
    State,
    reasons_not_to_record,
)
from lintel.protection.rules.quorum import Quorum
from lintel.sharing.actions import record_share
from lintel.sharing.rules.disclosures import Disclosure, Gave

AS_NOT_TYPED = frozenset({"not_quorate", "nobody_there", "needs_manager"})


def sitting_of(discussion: Discussion, *, by: Viewer, at: datetime) -> Sitting:
    """What is known of the sitting that goes on. `by` may open the contact."""
    contact = contacts.the_contact(by, discussion.contact_id)
    came = list(Attendance.objects.filter(discussion=discussion, sitting=discussion.sitting))
    names = {one.record_id: one.name for one in contacts.children_in_brief(contact)}
    about = [UUID(one) for one in discussion.about]
    found = quorum_of(discussion, came)
    start = began(found, came) or at
    rule = policy_for(discussion.council).clock_rule("s47_child_seen", on=london_day(start))
    return Sitting(
        state=State(discussion.state),
        quorum=found,
        children={one: names.get(one, "the child") for one in about},
        parties=parties(came),
        seen_within=due_at(rule, start, calendar()),
        assume_medical=assume_medical(contact),
        declines=by.may(Permission.OVERRIDE),
    )


def began(found: Quorum, came: list[Attendance]) -> datetime | None:
    """When it was whole; without that, when the first came."""
    return found.since or min((one.arrived_at for one in came), default=None)


@transaction.atomic
def record_outcome(*, discussion_id: UUID, said: OutcomeSaid, by: Viewer, at: datetime) -> UUID:
    """Record that it was held and what was decided, that it was not held, or when it goes on.

    Whether it was quorate is worked out here from who attended. Section 47, once decided, is
    told to whoever opens its steps, in the same transaction.

    Errors:
        NotThere, NotPermitted: as `of_the_hub`.
        Invalid: everything that must be put right, by field.
        Refused: it is over, or not quorate without a reason, or only a manager may say so.
    """
    discussion = of_the_hub(discussion_id, permission=Permission.RECORD_DISCUSSION, by=by, at=at)
    sitting = sitting_of(discussion, by=by, at=at)
    wrong = reasons_not_to_record(said, sitting, at=at)
    if wrong and all(refusal.code in AS_NOT_TYPED for refusal in wrong):
        raise Refused(*wrong)
    say_no(wrong)
    came = list(Attendance.objects.filter(discussion=discussion, sitting=discussion.sitting))
    start = began(sitting.quorum, came)
    outcome = write(discussion, said, sitting, started_at=start, by=by, at=at)
    if said.how is How.ADJOURNED:
        _adjourn(discussion, said, by=by, at=at)
    else:
        discussion.state = State.HELD if said.how is How.HELD else State.NOT_HELD
        discussion.ended_at, discussion.version = at, discussion.version + 1
        discussion.save(update_fields=["state", "ended_at", "version"])
        _take_back_invitations(discussion, by=by, at=at)
    for action in said.actions:
        AgreedAction.objects.create(
            discussion=discussion,
            council=discussion.council,
            what=action.what.strip(),
            owner=action.owner.strip()[:200],
            agency=action.agency,
            due_at=action.due_at,
            at=at,
            by_id=by.account_id,
        )
    if said.how is How.HELD:
        send_minutes(discussion, by=by, at=at)
    _tell(discussion, outcome, by=by, at=at)
    why = f"{said.how}" + ("" if outcome.quorate or said.how is not How.HELD else ", not quorate")
    on_the_trail(Permission.RECORD_DISCUSSION, discussion, by=by, at=at, why=why)
    return outcome.id


def write(
    discussion: Discussion,
    said: OutcomeSaid,
    sitting: Sitting,
    *,
    started_at: datetime | None,
    corrects: DiscussionOutcome | None = None,
    because: str = "",
    by: Viewer,
    at: datetime,
) -> DiscussionOutcome:
    """The row, once the rules have agreed; `corrects` is the one it stands in place of."""
    held = said.how is How.HELD
    quorate = held and sitting.quorum.is_quorate
    return DiscussionOutcome.objects.create(
        discussion=discussion,
        contact_id=discussion.contact_id,
        council=discussion.council,
        sitting=discussion.sitting,
        at=at,
        by_id=by.account_id,
        how=said.how,
        reason=said.reason.strip() if not held else "",
        adjourned_to=said.adjourned_to if said.how is How.ADJOURNED else None,
        started_at=started_at,
        ended_at=corrects.ended_at if corrects else at,
        corrects=corrects,
        corrected_because=because.strip(),
        quorate=quorate,
        missing=[str(part) for part in sitting.quorum.missing],
        not_quorate_because="" if quorate or not held else said.not_quorate_because.strip(),
        section47=(said.section47 or "") if held else "",
        section47_because=said.section47_because.strip() if held else "",
        seeing=[
            {
                "child": str(one.child),
                "who": one.who.strip(),
                "by": one.by.isoformat(),
                "alone": one.alone,
            }
            for one in said.seeing
            if held and one.by is not None
        ],
        siblings=said.siblings.strip() if held else "",
        parents_told=said.parents_told.strip() if held else "",
        parents_not_told_because=said.parents_not_told_because.strip() if held else "",
        criminal=said.criminal if held else None,
        criminal_because=said.criminal_because.strip() if held else "",
        medical=(said.medical or "") if held else "",
        medical_because=said.medical_because.strip() if held else "",
        medical_views=[
            {"title": one.title, "view": one.view.strip()}
            for one in said.medical_views
            if held and one.view.strip()
        ],
        # Held with somebody missing answers for it only when a manager says so.
        answers=quorate or (said.how is not How.ADJOURNED and by.may(Permission.OVERRIDE)),
    )


def _adjourn(discussion: Discussion, said: OutcomeSaid, *, by: Viewer, at: datetime) -> None:
    _take_back_invitations(discussion, by=by, at=at)
    discussion.planned_for = said.adjourned_to or discussion.planned_for
    discussion.sitting += 1
    discussion.version += 1
    discussion.save(update_fields=["planned_for", "sitting", "version"])
    for invitation in Invitation.objects.filter(discussion=discussion):
        tell_invited(discussion, invitation, kind="discussion_moved", by=by, at=at)


def _take_back_invitations(discussion: Discussion, *, by: Viewer, at: datetime) -> None:
    """Nobody is asked to come to what is over."""
    for invitation in Invitation.objects.filter(discussion=discussion):
        for key in ("discussion_invited", "discussion_moved", "discussion_task"):
            notices.cancel(once_key=f"{key}:{invitation.id}:{discussion.sitting}", by=by, at=at)


def send_minutes(
    discussion: Discussion, *, kind: str = "minutes_ready", by: Viewer, at: datetime
) -> None:
    """Each who was asked hears that they can be read; each reads what the marks allow."""
    for invitation in Invitation.objects.filter(discussion=discussion):
        tell_invited(discussion, invitation, kind=kind, by=by, at=at)
        if invitation.team:
            continue
        record_share(
            Disclosure(
                gave=Gave.SHARED,
                to=invitation.agency or invitation.title,
                items="Minutes of the strategy discussion, as far as the handling marks allow",
                purpose=PURPOSE,
                basis=BASIS,
                consent_why=NOT_ASKED,
            ),
            contact_id=discussion.contact_id,
            reference=discussion.reference,
            council=discussion.council,
            to_title=invitation.title,
            because_of=f"discussion:{discussion.id}",
            by=by,
            at=at,
        )


def _tell(discussion: Discussion, outcome: DiscussionOutcome, *, by: Viewer, at: datetime) -> None:
    if outcome.how == How.ADJOURNED:
        return
    about = _about(discussion, by=by, at=at)
    news.tell(
        DiscussionEnded(
            how=outcome.how, quorate=outcome.quorate, section47=outcome.section47, **about
        )
    )
    if outcome.section47 in {"single", "joint"}:
        section_47_decided(discussion, outcome, by=by, at=at)


def section_47_decided(
    discussion: Discussion, outcome: DiscussionOutcome, *, by: Viewer, at: datetime
) -> None:
    """Tell whoever opens its steps; their clocks count from when the discussion began."""
    seen_by = [datetime.fromisoformat(one["by"]) for one in outcome.seeing]
    news.tell(
        Section47Decided(
            how=outcome.section47,
            started_at=outcome.started_at or outcome.ended_at,
            children=tuple(UUID(one) for one in discussion.about),
            child_seen_by=max(seen_by, default=None),
            paediatric=outcome.medical,
            **_about(discussion, by=by, at=at),
        )
    )


def _about(discussion: Discussion, *, by: Viewer, at: datetime) -> dict[str, Any]:
    return {
        "contact_id": discussion.contact_id,
        "discussion_id": discussion.id,
        "reference": discussion.reference,
        "council": discussion.council,
        "by": by,
        "at": at,
    }


@transaction.atomic
def end_action(
    *, discussion_id: UUID, action_id: UUID, note: str = "", by: Viewer, at: datetime
) -> None:
    """Say that something agreed is done, and how.

    Errors:
        NotThere: no such discussion or action for `by`.
        NotPermitted: it is not theirs to end.
        Refused: it is done already.
    """
    discussion = locked(discussion_id, by=by, at=at)
    action = (
        AgreedAction.objects.select_for_update().filter(id=action_id, discussion=discussion).first()
    )
    if action is None:
        raise NotThere("action")
    opens = bool(contacts.found(by, discussion.contact_id))
    if not may_end_action(by, action, opens=opens):
        by.must(Permission.RECORD_DISCUSSION)
    if action.done_at is not None:
        raise Refused(Refusal("already_done", "Somebody has said that this is done"))
    action.done_at, action.done_by, action.done_note = at, by.account_id, note.strip()
    action.save(update_fields=["done_at", "done_by", "done_note"])
    on_the_trail(Permission.ANSWER_INVITATION, discussion, by=by, at=at, why="action done")
