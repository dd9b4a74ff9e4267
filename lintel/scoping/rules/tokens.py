"""The linkage schema that both sides follow, word for word. Another schema is another version."""

from typing import Any

VERSION = "lintel-child-1"
BITS = 1024
BYTES = BITS // 8


def _field(name: str, n: int, bits: int, *, positional: bool = False) -> dict[str, Any]:
    return {
        "identifier": name,
        "format": {"type": "string", "encoding": "utf-8"},
        "hashing": {
            "comparison": {"type": "ngram", "n": n, "positional": positional},
            "strategy": {"bitsPerFeature": bits},
            "hash": {"type": "doubleHash"},
        },
    }


SCHEMA: dict[str, Any] = {
    "version": 3,
    "clkConfig": {
        "l": BITS,
        # Folded on itself: a frequent pair of letters no longer leaves its bits in plain sight.
        "xor_folds": 1,
        "kdf": {
            "type": "HKDF",
            "hash": "SHA256",
            "info": "bGludGVsLWNoaWxkLTE=",  # lintel-child-1
            "salt": "bGludGVsLXRva2Vucw==",  # lintel-tokens
            "keySize": 64,
        },
    },
    "features": [
        _field("given name", 2, 140),
        _field("family name", 2, 140),
        _field("date of birth", 1, 280, positional=True),
        _field("sex", 1, 16),
        _field("postcode", 2, 60, positional=True),
    ],
}
