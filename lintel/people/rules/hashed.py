"""Keys as the database keeps them: numbers, so that an index of ten for each record stays small."""

from collections.abc import Iterable
from hashlib import blake2b

_BYTES = 8


def hashed(council: str, keys: Iterable[str]) -> list[int]:
    """A signed number of 64 bits for each key; the same key of two councils has two numbers.

    No secret is mixed in: what was told stands in clear in the same database, and an index made
    with a secret that is lost or changed would quietly find nobody.
    """
    person = blake2b(council.encode(), digest_size=16).digest()
    return [
        int.from_bytes(
            blake2b(key.encode(), digest_size=_BYTES, person=person).digest(), "big", signed=True
        )
        for key in keys
    ]
