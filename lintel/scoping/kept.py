"""The tokens of the children a council knows: made by the worker, kept sealed, read to answer."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from lintel.people.children import children_known, tellings_of
from lintel.policy.asking import AskingByToken
from lintel.policy.in_force import councils, policy_for
from lintel.scoping import linkage
from lintel.scoping.models import KeptTokens
from lintel.scoping.rules.said import said_of
from lintel.scoping.rules.tokens import BYTES, VERSION
from lintel.scoping.sealing import seal, unseal
from lintel.scoping.shared_keys import keys_with

PARTS = 64
BYTES_AT_ONCE = 1_000_000  # written in one statement: nobody waits long for it


def asking_in(council: str) -> AskingByToken | None:
    """What the council has set, when it asks by token and the libraries are there; else None."""
    asking = policy_for(council).asking_by_token
    return asking if asking.on and linkage.is_installed() else None


def partners_with_keys(council: str) -> list[str]:
    """Those that take part: the policy names them and a secret is in place."""
    asking = asking_in(council)
    return [] if asking is None else [key for key in asking.partners if keys_with(council, key)]


def make_tokens(*, at: datetime) -> int:
    """Make what is missing or out of date for every council, partner and key; how many parts.

    Tokens of a key that is no longer there go, and so does everything where asking is off.
    """
    made, wanted = 0, set()
    for council in councils():
        partners = partners_with_keys(council)
        parts = _parts(council) if partners else {}
        for partner in partners:
            for key_id, secret in keys_with(council, partner).items():
                whose = (council, partner, key_id)
                wanted.add(whose)
                made += _bring_up_to_date(whose, secret, parts, at=at)
    for row in KeptTokens.objects.values_list("council", "partner", "key_id").distinct():
        if row not in wanted:
            council, partner, key_id = row
            KeptTokens.objects.filter(council=council, partner=partner, key_id=key_id).delete()
    return made


def _parts(council: str) -> dict[int, tuple[str, list[UUID]]]:
    """Every child by part, with the part's mark."""
    parts: dict[int, list[tuple[UUID, int]]] = defaultdict(list)
    for person_id, version in children_known(council):
        parts[person_id.int % PARTS].append((person_id, version))
    return {part: _marked(parts.get(part, [])) for part in range(PARTS)}


def _marked(people: Iterable[tuple[UUID, int]]) -> tuple[str, list[UUID]]:
    people = sorted(people)
    words = "\n".join([VERSION, *(f"{person_id} {version}" for person_id, version in people)])
    return hashlib.sha256(words.encode()).hexdigest(), [person_id for person_id, _ in people]


def _bring_up_to_date(
    whose: tuple[str, str, str],
    secret: bytes,
    parts: dict[int, tuple[str, list[UUID]]],
    *,
    at: datetime,
) -> int:
    council, partner, key_id = whose
    kept = KeptTokens.objects.filter(council=council, partner=partner, key_id=key_id)
    there = dict(kept.values_list("part", "mark"))
    stale = [part for part, (mark, _) in parts.items() if there.get(part) != mark]
    rows: list[KeptTokens] = []
    for part in stale:
        mark, people = parts[part]
        said = {one for told in tellings_of(people) for one in said_of(told)}
        # In the order of the tokens themselves, which says nothing of whose they are.
        tokens = sorted(set(linkage.tokens(sorted(said, key=lambda s: s.as_row()), secret)))
        sealed = seal(b"".join(tokens), _purpose(whose, part))
        rows.append(
            KeptTokens(
                council=council,
                partner=partner,
                key_id=key_id,
                part=part,
                mark=mark,
                made_at=at,
                sealed=sealed,
            )
        )
        if sum(len(row.sealed) for row in rows) > BYTES_AT_ONCE:
            _keep(rows)
            rows = []
    _keep(rows)
    return len(stale)


def _keep(rows: list[KeptTokens]) -> None:
    """In the place of what was kept of these parts; of two workers at once the later one stays."""
    KeptTokens.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["council", "partner", "key_id", "part"],
        update_fields=["mark", "made_at", "sealed"],
    )


def _purpose(whose: tuple[str, str, str], part: int) -> str:
    return "/".join((*whose, str(part), VERSION))


def tokens_kept(council: str, partner: str, key_id: str) -> list[bytes] | None:
    """Every token made with a key, in no order; None when they have not all been made yet."""
    rows = KeptTokens.objects.filter(council=council, partner=partner, key_id=key_id)
    found = list(rows.values_list("part", "sealed"))
    if len(found) < PARTS:
        return None
    whose = (council, partner, key_id)
    return [
        together[start : start + BYTES]
        for part, sealed in found
        for together in [unseal(bytes(sealed), _purpose(whose, part))]
        for start in range(0, len(together), BYTES)
    ]
