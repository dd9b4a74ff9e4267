"""Sealing so that whoever seals cannot open, and any two of those who hold a part can. Pure.

A snapshot is encrypted to a public key (X25519, HKDF-SHA256, AES-256-GCM). The private key is
kept nowhere: it is split by Shamir's scheme into parts, one for each holder. One part alone says
nothing about it. What is changed by a single bit does not open.
"""

import base64
import hashlib
import os
from collections.abc import Sequence

# pycryptodome, which is kept up, under the name of the pycrypto that is not.
from Crypto.Protocol.SecretSharing import Shamir  # nosec B413
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NEEDED = 2
FEWEST, MOST = 2, 15
MARK = b"LINTEL-SNAPSHOT-1\n"
PART = "LINTEL-PART-1"
_HALF, _KEY, _NONCE, _SUM = 16, 32, 12, 4


class CannotOpen(ValueError):
    """The seal does not open. The message is one sentence that says what is wrong."""


def new_keys(holders: int) -> tuple[bytes, list[str]]:
    """A public key, and a part of the private one for each holder; any two parts open.

    Errors:
        ValueError: fewer than two holders, or more than fifteen.
    """
    if not FEWEST <= holders <= MOST:
        raise ValueError(f"Between {FEWEST} and {MOST} people hold a part of the key")
    private = X25519PrivateKey.generate()
    secret = private.private_bytes_raw()
    public = private.public_key().public_bytes_raw()
    halves = (
        Shamir.split(NEEDED, holders, secret[:_HALF]),
        Shamir.split(NEEDED, holders, secret[_HALF:]),
    )
    return public, [
        _part(number, first + second, public)
        for (number, first), (_, second) in zip(*halves, strict=True)
    ]


def seal(content: bytes, public: bytes) -> bytes:
    """`content`, to be opened by two holders of the key that `public` belongs to."""
    ours = X25519PrivateKey.generate()
    shared = ours.exchange(X25519PublicKey.from_public_bytes(public))
    sent, nonce = ours.public_key().public_bytes_raw(), os.urandom(_NONCE)
    key = _derived(shared, sent, public)
    return MARK + public + sent + nonce + AESGCM(key).encrypt(nonce, content, MARK + public + sent)


def opened(sealed: bytes, parts: Sequence[str]) -> bytes:
    """What was sealed, for those who bring two parts of its key.

    Errors:
        CannotOpen: too few parts, a part of another key, or what is sealed was changed.
    """
    if not sealed.startswith(MARK) or len(sealed) < len(MARK) + 2 * _KEY + _NONCE:
        raise CannotOpen("This file is not a snapshot of Lintel, or its beginning was changed")
    body = sealed[len(MARK) :]
    public, sent, rest = body[:_KEY], body[_KEY : 2 * _KEY], body[2 * _KEY :]
    private = _private(parts, public)
    key = _derived(private.exchange(X25519PublicKey.from_public_bytes(sent)), sent, public)
    try:
        return AESGCM(key).decrypt(rest[:_NONCE], rest[_NONCE:], MARK + public + sent)
    except InvalidTag as changed:
        raise CannotOpen("This snapshot was changed or cut short; use an earlier one") from changed


def _derived(shared: bytes, sent: bytes, public: bytes) -> bytes:
    return HKDF(SHA256(), _KEY, salt=sent + public, info=MARK).derive(shared)


def _private(parts: Sequence[str], public: bytes) -> X25519PrivateKey:
    read = dict(_read(part, public) for part in parts)
    if len(read) < NEEDED:
        raise CannotOpen("Two different parts of the key are needed, each from its own holder")
    chosen = sorted(read.items())[:NEEDED]
    secret = b"".join(
        Shamir.combine([(number, piece[at : at + _HALF]) for number, piece in chosen])
        for at in (0, _HALF)
    )
    private = X25519PrivateKey.from_private_bytes(secret)
    if private.public_key().public_bytes_raw() != public:
        raise CannotOpen("These parts are not of the key this snapshot was sealed with")
    return private


def _part(number: int, piece: bytes, public: bytes) -> str:
    """One line a person can keep on paper: which key, which part, and a sum that finds a slip."""
    words = f"{PART} {_named(public)} {number} {base64.b32encode(piece).decode().rstrip('=')}"
    return f"{words} {_sum(words)}"


def _read(part: str, public: bytes) -> tuple[int, bytes]:
    words, _, checked = " ".join(part.split()).rpartition(" ")
    said = words.split(" ")
    if len(said) != 4 or said[0] != PART or _sum(words) != checked:
        raise CannotOpen("A part of the key was not copied whole; look for a letter that is wrong")
    _, key, number, piece = said
    if key != _named(public):
        raise CannotOpen("A part belongs to another key than the one this snapshot was sealed with")
    return int(number), base64.b32decode(piece + "=" * (-len(piece) % 8))


def _named(public: bytes) -> str:
    return hashlib.sha256(public).hexdigest()[:8]


def _sum(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[: 2 * _SUM]
