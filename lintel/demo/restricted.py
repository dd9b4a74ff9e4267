"""Restricted records of the invented partnership: one of each kind, by the actions.

A screener finds none of the hidden ones; a manager who is on the lists (`d-manager2`) does, and
the guardian has them all in the register, with a new contact about one of them to say.
"""

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from lintel.access.viewers import Viewer
from lintel.contacts import actions as contacts, queries
from lintel.contacts.rules.telling import (
    AddressTold,
    AdultTold,
    Channel,
    ChildTold,
    Kind,
    ReferrerTold,
    Telling,
)
from lintel.demo.canaries import Tokens, marked_telling
from lintel.demo.loading import Company
from lintel.people import actions as people
from lintel.policy.in_force import policy_for
from lintel.restrictions.rules.lasting import Purpose, ReaderSaid

COUNCIL = "northbeck"
SETS, READS, TEAM = "d-manager", "d-manager2", "assessment-south"
SCHOOL = ReferrerTold(
    name="Tamsin Oakley",
    role="Safeguarding lead",
    agency="Beckside Primary School",
    email="safeguarding@beckside-primary.example",
)
HOME = AddressTold(("17 Quarry Bank",), "ZN4 7QB")
REFUGE = AddressTold(("Flat 3, Larkhill House", "Mere Road"), "ZN9 2LH")


@dataclass(frozen=True, slots=True)
class Kept:
    """One contact to restrict. Shape: `person`: the child is restricted, not the contact alone."""

    key: str
    kind: str
    child: ChildTold
    concern: str
    because: str
    person: bool = False
    adults: tuple[AdultTold, ...] = ()


def _child(given: str, family: str, born: date, address: AddressTold = HOME) -> ChildTold:
    return ChildTold(
        given_name=given,
        family_name=family,
        date_of_birth=born,
        sex="F",
        address=address,
        school="Beckside Primary School",
    )


BRIONY = _child("Briony", "Hathersall", date(2016, 4, 18))
KEPT: Sequence[Kept] = (
    Kept(
        "contact.k1",
        "own_family",
        BRIONY,
        "Briony has been kept off school again and says she looks after the baby.",
        "Her aunt screens contacts in the hub.",
        person=True,
    ),
    Kept(
        "contact.k2",
        "high_profile",
        _child("Saskia", "Vandermeer", date(2013, 11, 2)),
        "Saskia has stopped eating at school since her family was in the newspapers.",
        "The trial of her father is in the national news until spring.",
    ),
    Kept(
        "contact.k3",
        "adoption",
        _child("Tilly", "Marchbank", date(2019, 2, 9), AddressTold(("2 Kiln Row",), "ZN3 5KR")),
        "Tilly comes hungry, and nobody fetched her on two days this week.",
        "Adopted: who she was before is for the adoption team.",
        person=True,
    ),
    Kept(
        "contact.k5",
        "practice_review",
        _child("Odette", "Pemberley", date(2012, 8, 27)),
        "Odette has told her teacher what happened before her brother was taken to hospital.",
        "A child safeguarding practice review has begun.",
    ),
    Kept(
        "contact.k6",
        "police_operation",
        _child("Rosalind", "Ackerley", date(2010, 1, 15)),
        "Rosalind is driven to another town at night by men she calls friends.",
        "An operation that the men must not hear of.",
    ),
)
PROTECTED = Kept(
    "contact.k4",
    "protected_location",
    _child("Ellery", "Tranmere", date(2018, 6, 30), REFUGE),
    "Ellery started on Monday. Her mother asks us to tell nobody where they have come from.",
    "The father has been to two earlier addresses and broke the door of one.",
    adults=(
        AdultTold(
            "Corinne",
            "Tranmere",
            relationship="mother",
            phone="01632 960417",
            safe_contact="Ring in school hours only",
            address=REFUGE,
        ),
        AdultTold("Dorian", "Tranmere", relationship="father", address=HOME),
    ),
)
AS_SHE_IS_NOW = _child(
    "Matilda", "Wolstenholme", date(2019, 2, 9), AddressTold(("40 Orchard Way",), "ZN6 1OW")
)


AS_TOLD_NOW = "Matilda is tired and has asked to stay in at break."
# The contact that is left out when somebody it made known is.
OF_CONTACT = {
    "person.adopted_old": "contact.k3",
    "person.adopted_new": "contact.k3",
    "person.protected_mother": "contact.k4",
    "person.excluded_father": "contact.k4",
}


class Restricted:
    """Makes them, each at its moment, and says what the manifest calls them."""

    def __init__(
        self,
        company: Company,
        *,
        now: datetime,
        canaries: bool = False,
        omit: frozenset[str] = frozenset(),
    ) -> None:
        self.company, self.now, self.canaries = company, now, canaries
        self.omit = omit | {about for person, about in OF_CONTACT.items() if person in omit}
        self.objects: list[dict[str, str]] = []
        self.used: list[dict] = []

    def make(self) -> list[dict[str, str]]:
        """One transaction for all: a demo is whole or not."""
        with transaction.atomic():
            for hours, kept in enumerate(KEPT, start=2):
                if kept.key in self.omit:
                    self._only_in_sight(kept, at=self.now - timedelta(minutes=50 + hours))
                    continue
                contact_id = self._told(kept, at=self.now - timedelta(hours=hours))
                self._restrict(kept, contact_id, at=self.now - timedelta(minutes=50 + hours))
            if PROTECTED.key not in self.omit:
                self._protect(at=self.now - timedelta(hours=9))
            self._told_again(at=self.now - timedelta(minutes=14))
        return self.objects

    def _by(self, key: str, at: datetime) -> Viewer:
        return self.company.viewer(key, COUNCIL, at)

    def _named(self, key: str, kind: str, id_: UUID) -> None:
        self.objects.append({"key": key, "type": kind, "id": str(id_), "council": COUNCIL})

    def _received(
        self,
        child: ChildTold,
        concern: str,
        adults: tuple[AdultTold, ...] = (),
        *,
        at: datetime,
        key: str = "",
    ) -> UUID:
        telling = Telling(
            kind=Kind.WELFARE,
            channel=Channel.API,
            source="2A",
            referrer=SCHOOL,
            children=(child,),
            adults=adults,
            concern=concern,
            categories=("neglect",),
            family_told=False,
            family_told_reason="We wanted to ask you first.",
        )
        if key and self.canaries:
            telling = self._marked(telling, key)
        by = self._by("api-school", at)
        return contacts.receive_contact(telling=telling, council=COUNCIL, by=by, at=at).id

    def _told(self, kept: Kept, *, at: datetime) -> UUID:
        contact_id = self._received(kept.child, kept.concern, kept.adults, at=at, key=kept.key)
        self._named(kept.key, "contact", contact_id)
        return contact_id

    def _marked(self, telling: Telling, key: str) -> Telling:
        """A token in every field; but a child who is told of again keeps her name, by which that
        new contact is held against her record."""
        token = Tokens(key)
        found = marked_telling(telling, token)
        if telling.children == (BRIONY,):
            named = ("children.0.given_name", "children.0.family_name")
            token.used = [one for one in token.used if one["field"] not in named]
            (child,) = found.children
            child = dataclasses.replace(
                child, given_name=BRIONY.given_name, family_name=BRIONY.family_name
            )
            found = dataclasses.replace(found, children=(child,))
        self.used += token.used
        return found

    def _only_in_sight(self, kept: Kept, *, at: datetime) -> None:
        """What others see of somebody stays when the hidden record of them is left out."""
        if kept.kind == "adoption":
            now = self._received(AS_SHE_IS_NOW, AS_TOLD_NOW, at=at)
            list(self._known(now, at=at))

    def _known(self, contact_id: UUID, *, at: datetime) -> Iterator[UUID]:
        """Everybody a contact names, children first, each now somebody known."""
        by = self._by(SETS, at)
        for told in queries.told_in(queries.the_contact(by, contact_id)):
            yield people.link(told.record_id, None, ["not known before"], by=by, at=at)

    def _readers(self, kind: str) -> list[ReaderSaid]:
        readers = [ReaderSaid(self.company.accounts[READS], "", Purpose.INVOLVED)]
        if kind in ("own_family", "adoption"):
            readers.append(ReaderSaid(None, TEAM, Purpose.INVOLVED))
        return readers

    def _restrict(self, kept: Kept, contact_id: UUID, *, at: datetime) -> None:
        by, kind = self._by(SETS, at), policy_for(COUNCIL).restricting.kinds[kept.kind]
        said = {
            "kind": kept.kind,
            "reason": kept.because,
            "readers": self._readers(kept.kind),
            "review": None if kind.review_days else at.date() + timedelta(days=60),
        }
        if not kept.person:
            contacts.restrict_contact(contact_id=contact_id, version=None, **said, by=by, at=at)
            return
        (person_id,) = self._known(contact_id, at=at)
        since = None
        if kept.kind == "adoption":
            self._named("person.adopted_old", "person", person_id)
            now = self._received(AS_SHE_IS_NOW, AS_TOLD_NOW, at=at)
            (since,) = self._known(now, at=at)
            self._named("person.adopted_new", "person", since)
        contacts.restrict_person(person_id=person_id, **said, apart_from=since, by=by, at=at)

    def _protect(self, *, at: datetime) -> None:
        contact_id = self._told(PROTECTED, at=at)
        _, mother, father = self._known(contact_id, at=at)
        self._named("person.protected_mother", "person", mother)
        self._named("person.excluded_father", "person", father)
        contacts.restrict_person(
            person_id=mother,
            kind=PROTECTED.kind,
            reason=PROTECTED.because,
            by=self._by(SETS, at),
            at=at + timedelta(minutes=20),
        )

    def _told_again(self, *, at: datetime) -> None:
        """A new contact about a hidden child: ordinary to a screener, and before the guardian."""
        self._received(
            BRIONY, "Briony fell asleep in class and would not say when she last slept.", at=at
        )
