"""Questions by token: "Do you know this child?", asked by a partner's system without saying who."""

import base64
import binascii
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from lintel.access.guards import asks_for
from lintel.access.viewers import Permission
from lintel.api.answers import ProblemOut
from lintel.api.routes import REFUSALS
from lintel.api.shapes import Moment, Shape, Words
from lintel.scoping import actions, queries
from lintel.scoping.rules.answers import Question

router = Router(tags=["questions by token"])


def _base64(words: str) -> str:
    try:
        base64.b64decode(words, validate=True)
    except (ValueError, binascii.Error):
        raise PydanticCustomError("not_base64", "Send base64") from None
    return words


class TokenQuestionIn(Shape):
    """One question about some children; a token for each."""

    question_id: UUID
    asked_at: Moment
    purpose: Annotated[Words, Field(max_length=40)]
    key_id: Annotated[Words, Field(max_length=40)]
    schema_version: Annotated[Words, Field(max_length=40, alias="schema")]
    tokens: list[Annotated[Words, Field(max_length=400), AfterValidator(_base64)]] = Field(
        min_length=1, max_length=100
    )

    def asked(self) -> Question:
        return Question(
            question_id=self.question_id,
            asked_at=self.asked_at,
            purpose=self.purpose,
            key_id=self.key_id,
            version=self.schema_version,
            tokens=tuple(base64.b64decode(each, validate=True) for each in self.tokens),
        )


class RingOut(Schema):
    team: str
    telephone: str


class TokenAnswersOut(Schema):
    """Shape: `answers` are yes, perhaps or no, one for each token, in their order."""

    question_id: UUID
    answered_at: datetime
    answers: list[str]
    ring: RingOut


@router.post(
    "/token-questions",
    response={200: TokenAnswersOut, **REFUSALS, 429: ProblemOut},
    summary="Do you know this child?",
)
@asks_for(Permission.PUT_TOKEN_QUESTION, "token question")
def token_question(request: HttpRequest, sent: TokenQuestionIn) -> Any:
    """For systems of agencies that share a secret with the council; 404 for everybody else, and
    where the council does not ask by token. Send the same question_id again after a failure: the
    same answer comes back. Refusals: tokens_not_made, question_id_reused."""
    viewer = request.viewer  # type: ignore[attr-defined]
    queries.asking_for(viewer)
    viewer.must(Permission.PUT_TOKEN_QUESTION)
    partner = queries.partner_bringing(viewer)
    given = actions.answer_question(
        question=sent.asked(),
        council=viewer.council,
        partner=partner.key,
        by=viewer,
        at=timezone.now(),
    )
    return TokenAnswersOut(
        question_id=given.question_id,
        answered_at=given.answered_at,
        answers=list(given.answers),
        ring=RingOut(team=given.ring_team, telephone=given.ring_phone),
    )
