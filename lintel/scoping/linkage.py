"""Making tokens and comparing them: the one place that knows the linkage libraries.

clkhash makes the tokens (cryptographic long-term keys: keyed Bloom filters, the keys derived from
the shared secret by HKDF), anonlink compares them (Dice). Neither is needed to run Lintel, so they
are only looked for when they are wanted.
"""

import warnings
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from typing import Any

from lintel.scoping.rules.said import Said
from lintel.scoping.rules.tokens import BYTES, SCHEMA


@cache
def is_installed() -> bool:
    """Whether the packages of requirements/linkage.txt are there."""
    return all(find_spec(name) for name in ("clkhash", "anonlink", "bitarray"))


@cache
def _libraries() -> tuple[Any, Any, Any]:
    with warnings.catch_warnings():
        # anonlink still asks pkg_resources for its own version, and what it rests on is as old.
        warnings.filterwarnings("ignore", category=DeprecationWarning)
        warnings.filterwarnings("ignore", message=".*pkg_resources.*")
        import anonlink
        import bitarray
        from clkhash import clk, key_derivation, schema
    return anonlink, bitarray, (clk, key_derivation, schema)


@cache
def _schema() -> Any:
    _, _, (_, _, schema) = _libraries()
    return schema.from_json_dict(SCHEMA)


@cache
def _keys(secret: bytes) -> Any:
    _, _, (_, derivation, _) = _libraries()
    made = _schema()
    return derivation.generate_key_lists(
        secret,
        len(made.fields),
        key_size=made.kdf_key_size,
        salt=made.kdf_salt,
        info=made.kdf_info,
        kdf=made.kdf_type,
        hash_algo=made.kdf_hash,
    )


def tokens(said: Sequence[Said], secret: bytes) -> list[bytes]:
    """A token for each, in their order; the same words and secret always make the same."""
    _, _, (clk, _, _) = _libraries()
    rows = [one.as_row() for one in said]
    made, _ = clk.hash_chunk(rows, _keys(secret), _schema(), validate_data=False)
    return [one.tobytes() for one in made]


def most_alike(asked: Sequence[bytes], kept: Sequence[bytes], *, least: float) -> list[float]:
    """For each token asked about, how like the likest kept one is: 0 to 1, 0.0 below `least`."""
    anonlink, bitarray, _ = _libraries()
    best = [0.0] * len(asked)
    if not asked or not kept:
        return best

    def bits(token: bytes) -> Any:
        made = bitarray.bitarray(endian="big")
        made.frombytes(token)
        return made

    sets = [[bits(one) for one in asked], [bits(one) for one in kept]]
    likeness, places = anonlink.similarities.dice_coefficient(sets, least, k=1)
    for value, place in zip(likeness, places[0], strict=True):
        best[place] = max(best[place], value)
    return best


def is_token(token: bytes) -> bool:
    """Whether it has the length of one, and says something."""
    return len(token) == BYTES and any(token)
