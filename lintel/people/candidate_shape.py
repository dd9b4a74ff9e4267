"""A candidate in the shape the contract promises, for the API and the command line alike."""

from collections.abc import Iterable
from typing import Any

from lintel.people.finding import Candidate
from lintel.people.rules.likeness import Relation


def candidate_plain(one: Candidate) -> dict[str, Any]:
    return {
        "person_id": str(one.person_id),
        "sources": [{"source": source, "source_ref": ref} for source, ref in one.sources],
        "probability": one.probability,
        "weight": round(one.weight, 2),
        "prior_weight": round(one.prior, 2),
        "band": one.band.value,
        "relation": one.relation.value,
        "reasons": [
            {
                "field": each.field,
                "agreement": each.how.value,
                "weight": round(each.weight, 2),
                "words": each.words,
            }
            for each in one.agreements
        ],
    }


def best_band(found: Iterable[Candidate]) -> str:
    """The band of the best who may be the same person; "none" when there is nobody."""
    same = [one.band.value for one in found if one.relation is Relation.SAME]
    return same[0] if same else "none"
