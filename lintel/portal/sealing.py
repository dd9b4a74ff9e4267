"""Drafts are sealed with a key that is not in the database.

Each draft has a content key of its own, wrapped once for the cookie and once for the code that
brings it back. Whoever reads the database alone has neither. It does not protect a draft from
somebody who holds the instance's secret *and* the cookie or the code.
"""

import hashlib
import hmac
import json
import secrets
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE = 12


class NotOurs(Exception):
    """The key does not fit, or somebody changed what was sealed."""


def new_key() -> bytes:
    return secrets.token_bytes(32)


def digest(purpose: str, words: str) -> str:
    """What is kept of a cookie, a code or an address: enough to find, useless to read."""
    secret = settings.SECRET_KEY.encode()
    return hmac.new(secret, f"portal {purpose}:{words}".encode(), hashlib.sha256).hexdigest()


def wrap(key: bytes, purpose: str, words: str) -> bytes:
    """A content key that only `words` can take out again."""
    return _shut(_derived(purpose, words), key)


def unwrap(wrapped: bytes, purpose: str, words: str) -> bytes:
    """
    Errors:
        NotOurs: other words were given.
    """
    return _opened(_derived(purpose, words), bytes(wrapped))


def seal(content: dict[str, Any], key: bytes) -> bytes:
    # ASCII JSON carries what no database text column would: NUL and lone surrogates.
    return _shut(key, json.dumps(content, ensure_ascii=True).encode())


def unseal(sealed: bytes, key: bytes) -> dict[str, Any]:
    """
    Errors:
        NotOurs: another key was given.
    """
    return json.loads(_opened(key, bytes(sealed)))


def _derived(purpose: str, words: str) -> bytes:
    info = f"lintel portal {purpose}".encode()
    return HKDF(SHA256(), 32, salt=settings.SECRET_KEY.encode(), info=info).derive(words.encode())


def _shut(key: bytes, content: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, content, None)


def _opened(key: bytes, shut: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(shut[:NONCE], shut[NONCE:], None)
    except InvalidTag as wrong:
        raise NotOurs from wrong
