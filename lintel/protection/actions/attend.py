"""Answering an invitation, coming, and saying what an agency knows."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lintel.access import queries as access
from lintel.access.viewers import NotPermitted, Permission, Viewer
from lintel.contacts import queries as contacts
from lintel.kernel.instants import london_day
from lintel.kernel.refusals import Invalid, NotThere, Refusal, Refused
from lintel.notices import actions as notices
from lintel.protection.actions.convene import BASIS, PURPOSE, on_the_trail
from lintel.protection.models import (
    Attendance,
    Discussion,
    DiscussionItem,
    DiscussionOutcome,
    Invitation,
    InvitationAnswer,
)
from lintel.protection.queries.discussions import corrector, one_discussion, seen
from lintel.protection.rules.convening import (
    Arrival,
    Departure,
    ItemSaid,
    reasons_not_to_answer,
    reasons_not_to_attend,
    wrong_with_items,
)
from lintel.protection.rules.correcting import who_may_not_correct
from lintel.protection.rules.outcomes import Says, State
from lintel.protection.rules.quorum import Part
from lintel.sharing.actions import record_share
from lintel.sharing.rules.disclosures import Disclosure, Gave
from lintel.sharing.rules.handling import Mark

OVER = frozenset({"already_ended"})


def say_no(wrong: Sequence[Refusal]) -> None:
    """
    Errors:
        Refused: the state of things forbids it; Invalid: what was sent must be put right.
    """
    if any(refusal.code in OVER for refusal in wrong):
        raise Refused(*wrong)
    if wrong:
        raise Invalid(*wrong)


def locked(discussion_id: UUID, *, by: Viewer, at: datetime) -> Discussion:
    """
    Errors:
        NotThere: there is none, or none for `by`.
    """
    one_discussion(by, discussion_id, at=at)
    return Discussion.objects.select_for_update().get(id=discussion_id)


def of_the_hub(
    discussion_id: UUID, *, permission: Permission, by: Viewer, at: datetime
) -> Discussion:
    """The discussion, locked, for somebody who may open its contact.

    Errors:
        NotThere: there is none, or none for `by`.
        NotPermitted: `by` sees it and may not do this.
    """
    found = locked(discussion_id, by=by, at=at)
    by.must(permission)
    if not contacts.found(by, found.contact_id):
        raise NotPermitted(permission)
    return found


@transaction.atomic
def answer_invitation(
    *,
    discussion_id: UUID,
    invitation_id: UUID,
    says: Says,
    who: str = "",
    reason: str = "",
    items: Sequence[ItemSaid] = (),
    by: Viewer,
    at: datetime,
) -> None:
    """Say who comes, that somebody else does, what is sent instead, or why nobody can.

    Errors:
        NotThere: no such discussion or invitation to `by`.
        NotPermitted: the role answers no invitations.
        Invalid, Refused: everything that must be put right; the discussion is over.
    """
    discussion = locked(discussion_id, by=by, at=at)
    by.must(Permission.ANSWER_INVITATION)
    [shown] = seen([discussion], by, at=at)
    mine = {one.id for one in shown.invitations if one.is_mine}
    invitation = Invitation.objects.filter(id=invitation_id, discussion=discussion).first()
    if invitation is None or invitation.id not in mine:
        raise NotThere("invitation")
    say_no(
        reasons_not_to_answer(
            says, who=who, reason=reason, items=items, state=State(discussion.state)
        )
    )
    comes = says in {Says.ATTENDING, Says.DEPUTY}
    InvitationAnswer.objects.create(
        invitation=invitation,
        at=at,
        by_id=by.account_id,
        says=says,
        who=(who.strip() or by.name)[:200] if comes else "",
        reason=reason.strip(),
    )
    for item in items:
        _add(discussion, item, agency=by.agency, title=invitation.title, by=by, at=at)
    if not comes and invitation.is_needed:
        _say_who_is_missing(discussion, invitation, says, by=by, at=at)
    on_the_trail(Permission.ANSWER_INVITATION, discussion, by=by, at=at, why=says)


def _say_who_is_missing(
    discussion: Discussion, invitation: Invitation, says: Says, *, by: Viewer, at: datetime
) -> None:
    """Whoever convened it hears at once: it would not be quorate."""
    nth = InvitationAnswer.objects.filter(invitation=invitation).count()
    said = "sends information" if says is Says.INFORMATION else "cannot come"
    notices.queue(
        kind="discussion_answered",
        council=discussion.council,
        channel="task",
        to=str(discussion.convened_by_id),
        subject=f"{invitation.title} {said}, {discussion.reference}",
        body="Without them the strategy discussion is not quorate. Ask somebody else to come.",
        about=discussion.reference,
        due_at=discussion.planned_for,
        once_key=f"discussion_answered:{invitation.id}:{nth}",
        by=by,
        at=at,
    )


@transaction.atomic
def take_attendance(
    *,
    discussion_id: UUID,
    arrivals: Sequence[Arrival] = (),
    departures: Sequence[Departure] = (),
    by: Viewer,
    at: datetime,
) -> list[UUID]:
    """Say who came and who left, and when; ids of those who came. Quorum follows from it.

    Errors:
        NotThere, NotPermitted: as `of_the_hub`.
        Invalid, Refused: everything that must be put right; the discussion is over, and was held,
            or somebody else's to correct.
    """
    discussion = of_the_hub(discussion_id, permission=Permission.RECORD_DISCUSSION, by=by, at=at)
    invited = {one.id: one for one in Invitation.objects.filter(discussion=discussion)}
    there = {
        one.id: one
        for one in Attendance.objects.filter(
            discussion=discussion, sitting=discussion.sitting, left_at=None
        )
    }
    say_no(
        reasons_not_to_attend(
            arrivals,
            departures,
            invited=set(invited),
            there={key: one.arrived_at for key, one in there.items()},
            state=State(discussion.state),
            convened_at=discussion.convened_at,
            corrects=_corrects(discussion, by),
            at=at,
        )
    )
    made = [_arrived(discussion, one, invited, by=by, at=at) for one in arrivals]
    for gone in departures:
        row = there[gone.attendance]
        row.left_at = gone.left_at
        row.save(update_fields=["left_at"])
    words = f"{len(arrivals)} came, {len(departures)} left"
    on_the_trail(Permission.RECORD_DISCUSSION, discussion, by=by, at=at, why=words)
    return made


def _corrects(discussion: Discussion, by: Viewer) -> bool:
    if discussion.state != State.NOT_HELD:
        return False
    recorded = DiscussionOutcome.objects.filter(discussion=discussion)
    return not who_may_not_correct(corrector(by, set(recorded.values_list("by_id", flat=True))))


def _arrived(
    discussion: Discussion, one: Arrival, invited: dict, *, by: Viewer, at: datetime
) -> UUID:
    invitation = invited.get(one.invitation)
    part = Part(invitation.part) if invitation else one.part
    row = Attendance.objects.create(
        discussion=discussion,
        invitation=invitation,
        sitting=discussion.sitting,
        part=part,
        agency=invitation.agency if invitation else "",
        title=(invitation.title if invitation else one.title.strip())[:200],
        name=one.name.strip()[:200],
        account=one.account,
        is_deputy=one.is_deputy,
        registered=_is_registered(discussion.council, one.account, one.arrived_at),
        arrived_at=one.arrived_at,
        at=at,
        by_id=by.account_id,
    )
    return row.id


def _is_registered(council: str, account: UUID | None, when: datetime) -> bool:
    if account is None:
        return False
    known = access.registered_workers(council, on=london_day(when))
    return account in {one.account_id for one in known}


@transaction.atomic
def share_at_discussion(
    *,
    discussion_id: UUID,
    item: ItemSaid,
    invitation_id: UUID | None = None,
    by: Viewer,
    at: datetime,
) -> UUID:
    """Keep what was shared, with the mark its owner gave it; its id.

    An agency adds its own. Whoever records writes down what an agency said there, as that agency
    marked it; what is sealed, an agency enters itself.

    Errors:
        NotThere: no such discussion to `by`, or nobody of that invitation.
        NotPermitted: `by` neither records nor answers for an agency.
        Invalid, Refused: everything that must be put right; it ended without being held.
    """
    discussion = locked(discussion_id, by=by, at=at)
    if discussion.state == State.NOT_HELD:
        say_no([Refusal("already_ended", "This discussion was not held")])
    records = by.may(Permission.RECORD_DISCUSSION) and contacts.found(by, discussion.contact_id)
    wrong = wrong_with_items([item])
    if records:
        of = Invitation.objects.filter(discussion=discussion, id=invitation_id).first()
        if invitation_id is not None and of is None:
            raise NotThere("invitation")
        agency, title = (of.agency or by.agency, of.title) if of else (by.agency, "The hub")
        if item.mark is Mark.SEALED and agency != by.agency:
            words = "Ask the agency to enter what is sealed itself"
            wrong.append(Refusal("sealed_by_owner", words, "items.0.mark"))
    else:
        by.must(Permission.ANSWER_INVITATION)
        own = Invitation.objects.filter(discussion=discussion, agency=by.agency).first()
        if own is None:
            raise NotPermitted(Permission.RECORD_DISCUSSION)
        agency, title = own.agency, own.title
    say_no(wrong)
    made = _add(discussion, item, agency=agency, title=title, by=by, at=at)
    did = Permission.RECORD_DISCUSSION if records else Permission.ANSWER_INVITATION
    on_the_trail(did, discussion, by=by, at=at, why="1 item shared")
    return made


def _add(
    discussion: Discussion, item: ItemSaid, *, agency: str, title: str, by: Viewer, at: datetime
) -> UUID:
    row = DiscussionItem.objects.create(
        discussion=discussion,
        agency=agency,
        agency_title=title,
        text=item.text.strip(),
        mark=item.mark,
        named=sorted(str(one) for one in item.named) if item.mark is Mark.SEALED else [],
        onward_leave=item.onward_leave,
        at=at,
        by_id=by.account_id,
    )
    record_share(
        Disclosure(
            gave=Gave.SHARED,
            to=f"{discussion.council}-hub",
            items="What it knows, for a strategy discussion",
            purpose=PURPOSE,
            basis=BASIS,
        ),
        contact_id=discussion.contact_id,
        reference=discussion.reference,
        council=discussion.council,
        to_title="The strategy discussion",
        given_by=agency,
        because_of=f"discussion:{discussion.id}",
        by=by,
        at=at,
    )
    return row.id
