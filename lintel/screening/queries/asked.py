"""What agencies were asked and answered, as each viewer may read it; their items by `items`."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from lintel.access import queries as access
from lintel.access.viewers import Permission, Role, Viewer, Zone
from lintel.access.worded_once import worded_once
from lintel.access.zones import sees
from lintel.contacts import queries as contacts
from lintel.kernel.refusals import NotThere
from lintel.people import queries as people
from lintel.policy.sharing import Ground, sharing_bases
from lintel.restrictions.queries import hidden_contacts
from lintel.screening.models import (
    AgencyRequest,
    Answer,
    Chase,
    Contribution,
)
from lintel.screening.queries.items import (
    ContributionSeen,
    how_answers_stand,
    is_pooled,
    seen,
)
from lintel.screening.rules.asking import Reply, Settled
from lintel.sharing.rules.handling import (
    ONCE_POOLED,
    ItemFacts,
    Mark,
    Reading,
    reading,
)

# A partner's relation to a record ends this long after the decision. Source: access model, 2.
AFTER_DECISION = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class AnswerSeen:
    """Shape: kind as `rules.asking.Reply`; ground in words."""

    kind: str
    by: str
    at: datetime
    known: str
    since: str
    until: datetime | None
    ground: str
    reason: str


@dataclass(frozen=True, slots=True)
class ChaseSeen:
    at: datetime
    by: str
    how: str
    to: str
    words: str


@dataclass(frozen=True, slots=True)
class PersonAsked:
    """Somebody a request is about: enough to look them up, and no address."""

    record_id: UUID
    name: str
    born_on: date | None
    expected_on: date | None
    sex: str


@dataclass(frozen=True, slots=True)
class RequestSeen:
    """Shape:

    settled_as: "" while open, else a value of `rules.asking.Settled`.
    late: not settled by its due time, or not yet settled and past it.
    hidden: how many items exist of which this viewer may know only that.
    blind: what was said is kept from this viewer until all have answered, or it is pooled.
    """

    id: UUID
    contact_id: UUID
    reference: str
    agency: str
    agency_title: str
    question: str
    told: str
    parts: tuple[str, ...]
    about: tuple[PersonAsked, ...]
    purpose: str
    basis: str
    rating: str
    asked_at: datetime
    asked_by: str
    due_at: datetime
    settled_as: str
    settled_at: datetime | None
    settled_because: str
    late: bool
    answers: tuple[AnswerSeen, ...]
    contributions: tuple[ContributionSeen, ...]
    chases: tuple[ChaseSeen, ...]
    blind: bool = False

    @property
    def hidden(self) -> int:
        return sum(one.reading is Reading.THAT_IT_EXISTS for one in self.contributions)


def of_my_agency(viewer: Viewer, *, at: datetime) -> QuerySet[AgencyRequest]:
    """The requests that this viewer's agency was asked and may still come near.

    Somebody of the agency loses sight of one 14 days after the decision; its lead does not.
    """
    if not viewer.may(Permission.VIEW_REQUESTS):
        return AgencyRequest.objects.none()
    found = AgencyRequest.objects.filter(council=viewer.council, agency=viewer.agency)
    found = found.exclude(contact_id__in=hidden_contacts(viewer))
    if viewer.role is Role.AGENCY_LEAD:
        return found
    over = contacts.decided_before(
        found.filter(asked_at__lt=at - AFTER_DECISION).values_list("contact_id", flat=True),
        at - AFTER_DECISION,
    )
    return found.exclude(contact_id__in=over) if over else found


def for_my_agency(viewer: Viewer, *, at: datetime, open_only: bool = True) -> list[RequestSeen]:
    """The agency's requests, the soonest due first. A constant number of queries."""
    rows = of_my_agency(viewer, at=at)
    if open_only:
        rows = rows.filter(settled_as="")
    return _seen(list(rows.order_by("due_at", "id")[:500]), viewer, at=at)


def one_for_my_agency(viewer: Viewer, request_id: UUID, *, at: datetime) -> RequestSeen:
    """
    Errors:
        NotThere: no such request to the viewer's agency, or no longer open to it.
    """
    row = of_my_agency(viewer, at=at).filter(id=request_id).first()
    if row is None:
        raise NotThere("request")
    return _seen([row], viewer, at=at)[0]


def request_of_item(viewer: Viewer, contribution_id: UUID, *, at: datetime) -> RequestSeen:
    """The request that an item of the viewer's own agency belongs to.

    Errors:
        NotThere: no such item of the viewer's agency, or no longer open to it.
    """
    row = of_my_agency(viewer, at=at).filter(contributions=contribution_id).first()
    if row is None:
        raise NotThere("contribution")
    return _seen([row], viewer, at=at)[0]


def requests_about(viewer: Viewer, contact_id: UUID, *, at: datetime) -> list[RequestSeen]:
    """Everything agencies were asked about a contact, in the order asked.

    The caller has shown that the contact is visible to the viewer.
    """
    rows = _asked_about(contact_id)
    if not sees(viewer, Zone.AGENCY_ITEMS) and viewer.role not in ONCE_POOLED:
        # Who sent the contact hears of no other agency.
        rows = [row for row in rows if row.agency == viewer.agency]
    return _seen(rows, viewer, at=at)


@worded_once
def _asked_about(contact_id: UUID) -> QuerySet[AgencyRequest]:
    rows = AgencyRequest.objects.filter(contact_id=contact_id)
    return rows.order_by("asked_at", "agency_title")


def asked_of_my_agency(viewer: Viewer, contact_id: UUID, *, at: datetime) -> str:
    """The reference of a contact about which the viewer's agency was asked and may still come
    near; "" when there is none such."""
    rows = of_my_agency(viewer, at=at).filter(contact_id=contact_id)
    return rows.values_list("reference", flat=True).first() or ""


def agencies_that_answered(viewer: Viewer, contact_id: UUID) -> dict[str, str]:
    """Key and title of agencies whose answer about a contact this viewer may know of, but for
    their own. The caller has shown that the viewer may come near the contact."""
    near = sees(viewer, Zone.AGENCY_ITEMS) or (viewer.role in ONCE_POOLED and is_pooled(contact_id))
    if not near:
        return {}
    said = [str(Settled.ANSWERED), str(Settled.NIL), str(Settled.REFUSED)]
    rows = AgencyRequest.objects.filter(contact_id=contact_id, settled_as__in=said)
    rows = rows.exclude(agency=viewer.agency).order_by("agency_title")
    return dict(rows.values_list("agency", "agency_title"))


def answered_by(contact_ids: Iterable[UUID]) -> Mapping[tuple[UUID, str], set[UUID]]:
    """Who has answered, by contact and agency. One query. It asks nobody who is looking."""
    rows = Answer.objects.filter(request__contact_id__in=set(contact_ids))
    found: dict[tuple[UUID, str], set[UUID]] = {}
    for contact_id, agency, by in rows.values_list(
        "request__contact_id", "request__agency", "by_id"
    ):
        found.setdefault((contact_id, agency), set()).add(by)
    return found


def unanswered(contact_id: UUID) -> list[str]:
    """The titles of agencies that have neither answered nor been gone on without."""
    return sorted(set(_silent(contact_id)))


@worded_once
def _silent(contact_id: UUID) -> QuerySet[AgencyRequest, str]:
    rows = AgencyRequest.objects.filter(contact_id=contact_id, settled_as="")
    return rows.values_list("agency_title", flat=True)


@worded_once
def _answers_to(request_ids: list[UUID]) -> QuerySet[Answer]:
    return Answer.objects.filter(request__in=request_ids)


@worded_once
def _chases_of(request_ids: list[UUID]) -> QuerySet[Chase]:
    return Chase.objects.filter(request__in=request_ids)


@worded_once
def _given_to(request_ids: list[UUID]) -> QuerySet[Contribution]:
    return Contribution.objects.filter(request__in=request_ids)


def _seen(rows: Sequence[AgencyRequest], viewer: Viewer, *, at: datetime) -> list[RequestSeen]:
    ids = [row.id for row in rows]
    answers, chases, given = _answers_to(ids), _chases_of(ids), _given_to(ids)
    stand = how_answers_stand(row.contact_id for row in rows)
    items: dict[UUID, list[ContributionSeen]] = {}
    by_request = {one.id: one.request_id for one in given}
    for one in seen(given, viewer, stand=stand):
        items.setdefault(by_request[one.id], []).append(one)
    told_by = {row.asked_by_id for row in rows} | {one.by_id for one in answers}
    names = access.names_of(told_by | {one.by for one in chases})
    whom = people.told_in({UUID(one) for row in rows for one in row.about})
    grounds = sharing_bases().grounds
    known = sharing_bases()
    return [
        RequestSeen(
            id=row.id,
            contact_id=row.contact_id,
            reference=row.reference,
            agency=row.agency,
            agency_title=row.agency_title,
            question=row.question if _reads_question(viewer, row) else "",
            told=row.told if _reads_question(viewer, row) else "",
            parts=tuple(row.parts),
            about=tuple(_person(UUID(one), whom) for one in row.about)
            if _reads_whom(viewer, row)
            else (),
            purpose=known.purposes[row.purpose].title,
            basis=known.bases[row.basis].title,
            rating=row.rating,
            asked_at=row.asked_at,
            asked_by=names.get(row.asked_by_id, ""),
            due_at=row.due_at,
            settled_as=row.settled_as,
            settled_at=row.settled_at,
            settled_because=row.settled_because,
            late=(row.settled_at or at) > row.due_at or row.settled_as == Settled.DECIDED_WITHOUT,
            answers=tuple(
                _answer(
                    one,
                    names,
                    grounds,
                    told=_reads_answers(
                        viewer,
                        row,
                        stand.pooled,
                        blind=one.kind in {Reply.ANSWERED, Reply.NIL}
                        and stand.is_kept(row.contact_id, one.at),
                    ),
                )
                for one in answers
                if one.request_id == row.id
            ),
            blind=viewer.employed_by_council and row.contact_id in stand.waits,
            contributions=tuple(items.get(row.id, ())),
            chases=tuple(
                ChaseSeen(one.at, names.get(one.by, "Lintel"), one.how, one.to, one.words)
                for one in chases
                if one.request_id == row.id
            ),
        )
        for row in rows
    ]


def _reads_question(viewer: Viewer, row: AgencyRequest) -> bool:
    """The question tells of the concern: for the agency asked, and who reads the concern."""
    own = viewer.agency == row.agency and not viewer.employed_by_council
    return own or sees(viewer, Zone.CONCERN)


def _reads_whom(viewer: Viewer, row: AgencyRequest) -> bool:
    """Who it is about: for the agency asked, and who is shown the family unmasked."""
    own = viewer.agency == row.agency and not viewer.employed_by_council
    return own or sees(viewer, Zone.IDENTITY)


def _reads_answers(
    viewer: Viewer, row: AgencyRequest, pooled: Collection[UUID], *, blind: bool
) -> bool:
    """Whether the viewer is told what was said beside the items: known, since, and why not.

    It carries no mark of its own, so it is handled as hub only.
    """
    item = ItemFacts(
        agency=row.agency, mark=Mark.HUB_ONLY, pooled=row.contact_id in pooled, blind=blind
    )
    return reading(item, viewer) is Reading.FULL


def _answer(
    one: Answer, names: Mapping[UUID, str], grounds: Mapping[str, Ground], *, told: bool
) -> AnswerSeen:
    return AnswerSeen(
        kind=one.kind,
        by=names.get(one.by_id, ""),
        at=one.at,
        known=one.known if told else "",
        since=one.since if told else "",
        until=one.until,
        ground=grounds[one.ground].title if one.ground and told else "",
        reason=one.reason if told else "",
    )


def _person(record_id: UUID, whom) -> PersonAsked:
    told = whom.get(record_id)
    if told is None:
        return PersonAsked(record_id, "Somebody no longer in the record", None, None, "")
    name = " ".join(filter(None, (told.given_name, told.family_name))) or "Name not known"
    return PersonAsked(record_id, name, told.date_of_birth, told.expected_on, told.sex)
