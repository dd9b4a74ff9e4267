"""Carrying questions to partners and answers back: here, over the network, or in a file.

Nothing here holds a transaction open while somebody else thinks.
"""

import base64
import binascii
import hashlib
import hmac
import json
import logging
import urllib.error
import urllib.request
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from lintel.access.viewers import Viewer, the_system
from lintel.kernel.instants import london_day
from lintel.kernel.refusals import Invalid, NotThere, Refusal, Refused, TooOften
from lintel.policy.asking import Partner, Way
from lintel.policy.in_force import councils, policy_for
from lintel.scoping import actions, queries
from lintel.scoping.kept import partners_with_keys
from lintel.scoping.models import Asking
from lintel.scoping.rules.answers import Answer, Answers, Question
from lintel.scoping.shared_keys import api_token, keys_with

QUESTION, ANSWER = "lintel-token-question/1", "lintel-token-answer/1"
SECONDS = 10
LONGEST_ANSWER = 100_000
# After this a question that never reached anybody is said to have had no answer.
PATIENCE = timedelta(days=1)
log = logging.getLogger(__name__)


def question_as_plain(question: Question) -> dict[str, Any]:
    return {
        "question_id": str(question.question_id),
        "asked_at": question.asked_at.isoformat(),
        "purpose": question.purpose,
        "key_id": question.key_id,
        "schema": question.version,
        "tokens": [base64.b64encode(token).decode() for token in question.tokens],
    }


def question_from(said: Mapping[str, Any]) -> Question:
    """
    Errors:
        Invalid: it is not a question.
    """
    try:
        return Question(
            question_id=UUID(said["question_id"]),
            asked_at=_moment(said["asked_at"]),
            purpose=str(said["purpose"]),
            key_id=str(said["key_id"]),
            version=str(said["schema"]),
            tokens=tuple(base64.b64decode(each, validate=True) for each in said["tokens"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError, binascii.Error):
        raise Invalid(Refusal("invalid", "This is not a question by token")) from None


def answers_as_plain(answers: Answers) -> dict[str, Any]:
    return {
        "question_id": str(answers.question_id),
        "answered_at": answers.answered_at.isoformat(),
        "answers": list(answers.answers),
        "ring": {"team": answers.ring_team, "telephone": answers.ring_phone},
    }


def answers_from(said: Mapping[str, Any]) -> Answers:
    """
    Errors:
        Invalid: it is not an answer.
    """
    try:
        return Answers(
            question_id=UUID(said["question_id"]),
            answered_at=_moment(said["answered_at"]),
            answers=tuple(Answer(each) for each in said["answers"]),
            ring_team=str(said["ring"]["team"]),
            ring_phone=str(said["ring"]["telephone"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Invalid(Refusal("invalid", "This is not an answer to a question by token")) from None


def _moment(words: str) -> datetime:
    moment = datetime.fromisoformat(words)
    if moment.tzinfo is None:
        raise ValueError("no zone")
    return moment


def carry(council: str, asking_id: UUID, *, at: datetime) -> None:
    """Take one question to its partner and bring the answer back, if it can be had now."""
    asking = Asking.objects.get(id=asking_id, council=council)
    partner = policy_for(council).asking_by_token.partners.get(asking.partner)
    if (
        partner is None
        or partner.way is Way.FILE
        or asking.partner not in partners_with_keys(council)
    ):
        return
    by = the_system(council, today=london_day(at))
    try:
        question = queries.question_of(asking)
        answers = (
            _here(question, council, partner, at)
            if partner.way is Way.HERE
            else _network(question, council, partner)
        )
        if answers.question_id != asking.id:
            raise Invalid(Refusal("wrong_question", "This answers another question"))
        actions.take_answer(answers=answers, by=by, at=at)
    except _NotNow as problem:
        # It waits, and the worker tries again.
        log.info("a question by token to %s waits: %s", partner.key, problem)
    except TooOften:
        actions.give_up(asking_id=asking.id, why="too_often", by=by, at=at)
    except (Invalid, NotThere):
        actions.give_up(asking_id=asking.id, why="refused", by=by, at=at)


class _NotNow(Exception):
    """The partner cannot be reached, or is not ready. The message names nobody."""


def _here(question: Question, council: str, partner: Partner, at: datetime) -> Answers:
    if partner.key not in councils():
        raise NotThere("no such council here")
    by = the_system(partner.key, today=london_day(at))
    try:
        return actions.answer_question(
            question=question, council=partner.key, partner=council, by=by, at=at
        )
    except Refused as problem:
        raise _NotNow(str(problem)) from problem


def _network(question: Question, council: str, partner: Partner) -> Answers:
    # The policy has seen to it that the address is https, or this machine.
    request = urllib.request.Request(  # noqa: S310
        f"{partner.url}/api/v1/token-questions",
        data=json.dumps(question_as_plain(question)).encode(),
        method="POST",
        headers={
            "Authorization": f"Bearer {api_token(council, partner.key)}",
            "Content-Type": "application/json",
        },
    )
    try:
        with _opener.open(request, timeout=SECONDS) as answer:
            return answers_from(json.loads(answer.read(LONGEST_ANSWER)))
    except urllib.error.HTTPError as refused:
        refused.close()
        if refused.code == 429:
            raise TooOften(timedelta(0)) from refused
        if refused.code in (404, 422):
            raise NotThere("the partner does not take it") from refused
        raise _NotNow(str(refused.code)) from refused
    except (OSError, ValueError) as problem:
        raise _NotNow(type(problem).__name__) from problem


class _StayThere(urllib.request.HTTPRedirectHandler):
    """A token is sent to the partner's address and to no other."""

    def redirect_request(self, *args: Any, **rest: Any) -> None:
        return None


_opener = urllib.request.build_opener(_StayThere)


def carry_all(*, at: datetime) -> int:
    """Carry everything that waits; what nobody took within a day is given up. How many waited."""
    carried = 0
    for council in councils():
        by = the_system(council, today=london_day(at))
        for asking in Asking.objects.filter(council=council, state="waiting"):
            if asking.asked_at < at - PATIENCE and not _by_file(asking):
                actions.give_up(asking_id=asking.id, why="not_reached", by=by, at=at)
            else:
                carry(council, asking.id, at=at)
            carried += 1
    return carried


def _by_file(asking: Asking) -> bool:
    partner = policy_for(asking.council).asking_by_token.partners.get(asking.partner)
    return partner is not None and partner.way is Way.FILE


# --- Files, for agencies without a network between them -----------------------------------


def _seal(said: Mapping[str, Any], secret: bytes) -> str:
    """That whoever wrote a file holds the secret, and that nobody changed it since."""
    key = HKDF(SHA256(), 32, salt=None, info=b"lintel token file").derive(secret)
    canonical = json.dumps(said, sort_keys=True, separators=(",", ":")).encode()
    return hmac.new(key, canonical, hashlib.sha256).hexdigest()


def questions_file(council: str, partner: str, *, at: datetime) -> dict[str, Any]:
    """Every question that waits for a partner.

    Errors:
        NotThere: asking is off, or the partner takes no part.
    """
    secret = _newest(council, partner)
    found = queries.waiting(council, partner, since=at - timedelta(days=30))
    said = {
        "format": QUESTION,
        "from": council,
        "to": partner,
        "key_id": secret[0],
        "questions": [question_as_plain(queries.question_of(asking)) for asking in found],
    }
    return {**said, "seal": _seal(said, secret[1])}


def answers_file(council: str, held: Mapping[str, Any], *, by: Viewer, at: datetime) -> dict:
    """The answers to a file of questions.

    Errors:
        NotThere: asking is off, or the partner takes no part.
        Invalid: it is not a file of questions, or was changed on the way.
        TooOften, Refused: as `answer_question`; answers before it stand, and come out again.
    """
    partner, secret = _opened(council, held, QUESTION, "from")
    answers = [
        answers_as_plain(
            actions.answer_question(
                question=question_from(each), council=council, partner=partner, by=by, at=at
            )
        )
        for each in held["questions"]
    ]
    said = {
        "format": ANSWER,
        "from": council,
        "to": partner,
        "key_id": held["key_id"],
        "answers": answers,
    }
    return {**said, "seal": _seal(said, secret)}


def take_file(council: str, held: Mapping[str, Any], *, by: Viewer, at: datetime) -> int:
    """Keep the answers of a file; how many questions they answer.

    Errors:
        NotThere: asking is off, the partner takes no part, or we did not ask one of them.
        Invalid: it is not a file of answers, or was changed on the way.
    """
    _opened(council, held, ANSWER, "from")
    for each in held["answers"]:
        actions.take_answer(answers=answers_from(each), by=by, at=at)
    return len(held["answers"])


def _newest(council: str, partner: str) -> tuple[str, bytes]:
    if partner not in partners_with_keys(council):
        raise NotThere("asking by token is off here, or that partner takes no part")
    return list(keys_with(council, partner).items())[-1]


def _opened(council: str, held: Mapping[str, Any], wanted: str, whose: str) -> tuple[str, bytes]:
    """Which partner a file is from and the secret it is sealed with."""
    partner = str(held.get(whose, ""))
    _newest(council, partner)
    secret = keys_with(council, partner).get(str(held.get("key_id", "")))
    said = {name: value for name, value in held.items() if name != "seal"}
    if secret is None or held.get("to") != council or held.get("format") != wanted:
        raise Invalid(Refusal("not_for_us", "This file is not for us, or is of another kind"))
    if not hmac.compare_digest(_seal(said, secret), str(held.get("seal", ""))):
        raise Invalid(Refusal("changed", "This file was changed on the way. Ask for it again"))
    return partner, secret
