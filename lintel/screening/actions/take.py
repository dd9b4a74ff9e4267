"""Who of the agency has a request: taking it, letting it go, and giving it to somebody."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lintel.access import queries as access
from lintel.access.viewers import Permission, Role, Viewer
from lintel.kernel.instants import when_in_words
from lintel.kernel.refusals import Invalid, NotThere, Refusal, Refused
from lintel.screening.actions.ask import on_the_trail
from lintel.screening.models import AgencyRequest, Taking
from lintel.screening.queries.asked import of_my_agency
from lintel.screening.queries.workspace import OF_AGENCIES, Holder, holders_of


@transaction.atomic
def take_request(
    *, request_id: UUID, over: UUID | None = None, by: Viewer, at: datetime
) -> Holder | None:
    """Say that `by` answers this request; whoever else has it now, or None when `by` has.

    Shape: over: the colleague it is taken over from. Without it, a request that a colleague
        has stays theirs, and they are the answer.

    Errors:
        NotThere: no such request to the agency of `by`, or no longer open to it.
        NotPermitted: `by` may not answer.
        Refused: somebody else than `over` has it by now.
    """
    request = _of_my_agency(request_id, by=by, at=at)
    holder = holders_of([request.id]).get(request.id)
    if holder is not None and holder.account_id == by.account_id:
        return None
    if holder is not None and over is None:
        return holder
    if holder is not None and holder.account_id != over:
        words = f"{holder.name} took this {when_in_words(holder.since)}. Take it over from them"
        raise Refused(Refusal("somebody_has_it", words))
    _hold(request, by.account_id, by=by, at=at, why="took")
    return None


@transaction.atomic
def let_go(*, request_id: UUID, by: Viewer, at: datetime) -> None:
    """Let a colleague answer instead. Of somebody else's request, only the agency's lead may.

    Errors:
        NotThere, NotPermitted: as `take_request`.
        Refused: somebody else has it.
    """
    request = _of_my_agency(request_id, by=by, at=at)
    holder = holders_of([request.id]).get(request.id)
    if holder is None:
        return
    if holder.account_id != by.account_id and by.role is not Role.AGENCY_LEAD:
        raise Refused(Refusal("somebody_has_it", f"{holder.name} has this: only they let it go"))
    _hold(request, None, by=by, at=at, why="let go")


@transaction.atomic
def give_request(*, request_id: UUID, to: UUID | None, by: Viewer, at: datetime) -> None:
    """Give a request to somebody of the agency, whoever has it now: its lead's to do.

    Shape: to: an account of the agency that may answer; None lets it go.

    Errors:
        NotThere, NotPermitted: as `take_request`.
        Refused: `by` is not the agency's lead.
        Invalid: nobody of the agency.
    """
    request = _of_my_agency(request_id, by=by, at=at)
    if by.role is not Role.AGENCY_LEAD:
        raise Refused(Refusal("not_the_lead", "Only your agency's lead gives work to somebody"))
    colleagues = access.accounts_in_council(by.council, OF_AGENCIES, agency=by.agency)
    if to is not None and to not in {one.account_id for one in colleagues}:
        raise Invalid(Refusal("unknown", "Select somebody of your agency", "to"))
    _hold(request, to, by=by, at=at, why="gave")


def _of_my_agency(request_id: UUID, *, by: Viewer, at: datetime) -> AgencyRequest:
    request = of_my_agency(by, at=at).select_for_update().filter(id=request_id).first()
    if request is None:
        raise NotThere("request")
    by.must(Permission.ANSWER_REQUEST)
    return request


def _hold(
    request: AgencyRequest, holder: UUID | None, *, by: Viewer, at: datetime, why: str
) -> None:
    Taking.objects.create(request=request, at=at, by_id=by.account_id, holder_id=holder)
    on_the_trail(Permission.ANSWER_REQUEST, request, by=by, at=at, why=why)
