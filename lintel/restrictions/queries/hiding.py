"""What a viewer may not know of, and what stands in its place. Every context asks here.

Nothing is ever allowed here: a record is hidden, or its own context says who opens it.
"""

import hashlib
import hmac
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast

from lintel.access.viewers import Permission, Viewer
from lintel.access.worded_once import worded_once
from lintel.kernel.reading import once_a_reading
from lintel.kernel.refusals import NotThere
from lintel.policy.in_force import policy_for
from lintel.policy.restricting import RestrictionKind
from lintel.restrictions.models import Covered, NewMatch, ProtectedPlace, Reader, Restriction
from lintel.restrictions.queries.conflicts import CONTACT, PERSON, hidden_apart, kept_apart_from
from lintel.restrictions.rules.places import Whereabouts, forms_before, places_in, places_of

PLACE = "place"


def _on_the_list(viewer: Viewer) -> QuerySet[Reader]:
    """Whoever asks, as a reader in date."""
    mine = Q(account=viewer.account_id)
    if viewer.teams:
        mine |= Q(team__in=sorted(viewer.teams))
    return Reader.objects.filter(mine, ended_at=None, until__gt=viewer.today)


def hidden_by(viewer: Viewer, subject_type: str) -> "QuerySet[Covered]":
    """What is covered and hidden from this viewer by any restriction whose list they are not on."""
    return _hidden(viewer).filter(subject_type=subject_type)


def _hidden(viewer: Viewer) -> "QuerySet[Covered]":
    hidden = Covered.objects.filter(council=viewer.council, hides=True, ended_at=None)
    return hidden.exclude(restriction__in=_on_the_list(viewer).values("restriction_id"))


def _masked(viewer: Viewer) -> "QuerySet[ProtectedPlace]":
    marks = ProtectedPlace.objects.filter(council=viewer.council, ended_at=None)
    return marks.exclude(restriction__in=_on_the_list(viewer).values("restriction_id"))


def hidden_contacts(viewer: Viewer) -> RawSQL:
    """Ids of the contacts this viewer may not know of, for a restriction or for a conflict of their
    own: to be excluded, as a part of one query."""
    return _hidden_ids(viewer, CONTACT)


def listed_contacts(viewer: Viewer) -> "QuerySet[Covered, UUID]":
    """Ids of the contacts whose list this viewer is on: for a role that comes near no others."""
    own = Covered.objects.filter(
        council=viewer.council, subject_type=CONTACT, hides=True, ended_at=None
    )
    own = own.filter(restriction__in=_on_the_list(viewer).values("restriction_id"))
    return own.values_list("subject_id", flat=True)


def hidden_people(viewer: Viewer) -> RawSQL:
    """Ids of the people this viewer may not know of, for a restriction or for a conflict of their
    own: to be excluded, as a part of one query."""
    return _hidden_ids(viewer, PERSON)


@once_a_reading
def _hidden_ids(viewer: Viewer, subject_type: str) -> RawSQL:
    """In words of SQL, asked anew by each query it is a part of: putting them together takes longer
    than answering them, and a page has them in most of its queries."""
    hidden = hidden_by(viewer, subject_type).values_list("subject_id", flat=True)
    words, bound = hidden.union(kept_apart_from(viewer, subject_type)).query.sql_with_params()
    # The words are Django's own, and nothing anybody typed is in them: it is bound.
    return RawSQL(words, bound)  # noqa: S611 # nosec B611


@dataclass(frozen=True, slots=True)
class _KeptFrom:
    """Everything of a council that one viewer may not know of: ids, and the marks of places."""

    contacts: frozenset[UUID]
    people: frozenset[UUID]
    places: frozenset[str]


@worded_once
def _all_kept(viewer: Viewer) -> QuerySet[Any, tuple[str, str]]:
    as_words = Cast("subject_id", CharField())
    hidden = _hidden(viewer).values_list("subject_type", as_words)
    apart = hidden_apart(viewer).values_list("subject_type", as_words)
    masked = _masked(viewer).values_list(Value(PLACE, CharField()), "mark")
    return hidden.union(apart, masked)


@once_a_reading
def _kept_from(viewer: Viewer) -> _KeptFrom:
    """One query: a page asks for all three, from contexts that do not know of each other."""
    found: dict[str, set[str]] = {CONTACT: set(), PERSON: set(), PLACE: set()}
    for kind, kept in _all_kept(viewer):
        found[kind].add(kept)
    return _KeptFrom(
        frozenset(map(UUID, found[CONTACT])),
        frozenset(map(UUID, found[PERSON])),
        frozenset(found[PLACE]),
    )


def contacts_kept_from(viewer: Viewer) -> frozenset[UUID]:
    """The contacts this viewer may not know of, as a set: for whoever has ids in hand already."""
    return _kept_from(viewer).contacts


def people_kept_from(viewer: Viewer) -> frozenset[UUID]:
    """The same as a set: for whoever has the ids of people in hand already."""
    return _kept_from(viewer).people


def hidden_from_some(council: str, subject_type: str) -> "QuerySet[Covered, UUID]":
    """Ids of what is hidden from anybody at all: for figures, which are the same for everybody."""
    found = Covered.objects.filter(
        council=council, subject_type=subject_type, hides=True, ended_at=None
    )
    return found.values_list("subject_id", flat=True)


def kind_of(council: str, key: str) -> RestrictionKind | None:
    return policy_for(council).restricting.kinds.get(key)


def guardian_phone(council: str) -> str:
    policy = policy_for(council)
    return policy.restricting.guardian_phone or policy.phone


def mark_of(council: str, place: str) -> str:
    """The keyed hash by which a protected place is known again."""
    key = _key_of(settings.SECRET_KEY)
    return hmac.digest(key, f"{council}:{place}".encode(), "sha256").hex()


@lru_cache(maxsize=2)
def _key_of(secret: str) -> bytes:
    return hashlib.sha256(b"protected places:" + secret.encode()).digest()


@once_a_reading
def _marks_at(council: str, where: Whereabouts) -> frozenset[str]:
    """By these rules and older ones: a page shows one telling in several places."""
    return frozenset(mark_of(council, each) for each in places_of(where) | forms_before(where))


# With the space that follows it: put together again they are the text.
_SENTENCE = re.compile(r".+?(?:[.!?](?=\s)\s*|\n+|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Signal:
    """A restricted record exists; call the guardian. Shape: nothing of whose or what it is."""

    phone: str


def signals_for(viewer: Viewer, subject_type: str, ids: Iterable[UUID]) -> frozenset[UUID]:
    """Those of `ids` that are hidden from this viewer only by kinds that tell their role so. What a
    conflict of their own hides is told of to nobody."""
    found = hidden_by(viewer, subject_type).filter(subject_id__in=set(ids))
    found = found.exclude(subject_id__in=kept_apart_from(viewer, subject_type))
    kinds: dict[UUID, set[str]] = {}
    for subject, kind in found.values_list("subject_id", "restriction__kind"):
        kinds.setdefault(subject, set()).add(kind)
    known = policy_for(viewer.council).restricting.kinds
    return frozenset(
        subject
        for subject, own in kinds.items()
        if all(key in known and str(viewer.role) in known[key].signal for key in own)
    )


def tells_anybody(viewer: Viewer) -> bool:
    """Whether anything is kept from this viewer of which their role is told. One query."""
    kinds = policy_for(viewer.council).restricting.kinds.values()
    telling = [kind.key for kind in kinds if str(viewer.role) in kind.signal]
    return Covered.objects.filter(
        council=viewer.council, ended_at=None, hides=True, restriction__kind__in=telling
    ).exists()


def safety_signal(viewer: Viewer, subject_type: str, ids: Iterable[UUID]) -> Signal | None:
    """What a screener is told in place of what they asked for; None where nothing is told."""
    told = signals_for(viewer, subject_type, ids)
    return Signal(guardian_phone(viewer.council)) if told else None


@dataclass(frozen=True, slots=True)
class Protected:
    """The places of a council that this viewer sees masked. Empty for whoever may see them all."""

    council: str
    marks: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.marks)

    def protects(self, where: Whereabouts) -> bool:
        """Whether any of this is, or lies at, a protected place."""
        if not self.marks:
            return False
        return not self.marks.isdisjoint(_marks_at(self.council, where))

    def said_in(self, text: str) -> bool:
        """Whether words typed freely name a protected place."""
        if not self.marks:
            return False
        return any(mark_of(self.council, place) in self.marks for place in places_in(text))

    def and_at(self, hidden: Iterable[Whereabouts]) -> "Protected":
        """These places and those, for all that is shown with them: what one telling leads to is
        no secret while the next tells it."""
        marks = frozenset(mark for where in hidden for mark in _marks_at(self.council, where))
        return replace(self, marks=self.marks | marks) if marks else self

    def or_masked(self, words: str, where: Whereabouts) -> str:
        """`words`, or what stands in their place."""
        return self.mask if words and self.protects(where) else words

    def taken_out_of(self, text: str) -> str:
        """`text` with the mask in place of every sentence that names a protected place; the mask
        alone where a place is named across sentences. Names of people are left as they are."""
        if not self.said_in(text):
            return text
        told = [f"[{self.mask}] " if self.said_in(one) else one for one in _SENTENCE.findall(text)]
        return self.mask if self.said_in("".join(told)) else "".join(told).strip()

    @property
    def mask(self) -> str:
        return f"Protected. Call the guardian on {guardian_phone(self.council)}"


def protected_places(viewer: Viewer) -> Protected:
    """What to mask for this viewer, wherever it shows. One query for a page."""
    return Protected(viewer.council, _kept_from(viewer).places)


def places_never_sent(council: str) -> Protected:
    """What no pack, request, share or letter holds, whoever sends it. One query."""
    marks = ProtectedPlace.objects.filter(council=council, ended_at=None)
    return Protected(council, frozenset(marks.values_list("mark", flat=True)))


@dataclass(frozen=True, slots=True)
class Standing:
    """A restriction that has not been lifted. Shape: `is_asked` once somebody asked that it be."""

    id: UUID
    kind: str
    subject_type: str
    subject_id: UUID
    is_asked: bool


def standing_for(subject_type: str, ids: Collection[UUID]) -> list[Standing]:
    """The restrictions that cover any of these or are set on them, whoever is looking, the oldest
    first: for the contexts above that keep what they cover in step. Not for showing."""
    covered = Covered.objects.filter(
        subject_type=subject_type, subject_id__in=set(ids), ended_at=None
    )
    touched = Q(id__in=covered.values("restriction_id"))
    touched |= Q(subject_type=subject_type, subject_id__in=set(ids))
    return _standing(Restriction.objects.filter(touched))


def of_subject(viewer: Viewer, subject_type: str, subject_id: UUID) -> list[Standing]:
    """The restrictions set on one person or contact that this viewer may know of, oldest first."""
    return _standing(near(viewer).filter(subject_type=subject_type, subject_id=subject_id))


def _standing(rows: QuerySet[Restriction]) -> list[Standing]:
    return [
        Standing(row.id, row.kind, row.subject_type, row.subject_id, row.asked_by is not None)
        for row in rows.filter(lifted_at=None).order_by("set_at", "id")
    ]


def ever_covered(restriction_id: UUID) -> tuple[set[UUID], set[UUID]]:
    """People and contacts it covers or covered, whoever is looking."""
    rows = Covered.objects.filter(restriction=restriction_id)
    found: dict[str, set[UUID]] = {PERSON: set(), CONTACT: set()}
    for subject_type, subject_id in rows.values_list("subject_type", "subject_id"):
        found[subject_type].add(subject_id)
    return found[PERSON], found[CONTACT]


def the_restriction(viewer: Viewer, restriction_id: UUID) -> Restriction:
    """
    Errors:
        NotThere: there is none, or none for this viewer.
    """
    found = near(viewer).filter(id=restriction_id).first()
    if found is None:
        raise NotThere("restriction")
    return found


def matches_near(viewer: Viewer) -> QuerySet[NewMatch]:
    """New contacts held against the restrictions near to a guardian; none of a family that a
    conflict of their own keeps from them."""
    rows = NewMatch.objects.filter(restriction__in=near(viewer))
    rows = rows.exclude(contact_id__in=kept_apart_from(viewer, CONTACT))
    return rows.exclude(person_id__in=kept_apart_from(viewer, PERSON))


def near(viewer: Viewer) -> QuerySet[Restriction]:
    """The restrictions this viewer may know of: a guardian's register, else those whose list they
    are on; none of a family that a conflict of their own keeps from them."""
    own = Restriction.objects.filter(council=viewer.council)
    for subject in (CONTACT, PERSON):
        own = own.exclude(subject_type=subject, subject_id__in=kept_apart_from(viewer, subject))
    if viewer.may(Permission.GUARD_RECORDS):
        return own.filter(Q(guardian_team="") | Q(guardian_team__in=sorted(viewer.teams)))
    return own.filter(id__in=_on_the_list(viewer).values("restriction_id"))
