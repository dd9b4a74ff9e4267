"""Every child a council knows, for what is made from all of them."""

from collections.abc import Iterable
from uuid import UUID

from lintel.people.finding import people_of
from lintel.people.queries import batches, records_of
from lintel.people.rules.told import PersonTold
from lintel.restrictions.queries import PERSON, hidden_from_some


def children_known(council: str) -> list[tuple[UUID, int]]:
    """Each child and their version, which rises with every change of what is linked to them.

    Whoever is hidden from anybody is left out: another agency that asks is told that nobody knows
    them."""
    children = people_of(council).filter(is_child=True)
    children = children.exclude(id__in=hidden_from_some(council, PERSON))
    return list(children.values_list("id", "version"))


def tellings_of(person_ids: Iterable[UUID]) -> list[PersonTold]:
    """What every record linked to these people says of them now."""
    found = []
    for batch in batches(person_ids):
        for records in records_of(batch).values():
            found += [record.told for record in records]
    return found
