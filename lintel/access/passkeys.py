"""Passkeys beside one-time codes: keys on a telephone, a laptop or a stick, kept in allauth's rows.

A passkey is asked for with its holder's finger, face or PIN (user verification), answers one
challenge of one session, and belongs to the host name it was made at. Lintel keeps the public
half only. The password is asked for all the same.
"""

import ipaddress
import json
import struct
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from lintel.access.models import Account

WEBAUTHN = Authenticator.Type.WEBAUTHN
MOST = 10
LONGEST = 16_000  # characters of an answer; an honest one has some hundreds
# What the libraries raise at no answer: they read JSON, CBOR and keys that anybody may send.
UNREADABLE = (
    ValidationError,
    InvalidSignature,
    UnsupportedAlgorithm,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
)


@dataclass(frozen=True, slots=True)
class Passkey:
    passkey_id: int
    name: str
    added_at: datetime
    last_used_at: datetime | None


def can_be_used_here(request: HttpRequest) -> bool:
    """Browsers make passkeys for a host name only, never for a number."""
    host = request.get_host().rsplit(":", 1)[0].strip("[]")
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return True
    return False


def passkeys_of(account: Account) -> list[Passkey]:
    rows = Authenticator.objects.filter(user=account, type=WEBAUTHN).order_by("created_at", "id")
    return [Passkey(row.pk, row.data["name"], row.created_at, row.last_used_at) for row in rows]


def has_passkey(account: Account) -> bool:
    return Authenticator.objects.filter(user=account, type=WEBAUTHN).exists()


def was_used(account: Account, *, since: int) -> bool:
    """Whether a passkey that is still there has answered since then, in seconds of 1970."""
    kept = Authenticator.objects.filter(user=account, type=WEBAUTHN)
    return kept.filter(last_used_at__gte=datetime.fromtimestamp(since, UTC)).exists()


def begin_adding(account: Account) -> dict[str, Any]:
    """What the browser is asked to make a key from. The challenge stays in the session."""
    return auth.begin_registration(account, passwordless=True)


def begin_using(account: Account | None) -> dict[str, Any]:
    """What the browser is asked to answer with a key of this account, or with any it has."""
    return auth.begin_authentication(account)


def read_new(said: str) -> dict[str, Any] | None:
    """The new key, if it answers this session's challenge; None if it does not."""
    try:
        credential = _read(said)
        auth.parse_registration_response(credential)
        made = auth.complete_registration(credential)
    except UNREADABLE:
        return None
    return credential if made.is_user_verified() else None


def is_theirs(account: Account, said: str, *, at: datetime) -> bool:
    """Whether the answer is from a key of this account to this session's challenge, spent now."""
    try:
        credential = _read(said)
        auth.parse_authentication_response(credential)
        row = auth.complete_authentication(account, credential)
    except UNREADABLE:
        return False
    row.last_used_at = at
    row.save(update_fields=["last_used_at"])
    return True


def whose(said: str, *, at: datetime) -> Account | None:
    """Whose key has answered this session's challenge, when nobody had said who they are."""
    try:
        account = auth.extract_user_from_response(_read(said))
    except UNREADABLE:
        return None
    right = account.is_human and account.is_active and is_theirs(account, said, at=at)
    return account if right else None


def _read(said: str) -> dict[str, Any]:
    """
    Errors:
        ValueError: it is no JSON object, far too long to be an answer, or holds what no database
            keeps: NaN, half a character, a nought.
        RecursionError: it is nested without end.
    """
    if len(said) > LONGEST:
        raise ValueError("too long")
    read = json.loads(said, parse_constant=_refuse)
    if not isinstance(read, dict):
        raise ValueError("no object")
    json.dumps(read, ensure_ascii=False, allow_nan=False).encode()
    if "\\u0000" in json.dumps(read):
        raise ValueError("a nought")
    return read


def _refuse(constant: str) -> None:
    raise ValueError(constant)
