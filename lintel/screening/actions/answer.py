"""An agency answers: in items, each with the mark its owner gives it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lintel.access.viewers import NotPermitted, Permission, Viewer
from lintel.audit import trail
from lintel.contacts import queries as contacts
from lintel.contacts.actions import FRONT_DOOR
from lintel.kernel.refusals import Invalid, NotThere, Stale
from lintel.notices import actions as notices
from lintel.policy.sharing import sharing_bases
from lintel.screening.actions.ask import give_more_time, on_the_trail, settle
from lintel.screening.models import AgencyRequest, Answer, Contribution, Handling
from lintel.screening.queries.asked import RequestSeen, of_my_agency, one_for_my_agency
from lintel.screening.rules.asking import (
    AnswerGiven,
    ItemGiven,
    Reply,
    Settled,
    reasons_not_to_answer,
)
from lintel.sharing.actions import record_share
from lintel.sharing.rules.disclosures import Disclosure, Gave
from lintel.sharing.rules.handling import Mark

SETTLES = {
    Reply.ANSWERED: Settled.ANSWERED,
    Reply.NIL: Settled.NIL,
    Reply.REFUSED: Settled.REFUSED,
}


@transaction.atomic
def open_request(*, request_id: UUID, by: Viewer, at: datetime) -> RequestSeen:
    """One of the agency's requests, opened: that is on the trail, or nothing is shown.

    Errors:
        NotThere: no such request to the agency of `by`, or no longer open to it.
    """
    found = one_for_my_agency(by, request_id, at=at)
    trail.record(
        did=Permission.VIEW_REQUESTS,
        object_type="request",
        object_id=str(request_id),
        by=by,
        at=at,
        why=found.reference,
        council=by.council,
        zone="Z5",
    )
    return found


@transaction.atomic
def answer_request(*, request_id: UUID, given: AnswerGiven, by: Viewer, at: datetime) -> list[UUID]:
    """Say what the agency knows, that it knows nothing, that it needs time, or that it refuses.

    An answer may be added to later; one that comes after the hub has gone on without it is
    taken all the same, and shown as late. The ids of the items given.

    Errors:
        NotThere: no such request to the agency of `by`, or no longer open to it.
        NotPermitted: `by` may not answer.
        Invalid: everything that must be put right, by field.
    """
    request = of_my_agency(by, at=at).select_for_update().filter(id=request_id).first()
    if request is None:
        raise NotThere("request")
    by.must(Permission.ANSWER_REQUEST)
    wrong = reasons_not_to_answer(
        given, settled_as=request.settled_as, at=at, grounds=sharing_bases().grounds
    )
    if wrong:
        raise Invalid(*wrong)
    if given.kind is Reply.NIL and request.settled_as == Settled.NIL:
        return []  # sent twice: it is said once
    Answer.objects.create(
        request=request,
        at=at,
        by_id=by.account_id,
        kind=given.kind,
        known=given.known,
        since=given.since.strip()[:200],
        until=given.until,
        ground=given.ground if given.kind is Reply.REFUSED else "",
        reason=given.reason.strip(),
    )
    items = [_item(request, n, item, by=by, at=at) for n, item in enumerate(given.items)]
    if given.kind is Reply.MORE_TIME and given.until is not None:
        give_more_time(request, given.until, by=by, at=at)
    elif not request.settled_as:
        settle(request, SETTLES[given.kind], by=by, at=at)
    elif given.kind is Reply.ANSWERED and request.settled_as in (Settled.NIL, Settled.REFUSED):
        # When it was settled stays: what came later has its own time.
        request.settled_as = Settled.ANSWERED
        request.save(update_fields=["settled_as"])
    _in_the_ledger(request, given, by=by, at=at)
    _tell_the_hub(request, given, by=by, at=at)
    on_the_trail(Permission.ANSWER_REQUEST, request, by=by, at=at, why=given.kind)
    return items


def _item(request: AgencyRequest, place: int, item: ItemGiven, *, by: Viewer, at: datetime) -> UUID:
    contribution = Contribution.objects.create(
        request=request,
        contact_id=request.contact_id,
        council=request.council,
        agency=request.agency,
        agency_title=request.agency_title,
        place=place,
        part=item.part,
        text=item.text.strip(),
        at=at,
        by_id=by.account_id,
    )
    _handle(contribution, item.mark, item.named, item.onward_leave, by=by, at=at)
    return contribution.id


def _handle(
    contribution: Contribution,
    mark: Mark,
    named: Iterable[UUID],
    onward_leave: bool,
    *,
    reason: str = "",
    by: Viewer,
    at: datetime,
) -> None:
    Handling.objects.create(
        contribution=contribution,
        at=at,
        by_id=by.account_id,
        mark=mark,
        named=sorted(str(one) for one in named) if mark is Mark.SEALED else [],
        onward_leave=onward_leave,
        reason=reason,
    )


@transaction.atomic
def change_handling(
    *,
    contribution_id: UUID,
    version: int | None = None,
    mark: Mark,
    named: Iterable[UUID] = (),
    onward_leave: bool = False,
    reason: str = "",
    by: Viewer,
    at: datetime,
) -> None:
    """Mark an item anew. The mark it had is kept beside it. `version` is how many it had had.

    Errors:
        NotThere: no such item of the agency of `by`; somebody else's looks like none.
        NotPermitted: `by` may not answer for the agency.
        Stale: somebody has marked it since.
    """
    contribution = (
        Contribution.objects.select_for_update()
        .filter(id=contribution_id, council=by.council, agency=by.agency)
        .select_related("request")
        .first()
    )
    if contribution is None:
        raise NotThere("contribution")
    if not by.may(Permission.ANSWER_REQUEST):
        raise NotPermitted(Permission.ANSWER_REQUEST)
    current = contribution.handlings.count()
    if version is not None and version != current:
        raise Stale(current)
    _handle(contribution, mark, named, onward_leave, reason=reason.strip(), by=by, at=at)
    on_the_trail(
        Permission.ANSWER_REQUEST, contribution.request, by=by, at=at, why=f"handling {mark}"
    )


def _in_the_ledger(request: AgencyRequest, given: AnswerGiven, *, by: Viewer, at: datetime) -> None:
    if given.kind is Reply.MORE_TIME:
        return
    refused = given.kind is Reply.REFUSED
    items = {
        Reply.NIL: "That nothing is known",
        Reply.REFUSED: f"Asked: {request.question}",
    }.get(given.kind, f"An answer of {len(given.items)} item{'' if len(given.items) == 1 else 's'}")
    record_share(
        Disclosure(
            gave=Gave.REFUSED if refused else Gave.SHARED,
            to=f"{request.council}-hub",
            items=items,
            purpose=request.purpose,
            basis="" if refused else request.basis,
            consent_why="",
            ground=given.ground if refused else "",
            reasoning=given.reason,
        ),
        contact_id=request.contact_id,
        reference=request.reference,
        council=request.council,
        to_title="The hub",
        given_by=request.agency,
        because_of=f"request:{request.id}",
        by=by,
        at=at,
    )


SAID = {
    Reply.ANSWERED: "has answered",
    Reply.NIL: "has made a nil return",
    Reply.MORE_TIME: "needs more time",
    Reply.REFUSED: "has refused to share",
}


def _tell_the_hub(request: AgencyRequest, given: AnswerGiven, *, by: Viewer, at: datetime) -> None:
    """A task for the hub; once the contact is decided, for whoever has it, to look again."""
    said = Answer.objects.filter(request=request).count()
    what = f"{request.agency_title} {SAID[given.kind]}"
    decided = contacts.decided_whose(request.contact_id)
    about_decided = decided is not None and given.kind is not Reply.MORE_TIME
    notices.queue(
        kind="answered_after_decision" if about_decided else "agency_answered",
        council=request.council,
        channel="task",
        to=decided if about_decided else FRONT_DOOR,
        subject=f"{what} after the decision, {request.reference}"
        if about_decided
        else f"{what}, {request.reference}",
        body="Read what was said, and whether the decision still holds."
        if about_decided
        else "Open the contact to read what was said.",
        about=request.reference,
        due_at=None,
        once_key=f"answered:{request.id}:{said}",
        by=by,
        at=at,
    )
