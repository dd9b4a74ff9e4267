"""Professional challenge: disagree, answer, take further, settle."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import StrictInt

from lintel.access.guards import asks_for
from lintel.access.viewers import Permission
from lintel.api.routes import REFUSALS
from lintel.api.shapes import Shape, Words
from lintel.oversight import actions, queries
from lintel.oversight.queries import ChallengeSeen
from lintel.oversight.rules.challenging import AnswerSaid, ChallengeSaid

router = Router(tags=["challenges"])


class ChallengeIn(Shape):
    """`challenged_agency` is a key, where the subject is an agency's answer."""

    subject: Literal["decision", "discussion", "agency_answer", "other"]
    theme: Literal["threshold", "delay", "information", "other"]
    disagrees: Words
    wants: Words
    challenged_agency: Words = ""


class ChallengeAnswerIn(Shape):
    """`reasons` are for the record; `told` is what whoever challenged reads. `answered_for` names
    who gave the answer; from the second step on it is needed of anybody but whose step it is."""

    answer: Literal["changed", "upheld"]
    reasons: Words
    told: Words
    learning: Words = ""
    answered_for: Words = ""


class ChallengeReasonIn(Shape):
    reason: Words


class FurtherIn(ChallengeReasonIn):
    """`from_level` is the level it stood at when it was read."""

    from_level: StrictInt | None = None


class ChallengeStepOut(Schema):
    """One step it has stood at. `because` is "raised", "taken_further" or "ran_out"."""

    level: int
    since: datetime
    due: datetime
    because: str


class ChallengeAnswerOut(Schema):
    """`reasons`, `learning`, `by` and `answered_for` are empty for who may not read decisions."""

    level: int
    at: datetime
    answer: str
    told: str
    reasons: str
    learning: str
    by: str
    answered_for: str


class ChallengeOut(Schema):
    """`state` is "open", "changed", "upheld" or "withdrawn"; `due` is None once settled.
    `answered_by` names whose step it is, for who may read decisions; empty where it is every
    manager's. `yours`: it is on the list of this account."""

    id: UUID
    contact_id: UUID
    reference: str
    raised_at: datetime
    by: str
    agency: str
    subject: str
    challenged_agency: str
    theme: str
    disagrees: str
    wants: str
    level: int
    level_title: str
    due: datetime | None
    answered_by: list[str]
    yours: bool
    late: bool
    state: str
    settled_at: datetime | None
    steps: list[ChallengeStepOut]
    answers: list[ChallengeAnswerOut]


class ChallengesOut(Schema):
    items: list[ChallengeOut]
    next_cursor: str | None = None


@router.post(
    "/contacts/{uuid:contact_id}/challenges",
    response={201: ChallengeOut, **REFUSALS},
    summary="Challenge",
)
@asks_for(Permission.CHALLENGE, "contact")
def raise_challenge(request: HttpRequest, contact_id: UUID, sent: ChallengeIn) -> Any:
    """Disagree about a contact; it cannot close until the challenge ends. Refusals:
    already_raised."""
    viewer, at = request.viewer, timezone.now()  # type: ignore[attr-defined]
    given = sent.model_dump()
    said = ChallengeSaid(agency=given.pop("challenged_agency"), **given)
    made = actions.raise_challenge(contact_id=contact_id, said=said, by=viewer, at=at)
    return Status(201, _out(queries.one_challenge(viewer, made, at=at), at=at))


@router.get(
    "/contacts/{uuid:contact_id}/challenges",
    response={200: ChallengesOut, **REFUSALS},
    summary="The challenges of a contact",
)
@asks_for(Permission.CHALLENGE, "contact")
def challenges_about(request: HttpRequest, contact_id: UUID) -> Any:
    """Open ones first. Reading leaves a trace in the trail."""
    viewer, at = request.viewer, timezone.now()  # type: ignore[attr-defined]
    found = actions.open_challenges_of(contact_id=contact_id, by=viewer, at=at)
    return ChallengesOut(items=[_out(one, at=at) for one in found])


@router.get("/challenges", response={200: ChallengesOut, **REFUSALS}, summary="Challenges")
@asks_for(Permission.CHALLENGE, "challenge")
def challenges(request: HttpRequest) -> Any:
    """The open ones the account may know of, the highest step first; then its own and its
    agency's that have ended."""
    viewer, at = request.viewer, timezone.now()  # type: ignore[attr-defined]
    viewer.must(Permission.CHALLENGE)
    still_open = queries.open_challenges(viewer, at=at)
    ended = [one for one in queries.my_challenges(viewer, at=at) if not one.is_open]
    return ChallengesOut(items=[_out(one, at=at) for one in (*still_open, *ended)])


@router.post(
    "/challenges/{uuid:challenge_id}/answer",
    response={200: ChallengeOut, **REFUSALS},
    summary="Answer a challenge",
)
@asks_for(Permission.ANSWER_CHALLENGE, "challenge")
def answer_challenge(request: HttpRequest, challenge_id: UUID, sent: ChallengeAnswerIn) -> Any:
    """Changed or upheld, never by who made the decision; "changed" reopens a decided contact.
    Refusals: already_answered, had_part_in_it, own_challenge, another_step, another_owner."""
    viewer, at = request.viewer, timezone.now()  # type: ignore[attr-defined]
    said = AnswerSaid(**sent.model_dump())
    actions.answer_challenge(challenge_id=challenge_id, said=said, by=viewer, at=at)
    return _out(queries.one_challenge(viewer, challenge_id, at=at), at=at)


@router.post(
    "/challenges/{uuid:challenge_id}/escalate",
    response={200: ChallengeOut, **REFUSALS},
    summary="Take a challenge further",
)
@asks_for(Permission.CHALLENGE, "challenge")
def take_challenge_further(request: HttpRequest, challenge_id: UUID, sent: FurtherIn) -> Any:
    """To the next step. Refusals: settled, top, too_late, changed_meanwhile."""
    viewer, at = request.viewer, timezone.now()  # type: ignore[attr-defined]
    actions.take_further(
        challenge_id=challenge_id, level=sent.from_level, reason=sent.reason, by=viewer, at=at
    )
    return _out(queries.one_challenge(viewer, challenge_id, at=at), at=at)


@router.post(
    "/challenges/{uuid:challenge_id}/withdraw",
    response={200: ChallengeOut, **REFUSALS},
    summary="Say that a challenge is settled",
)
@asks_for(Permission.CHALLENGE, "challenge")
def withdraw_challenge(request: HttpRequest, challenge_id: UUID, sent: ChallengeReasonIn) -> Any:
    """By whoever raised it. Refusals: already_answered."""
    viewer, at = request.viewer, timezone.now()  # type: ignore[attr-defined]
    actions.withdraw_challenge(challenge_id=challenge_id, reason=sent.reason, by=viewer, at=at)
    return _out(queries.one_challenge(viewer, challenge_id, at=at), at=at)


def _out(seen: ChallengeSeen, *, at: datetime) -> ChallengeOut:
    return ChallengeOut(
        id=seen.id,
        contact_id=seen.contact_id,
        reference=seen.reference,
        raised_at=seen.at,
        by=seen.by,
        agency=seen.agency,
        subject=seen.subject,
        challenged_agency=seen.challenged_agency,
        theme=seen.theme,
        disagrees=seen.disagrees,
        wants=seen.wants,
        level=seen.level,
        level_title=seen.level_title,
        due=seen.due_at if seen.is_open else None,
        answered_by=list(seen.owners),
        yours=seen.on_my_list,
        late=seen.is_late(at=at),
        state=seen.settled_as or "open",
        settled_at=seen.settled_at,
        steps=[
            ChallengeStepOut(
                level=rung.level, since=rung.since, due=rung.due_at, because=rung.because
            )
            for rung in seen.rungs
        ],
        answers=[
            ChallengeAnswerOut(
                **{name: getattr(one, name) for name in ChallengeAnswerOut.model_fields}
            )
            for one in seen.answers
        ],
    )
