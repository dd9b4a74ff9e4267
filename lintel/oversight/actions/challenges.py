"""Raising a challenge, answering it, taking it further, and saying that it is settled."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lintel.access.viewers import Permission, Viewer, Zone
from lintel.audit import trail
from lintel.contacts import actions as contacts, queries as contact_queries
from lintel.contacts.rules.facts import Stage
from lintel.kernel.as_seen import CHANGED
from lintel.kernel.refusals import Invalid, NotThere, Refusal, Refused
from lintel.notices import actions as notices
from lintel.oversight.models import Challenge, ChallengeAnswer, TakenFurther
from lintel.oversight.queries import (
    ChallengeSeen,
    answerer,
    challengeable,
    challenges_about,
    one_challenge,
)
from lintel.oversight.queries.steps import act_of, every_owner, facts_of, made_by, rungs_of
from lintel.oversight.rules.challenging import (
    AnswerSaid,
    ChallengeFacts,
    ChallengeSaid,
    Rung,
    Settled,
    Subject,
    reasons_not_further,
    reasons_not_to_answer,
    reasons_not_to_challenge,
    reasons_not_to_withdraw,
)
from lintel.oversight.telling import ALERTS, tell_challenger, tell_step

OPENED = "open challenge"


@transaction.atomic
def raise_challenge(*, contact_id: UUID, said: ChallengeSaid, by: Viewer, at: datetime) -> UUID:
    """Disagree with something about a contact; the challenge's id. From now it cannot close.

    Errors:
        NotThere: no such contact, or none this viewer stands in a relation to.
        NotPermitted: the role challenges nothing.
        Invalid: everything that must be put right first, by field.
        Refused: the same is open already.
    """
    near = challengeable(by, contact_id, at=at)
    by.must(Permission.CHALLENGE)
    _tell(
        reasons_not_to_challenge(said, is_decided=near.is_decided, agencies=near.agencies), Invalid
    )
    agency = said.agency if said.subject == Subject.AGENCY_ANSWER else ""
    same = Challenge.objects.filter(contact_id=contact_id, by_id=by.account_id, settled_at=None)
    if same.filter(subject=said.subject, disagrees=said.disagrees.strip()).exists():
        raise Refused(Refusal("already_raised", "You have raised this already, and it is open"))
    act = (contact_id, said.subject, agency)
    row = Challenge.objects.create(
        contact_id=contact_id,
        reference=near.reference,
        council=by.council,
        at=at,
        by_id=by.account_id,
        agency=by.agency,
        subject=said.subject,
        challenged_agency=agency,
        theme=said.theme,
        disagrees=said.disagrees.strip(),
        wants=said.wants.strip(),
        made_by=sorted(str(one) for one in made_by([act])[act]),
    )
    tell_step(row, rungs_of(row, (), (), at=at)[-1], by=by, at=at)
    _on_the_trail(row, Permission.CHALLENGE, f"{said.subject} {said.theme}", by=by, at=at)
    return row.id


@transaction.atomic
def open_challenge(*, challenge_id: UUID, by: Viewer, at: datetime) -> ChallengeSeen:
    """Read one challenge; that somebody read it is kept.

    Errors:
        NotThere: there is none, or none for `by`.
    """
    seen = one_challenge(by, challenge_id, at=at)
    _opened(seen.contact_id, by=by, at=at)
    return seen


@transaction.atomic
def open_challenges_of(*, contact_id: UUID, by: Viewer, at: datetime) -> list[ChallengeSeen]:
    """Read every challenge of a contact that `by` may know of; that somebody did is kept.

    Errors:
        NotThere: no such contact, or none this viewer stands in a relation to.
        NotPermitted: the role has nothing to do with challenges.
    """
    challengeable(by, contact_id, at=at)
    by.must(Permission.CHALLENGE)
    _opened(contact_id, by=by, at=at)
    return challenges_about(by, contact_id, at=at)


def _opened(contact_id: UUID, *, by: Viewer, at: datetime) -> None:
    trail.record(
        did=OPENED,
        object_type="contact",
        object_id=str(contact_id),
        by=by,
        at=at,
        council=by.council,
        zone=Zone.DECISION,
    )


@dataclass(frozen=True, slots=True)
class Answered:
    """Shape: `reopened`: the contact must be decided again; `closed`: it closed, because a team
    had taken the child on meanwhile."""

    settled_as: Settled
    reopened: bool = False
    closed: bool = False


@transaction.atomic
def answer_challenge(*, challenge_id: UUID, said: AnswerSaid, by: Viewer, at: datetime) -> Answered:
    """Say that what was challenged is changed or upheld. A decision that is changed puts the
    contact back to be decided, whether it was closed or not.

    Errors:
        NotThere, NotPermitted.
        Refused: it is settled, or `by` had a part in it.
        Invalid: everything that must be put right first, by field.
    """
    row, facts, rungs = _to_change(challenge_id, Permission.ANSWER_CHALLENGE, by=by, at=at)
    _tell(reasons_not_to_answer(facts, said, answerer(by)))
    ChallengeAnswer.objects.create(
        challenge=row,
        level=rungs[-1].level,
        at=at,
        by_id=by.account_id,
        answer=said.answer,
        reasons=said.reasons.strip(),
        told=said.told.strip(),
        learning=said.learning.strip(),
        answered_for=said.answered_for.strip(),
    )
    settled = Settled(said.answer)
    _settle(row, settled, by=by, at=at)
    reopened = settled is Settled.CHANGED and _reopen(row, said.reasons, by=by, at=at)
    closed = not reopened and contacts.let_go(contact_id=row.contact_id, by=by, at=at)
    tell_challenger(row, by=by, at=at)
    _on_the_trail(row, Permission.ANSWER_CHALLENGE, str(settled), by=by, at=at)
    return Answered(settled, reopened=reopened, closed=closed)


def _reopen(row: Challenge, reasons: str, *, by: Viewer, at: datetime) -> bool:
    """What an agency answers is its own: only what the hub did is decided again."""
    if row.subject == Subject.AGENCY_ANSWER:
        return False
    facts = contact_queries.the_contact(by, row.contact_id).facts()
    if facts.stage not in {Stage.DECIDED, Stage.CLOSED}:
        return False
    contacts.reopen_contact(
        contact_id=row.contact_id, version=None, reason=reasons.strip(), by=by, at=at
    )
    return True


@transaction.atomic
def take_further(
    *, challenge_id: UUID, level: int | None = None, reason: str, by: Viewer, at: datetime
) -> int:
    """Take a challenge to the next step, whether it waits there or was upheld; the step's number.
    `level` is the step it stood at when it was read.

    Errors:
        NotThere: there is none, or it is somebody else's. NotPermitted.
        Refused: it is settled for good, too late, at the last step, or no longer at `level`.
        Invalid: no reason.
    """
    row, facts, rungs = _to_change(challenge_id, Permission.CHALLENGE, by=by, at=at)
    _must_be_theirs(row, by=by, at=at)
    if level is not None and level != rungs[-1].level:
        raise Refused(CHANGED)
    _tell(reasons_not_further(facts, reason=reason, at=at))
    TakenFurther.objects.create(challenge=row, at=at, by_id=by.account_id, reason=reason.strip())
    row.settled_at, row.settled_as = None, ""
    row.save(update_fields=["settled_at", "settled_as"])
    rung = _rungs(row, at=at)[-1]
    tell_step(row, rung, by=by, at=at)
    _on_the_trail(row, Permission.CHALLENGE, f"step {rung.level}", by=by, at=at)
    return rung.level


@transaction.atomic
def withdraw_challenge(*, challenge_id: UUID, reason: str, by: Viewer, at: datetime) -> Settled:
    """Whoever challenged says that it is settled, and how.

    Errors:
        NotThere: there is none, or it is somebody else's. NotPermitted.
        Refused: it is settled already. Invalid: no words.
    """
    row, facts, _ = _to_change(challenge_id, Permission.CHALLENGE, by=by, at=at)
    _must_be_theirs(row, by=by, at=at)
    _tell(reasons_not_to_withdraw(facts, reason=reason))
    row.settled_because = reason.strip()
    _settle(row, Settled.WITHDRAWN, by=by, at=at)
    contacts.let_go(contact_id=row.contact_id, by=by, at=at)
    _on_the_trail(row, Permission.CHALLENGE, str(Settled.WITHDRAWN), by=by, at=at)
    return Settled.WITHDRAWN


def _to_change(
    challenge_id: UUID, permission: Permission, *, by: Viewer, at: datetime
) -> tuple[Challenge, ChallengeFacts, tuple[Rung, ...]]:
    """The challenge, locked; not visible is not there."""
    one_challenge(by, challenge_id, at=at)
    by.must(permission)
    row = Challenge.objects.select_for_update().get(id=challenge_id)
    rungs = _rungs(row, at=at)
    answers = list(row.answers.all())
    since = made_by([act_of(row)])[act_of(row)]
    owners = every_owner(row.council, on=by.today)[rungs[-1].level]
    return row, facts_of(row, answers, rungs, now_made_by=since, owners=owners), rungs


def _rungs(row: Challenge, *, at: datetime) -> tuple[Rung, ...]:
    return rungs_of(row, row.answers.all(), row.further.all(), at=at)


def _must_be_theirs(row: Challenge, *, by: Viewer, at: datetime) -> None:
    if not one_challenge(by, row.id, at=at).mine:
        raise NotThere("challenge")


def _settle(row: Challenge, how: Settled, *, by: Viewer, at: datetime) -> None:
    row.settled_at, row.settled_as = at, how
    row.save(update_fields=["settled_at", "settled_as", "settled_because"])
    if not Challenge.objects.filter(contact_id=row.contact_id, settled_at=None).exists():
        notices.settle(about=row.reference, kinds=ALERTS, by=by, at=at)


def _tell(wrong: Iterable[Refusal], kind: type[Invalid] | None = None) -> None:
    """
    Errors:
        Refused: when the state of things is in the way; Invalid: when a field is.
    """
    wrong = tuple(wrong)
    if wrong and kind is None and any(not refusal.field for refusal in wrong):
        raise Refused(*wrong)
    if wrong:
        raise Invalid(*wrong)


def _on_the_trail(row: Challenge, did: Permission, why: str, *, by: Viewer, at: datetime) -> None:
    trail.record(
        did=did,
        object_type="contact",
        object_id=str(row.contact_id),
        by=by,
        at=at,
        why=why,
        council=row.council,
        zone=Zone.DECISION,
    )
