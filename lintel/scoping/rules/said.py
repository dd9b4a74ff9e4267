"""What of a child goes into a token: made standard first, so that both sides write it alike."""

from dataclasses import dataclass

from lintel.people.rules.facts import facts_of
from lintel.people.rules.told import PersonTold


@dataclass(frozen=True, slots=True)
class Said:
    """Shape: standard letters and digits, "" where nothing was told; `born_on` as 20170309."""

    given: str
    family: str
    born_on: str
    sex: str
    postcode: str

    def as_row(self) -> tuple[str, ...]:
        """In the order of the schema's features."""
        return (self.given, self.family, self.born_on, self.sex, self.postcode)


def said_of(told: PersonTold) -> tuple[Said, ...]:
    """What a telling says, once for each name it gives; nothing when it is too little to ask by.

    A name without a birthday, or a birthday without a name, is like too many children.
    """
    facts = facts_of(told)
    if facts.born_on is None:
        return ()
    born_on = f"{facts.born_on:%Y%m%d}"
    return tuple(
        Said(" ".join(name.given[:1]), " ".join(name.family), born_on, facts.sex, facts.postcode)
        for name in facts.names
        if name.given and name.family
    )
