"""Asking, answering, and taking an answer. None of them links anybody to anybody."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lintel.access.viewers import Permission, Viewer
from lintel.audit import trail
from lintel.contacts import queries as contacts
from lintel.kernel.refusals import Invalid, NotThere, Refusal, Refused, TooOften
from lintel.scoping import linkage, queries
from lintel.scoping.kept import partners_with_keys, tokens_kept
from lintel.scoping.models import Answered, AskedAbout, Asking, Turn
from lintel.scoping.rules.answers import (
    DAY,
    Answer,
    Answers,
    Question,
    State,
    answer_of,
    reasons_not_to_ask,
    wait_for,
)
from lintel.scoping.rules.tokens import VERSION
from lintel.scoping.shared_keys import keys_with

OBJECT = "token question"


@transaction.atomic
def ask_partner(
    *,
    contact_id: UUID,
    partner: str,
    purpose: str,
    record_ids: Sequence[UUID],
    by: Viewer,
    at: datetime,
) -> UUID:
    """Record that a partner is asked about children of a contact; the asking's id. It is carried
    there afterwards, by `carrying`.

    Errors:
        NotThere: asking is off, or there is no such contact for `by`.
        NotPermitted: the role does not ask.
        Invalid: every reason at once.
    """
    asking = queries.asking_for(by)
    contact = contacts.the_contact(by, contact_id)
    by.must(Permission.ASK_BY_TOKEN)
    children = {child.record_id for child in contacts.contact_view(by, contact).children or ()}
    wanted = [each for each in dict.fromkeys(record_ids) if each in children]
    ready = partners_with_keys(by.council)
    refusals = reasons_not_to_ask(
        asking,
        partner=partner,
        partners=ready,
        purpose=purpose,
        children=len(wanted),
        unaskable=sum(not queries.may_be_asked_about(by.council, each) for each in wanted),
    )
    if refusals:
        raise Invalid(*refusals)
    made = Asking.objects.create(
        council=by.council,
        partner=partner,
        key_id=list(keys_with(by.council, partner))[-1],
        purpose=purpose,
        contact_id=contact_id,
        reference=contact.reference,
        asked_at=at,
        asked_by_id=by.account_id,
    )
    for place, record_id in enumerate(wanted):
        AskedAbout.objects.create(asking=made, place=place, record_id=record_id)
    trail.record(
        did=Permission.ASK_BY_TOKEN,
        object_type="contact",
        object_id=str(contact_id),
        by=by,
        at=at,
        why=f"{partner} {purpose} {len(wanted)} {made.id}",
        council=by.council,
    )
    return made.id


@transaction.atomic
def answer_question(
    *, question: Question, council: str, partner: str, by: Viewer, at: datetime
) -> Answers:
    """Yes, perhaps or no for each token, and whom to ring. Asked again, the same answer.

    The tokens are compared and forgotten: what is kept is who asked, why and how many.

    Errors:
        NotThere: asking is off here, or the partner takes no part.
        Invalid: the question is not one; every reason at once.
        TooOften: the partner has asked about as many children as it may for now.
        Refused: our own tokens have not been made yet, or the id was used for another question.
    """
    asking = queries.asking_for(by)
    if partner not in partners_with_keys(council):
        raise NotThere("asking by token")
    Turn.objects.select_for_update().get_or_create(council=council, partner=partner)
    digest = hashlib.sha256(b"".join(question.tokens)).hexdigest()
    before = Answered.objects.filter(
        council=council, partner=partner, question_id=question.question_id
    ).first()
    if before is not None:
        if (before.digest, before.purpose) != (digest, question.purpose):
            said = "Send another question_id: this one was another question"
            raise Refused(Refusal("question_id_reused", said, field="question_id"))
        return _answers(before)
    refusals = _reasons_not_to_answer(question, council, partner, at=at)
    if refusals:
        raise Invalid(*refusals)
    earlier = Answered.objects.filter(
        council=council, partner=partner, purpose=question.purpose, answered_at__gt=at - DAY
    ).values_list("answered_at", "children")
    wait = wait_for(len(question.tokens), earlier, asking, at=at)
    if wait is not None:
        raise TooOften(wait)
    kept = tokens_kept(council, partner, question.key_id)
    if kept is None:
        said = "Ask again in ten minutes: tokens are still being made with this key"
        raise Refused(Refusal("tokens_not_made", said))
    likeness = linkage.most_alike(question.tokens, kept, least=asking.perhaps_from / 100)
    row = Answered.objects.create(
        council=council,
        partner=partner,
        question_id=question.question_id,
        key_id=question.key_id,
        purpose=question.purpose,
        asked_at=question.asked_at,
        answered_at=at,
        brought_by=by.account_id,
        children=len(question.tokens),
        answers=[answer_of(value, asking) for value in likeness],
        digest=digest,
    )
    trail.record(
        did=Permission.PUT_TOKEN_QUESTION,
        object_type=OBJECT,
        object_id=str(question.question_id),
        by=by,
        at=at,
        why=f"{partner} {question.purpose} {row.children}",
        council=council,
    )
    return _answers(row)


def _answers(row: Answered) -> Answers:
    team, phone = queries.whom_to_ring(row.council)
    return Answers(row.question_id, row.answered_at, tuple(map(Answer, row.answers)), team, phone)


def _reasons_not_to_answer(
    question: Question, council: str, partner: str, *, at: datetime
) -> tuple[Refusal, ...]:
    asking = queries.policy_for(council).asking_by_token
    found = []
    if question.version != VERSION:
        said = f"Send tokens made by the schema {VERSION}"
        found.append(Refusal("unknown_schema", said, field="schema"))
    if question.key_id not in keys_with(council, partner):
        said = "Send the id of a key that we share"
        found.append(Refusal("unknown_key", said, field="key_id"))
    if question.purpose not in asking.purposes:
        said = f"Send one of these purposes: {', '.join(asking.purposes)}"
        found.append(Refusal("unknown_purpose", said, field="purpose"))
    if not 1 <= len(question.tokens) <= asking.at_once:
        said = f"Send 1 to {asking.at_once} tokens"
        found.append(Refusal("too_many_tokens", said, field="tokens"))
    if not all(linkage.is_token(token) for token in question.tokens):
        said = "Send each token as base64 of 128 bytes, not all of them zero"
        found.append(Refusal("not_a_token", said, field="tokens"))
    if question.asked_at > at + DAY:
        said = "Send the moment it was asked, which is not in the future"
        found.append(Refusal("in_the_future", said, field="asked_at"))
    return tuple(found)


@transaction.atomic
def take_answer(*, answers: Answers, by: Viewer, at: datetime) -> UUID:
    """Keep what a partner said; the contact it was asked from. Said again, nothing changes.

    Errors:
        NotThere: we did not ask that.
        Invalid: there are not as many answers as children.
    """
    asking = _asking(answers.question_id, by)
    about = list(asking.about.order_by("place"))
    if len(about) != len(answers.answers):
        said = "The answer is not as long as the question"
        raise Invalid(Refusal("wrong_length", said, field="answers"))
    if asking.state == State.ANSWERED:
        return asking.contact_id
    for child, answer in zip(about, answers.answers, strict=True):
        child.answer = answer
        child.save(update_fields=["answer"])
    asking.ring_team, asking.ring_phone = answers.ring_team[:200], answers.ring_phone[:40]
    _end(asking, State.ANSWERED, "", by=by, at=at)
    return asking.contact_id


@transaction.atomic
def give_up(*, asking_id: UUID, why: str, by: Viewer, at: datetime) -> None:
    """Say that a partner did not answer. Shape: `why` is a code: "too_often", "refused".

    Errors:
        NotThere: we did not ask that.
    """
    asking = _asking(asking_id, by)
    if asking.state == State.WAITING:
        _end(asking, State.NOT_ANSWERED, why, by=by, at=at)


def _asking(asking_id: UUID, by: Viewer) -> Asking:
    found = Asking.objects.select_for_update().filter(id=asking_id, council=by.council).first()
    if found is None:
        raise NotThere("no such asking")
    return found


def _end(asking: Asking, state: State, refused: str, *, by: Viewer, at: datetime) -> None:
    asking.state, asking.ended_at, asking.refused = state, at, refused
    asking.save(update_fields=["state", "ended_at", "refused", "ring_team", "ring_phone"])
    trail.record(
        did=Permission.ASK_BY_TOKEN,
        object_type="contact",
        object_id=str(asking.contact_id),
        by=by,
        at=at,
        why=f"{state} {refused} {asking.id}".replace("  ", " "),
        council=asking.council,
    )
