"""Keeping what somebody types until they send it, so that only they can read it.

A draft is opened with the token in a cookie, or once with a code. Each function takes one
short transaction; nothing here is ever logged.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from lintel.files.drafts import drop_draft_files, gone_from_draft, keep_draft_files
from lintel.portal import sealing
from lintel.portal.models import Draft, Knocks
from lintel.portal.rules import keeping
from lintel.portal.rules.answers import Answers, FileKept

COOKIE, CODE = "cookie", "code"


@dataclass(frozen=True, slots=True)
class Sent:
    """What is left of a draft for an hour after it was sent."""

    reference: str
    council: str
    kind: str
    professional: bool
    anonymous: bool


@dataclass(frozen=True, slots=True)
class Held:
    """A draft as its owner sees it. Shape: `key` makes sending it twice the same as once."""

    answers: Answers
    key: str
    sent: Sent | None = None


def begin(answers: Answers, *, at: datetime) -> str:
    """Keep a new draft; the token that opens it."""
    token, key = secrets.token_urlsafe(32), sealing.new_key()
    Draft.objects.create(
        cookie=sealing.digest(COOKIE, token),
        cookie_wrap=sealing.wrap(key, COOKIE, token),
        sealed=sealing.seal({"answers": answers.as_plain(), "key": secrets.token_hex(16)}, key),
        expires_at=at + keeping.KEPT_FOR,
    )
    return token


def held(token: str, *, at: datetime) -> Held | None:
    """The draft that a token opens; None when there is none or its time is over."""
    draft = _find(Draft.objects.all(), token, at)
    return None if draft is None else _opened(draft, token)[0]


def keep(token: str, change: Callable[[Answers], Answers], *, at: datetime) -> Held | None:
    """Change what a draft holds; None when there is none. A draft that was sent stays sent."""
    with transaction.atomic():
        draft = locked(token, at=at)
        if draft is None:
            return None
        now, key = _opened(draft, token)
        if now.sent:
            return now
        after = Held(change(now.answers), now.key)
        draft.sealed = sealing.seal({"answers": after.answers.as_plain(), "key": now.key}, key)
        draft.expires_at = at + keeping.KEPT_FOR
        draft.save(update_fields=["sealed", "expires_at"])
        keep_draft_files(after.answers.file_ids, until=draft.expires_at)
        return after


def let_go_of_what_is_gone(token: str, *, at: datetime) -> tuple[str, ...]:
    """Take out of a draft the files that were cleared away; the names they had."""
    gone: list[FileKept] = []

    def change(answers: Answers) -> Answers:
        missing = gone_from_draft(answers.file_ids)
        gone.extend(one for one in answers.files if UUID(one.id) in missing)
        for one in gone:
            answers = answers.without_file(one.id)
        return answers

    keep(token, change, at=at)
    return tuple(one.name for one in gone)


def locked(token: str, *, at: datetime) -> Draft | None:
    """The row of a token, held until the caller's transaction ends."""
    return _find(Draft.objects.select_for_update(), token, at)


def opened(draft: Draft, token: str) -> Held:
    return _opened(draft, token)[0]


def mark_sent(draft: Draft, token: str, sent: Sent, *, at: datetime) -> None:
    """Replace everything typed by the reference, in the caller's transaction."""
    _, key = _opened(draft, token)
    plain = {name: getattr(sent, name) for name in Sent.__slots__}
    draft.sealed = sealing.seal({"sent": plain}, key)
    draft.code, draft.code_wrap = None, b""
    draft.expires_at = at + keeping.RECEIPT_FOR
    draft.save()


def put_aside(token: str, *, at: datetime) -> str | None:
    """A code that opens the draft once, instead of any code given before.

    The cookie still opens it, in case the answer that carries the code never arrives.
    """
    with transaction.atomic():
        draft = locked(token, at=at)
        if draft is None:
            return None
        key = sealing.unwrap(draft.cookie_wrap, COOKIE, token)
        code = keeping.new_code()
        plain = keeping.tidy_code(code)
        draft.code = sealing.digest(CODE, plain)
        draft.code_wrap = sealing.wrap(key, CODE, plain)
        draft.expires_at = at + keeping.KEPT_FOR
        draft.save(update_fields=["code", "code_wrap", "expires_at"])
        keep_draft_files(_opened(draft, token)[0].answers.file_ids, until=draft.expires_at)
        return code


def bring_back(code: str, *, at: datetime) -> str | None:
    """A new token for the draft of a code, which is then used up, as is the old cookie.

    None for a code that is wrong, used or too old: the three look the same.
    """
    plain = keeping.tidy_code(code)
    with transaction.atomic():
        draft = (
            Draft.objects.select_for_update()
            .filter(code=sealing.digest(CODE, plain), expires_at__gt=at)
            .first()
        )
        if draft is None:
            return None
        key = sealing.unwrap(draft.code_wrap, CODE, plain)
        token = secrets.token_urlsafe(32)
        draft.cookie = sealing.digest(COOKIE, token)
        draft.cookie_wrap = sealing.wrap(key, COOKIE, token)
        draft.code, draft.code_wrap = None, b""
        draft.save(update_fields=["cookie", "cookie_wrap", "code", "code_wrap"])
        return token


def throw_away(token: str, *, at: datetime) -> None:
    """Delete a draft and what was to go with it."""
    with transaction.atomic():
        draft = locked(token, at=at)
        if draft is not None:
            drop_draft_files(_opened(draft, token)[0].answers.file_ids)
            draft.delete()


def forget_expired(*, at: datetime) -> int:
    """Delete what has expired; how many drafts that was."""
    gone, _ = Draft.objects.filter(expires_at__lte=at).delete()
    Knocks.objects.filter(begins_at__lt=at - 2 * keeping.WINDOW).delete()
    return gone


def may_knock(address: str, purpose: str, *, limit: int, at: datetime) -> bool:
    """Count one more from an address; whether it is within the limit of this window."""
    seconds = keeping.WINDOW.total_seconds()
    begins = datetime.fromtimestamp(at.timestamp() // seconds * seconds, tz=at.tzinfo)
    whose = {"address": sealing.digest("address", address), "purpose": purpose}
    with transaction.atomic():
        knocks, _ = Knocks.objects.select_for_update().get_or_create(**whose, begins_at=begins)
        if knocks.count >= limit:
            return False
        Knocks.objects.filter(pk=knocks.pk).update(count=F("count") + 1)
    return True


def _find(drafts: Any, token: str, at: datetime) -> Draft | None:
    return drafts.filter(cookie=sealing.digest(COOKIE, token), expires_at__gt=at).first()


def _opened(draft: Draft, token: str) -> tuple[Held, bytes]:
    key = sealing.unwrap(draft.cookie_wrap, COOKIE, token)
    content = sealing.unseal(draft.sealed, key)
    if "sent" in content:
        return Held(Answers(), "", Sent(**content["sent"])), key
    return Held(Answers.of_plain(content["answers"]), content["key"]), key
