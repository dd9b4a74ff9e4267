"""Tokens that are kept are sealed with the instance's secret, which is not in the database.

Whoever steals the database alone has no tokens to attack. It does not protect them from somebody
who holds the data folder too.
"""

import secrets

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE = 12


def _key(purpose: str) -> bytes:
    info = f"lintel scoping {purpose}".encode()
    return HKDF(SHA256(), 32, salt=None, info=info).derive(settings.SECRET_KEY.encode())


def seal(content: bytes, purpose: str) -> bytes:
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(_key(purpose)).encrypt(nonce, content, purpose.encode())


def unseal(sealed: bytes, purpose: str) -> bytes:
    """
    Errors:
        InvalidTag: it was sealed by another instance, for another purpose, or changed.
    """
    return AESGCM(_key(purpose)).decrypt(sealed[:NONCE], sealed[NONCE:], purpose.encode())
