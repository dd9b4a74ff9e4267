"""Names of invented people, by naming community: spellings of one name, short forms, surnames.

Hand-written for Lintel. A line holds one name: its spellings with `/` between them (the first
is the usual one, the others are how people also write or hear it), then `~` and short forms.
Nobody is described: given and family names are drawn apart from each other.
"""

from lintel.demo.names import african, british, eastern, european, southern
from lintel.demo.names.tables import Community, Name

__all__ = ["COMMUNITIES", "Community", "Name", "community"]

COMMUNITIES: tuple[Community, ...] = (
    *british.COMMUNITIES,
    *european.COMMUNITIES,
    *southern.COMMUNITIES,
    *african.COMMUNITIES,
    *eastern.COMMUNITIES,
)

_BY_KEY = {community.key: community for community in COMMUNITIES}


def community(key: str) -> Community:
    return _BY_KEY[key]
