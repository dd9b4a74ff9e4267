"""The brothers and sisters that sources told of, resolved through links."""

from collections.abc import Iterable
from uuid import UUID

from lintel.people.models import Link, Relationship
from lintel.people.queries import person_of
from lintel.people.rules.relationships import PARENTS, SIBLINGS


def siblings_of(person_ids: Iterable[UUID]) -> frozenset[UUID]:
    """People said to be brother or sister of these, and the other children of their parents.

    Only people: a record that nobody has linked is nobody's brother yet. One query where nothing
    is told of these; at most four more where something is.
    """
    asked = set(person_ids)
    own = Link.objects.filter(about__in=asked, undone_at=None).values("record")
    told = Relationship.objects.filter(replaced_at=None)
    near = [
        told.filter(kind__in=SIBLINGS, from_record__in=own).values_list("to_record", "kind"),
        told.filter(kind__in=SIBLINGS, to_record__in=own).values_list("from_record", "kind"),
        told.filter(kind__in=PARENTS, to_record__in=own).values_list("from_record", "kind"),
    ]
    ends = list(near[0].union(*near[1:])) if asked else []
    if not ends:
        return frozenset()
    records = {record for record, kind in ends if kind in SIBLINGS}
    parents = [record for record, kind in ends if kind in PARENTS]
    if parents:
        also = Link.objects.filter(
            about__in=set(person_of(parents).values()), undone_at=None
        ).values_list("record", flat=True)
        of_parents = told.filter(kind__in=PARENTS, from_record__in={*parents, *also})
        records |= set(of_parents.values_list("to_record", flat=True))
    return frozenset(person_of(sorted(records)).values()) - asked
