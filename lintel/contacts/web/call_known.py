"""Who a child may be, while the call is taken: shown, chosen and taken back. Links nobody.

What is chosen travels with what is typed, and becomes a link when the contact is recorded.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from lintel.access.viewers import Permission, Viewer
from lintel.contacts.web.call_forms import ChildForm
from lintel.contacts.web.call_telling import Call, call_of, child_told, how_many
from lintel.contacts.web.people import candidate_shown
from lintel.contacts.web.record_pages import CandidateShown
from lintel.kernel.instants import day_in_words, london_day
from lintel.people import actions as people
from lintel.people.queries import Candidate, PersonSummary
from lintel.people.rules.likeness import Relation
from lintel.people.rules.relationships import kind_told
from lintel.people.rules.told import PersonTold
from lintel.policy.in_force import policy_for

A_CHILD = re.compile(r"^children\.(\d{1,3})$")
TOO_LITTLE = "Enter a first and last name, or a name and a date of birth, to look for this child"
UNREAD = "The date of birth cannot be read yet, so it was left out"


@dataclass(frozen=True, slots=True)
class ToChoose:
    """Shape: not `may_be` for one of the household, shown so that nobody takes them for the child;
    `chosen_for` is the other child of this call it was chosen for, "" for none."""

    person: CandidateShown
    may_be: bool
    chosen_for: str


@dataclass(frozen=True, slots=True)
class KnownShown:
    """What is beside one child of the call.

    Shape:
        place: "children.0"; number: 1.
        words: what was found, in a line; "" before anybody looked.
        chosen: who the child was said to be; None for nobody.
    """

    place: str
    number: int
    words: str = ""
    chosen: CandidateShown | None = None
    to_choose: Sequence[ToChoose] = ()


def chosen_in(typed: Mapping[str, Any]) -> dict[str, UUID]:
    """Who was chosen for each child: "children.0" and a person."""
    found = {}
    for number in range(how_many(typed, "children")):
        place = f"children.{number}"
        person_id = as_id(str(typed.get(f"{place}.known", "")))
        if person_id is not None:
            found[place] = person_id
    return found


def as_id(words: str) -> UUID | None:
    try:
        return UUID(words)
    except ValueError:
        return None


def is_a_child(place: str, typed: Mapping[str, Any]) -> bool:
    found = A_CHILD.match(place)
    return found is not None and int(found[1]) < max(1, how_many(typed, "children"))


def known_beside(
    viewer: Viewer,
    typed: Mapping[str, Any],
    *,
    at: datetime,
    look: Iterable[str] = (),
    only: str = "",
) -> dict[str, KnownShown]:
    """What to show beside each child; nothing for whoever may not say who people are.

    `look` are the children somebody asked about; whoever was chosen is shown again each time.
    Where anybody is shown or looked for, the trail says so. `only` one child, for its own answer.
    """
    if not viewer.may(Permission.LINK_PERSON):
        return {}
    call = call_of(typed, policy=policy_for(viewer.council), on=london_day(at), checked=True)
    call.is_valid()
    forms = {str(form.prefix): form for form in call.children}
    everybody = {place: one for place, one in chosen_in(typed).items() if place in forms}
    chosen = {place: one for place, one in everybody.items() if only in ("", place)}
    wanted = {place: _told(call, forms[place]) for place in {*look, *chosen} if place in forms}
    asked = {place: told for place, told in wanted.items() if told.is_enough_to_look_for}
    shown = {place: KnownShown(place, n) for n, place in enumerate(forms, start=1)}
    if asked or chosen:
        looked = people.look_for(asked, by=viewer, at=at, chosen=set(chosen.values()))
        for place, found in looked.found.items():
            shown[place] = _found(shown[place], found, forms[place], everybody)
        for place, person_id in chosen.items():
            card = looked.chosen.get(person_id)
            if card is not None:
                found = looked.found.get(place, [])
                shown[place] = replace(
                    shown[place], words="", to_choose=(), chosen=_chosen(card, person_id, found)
                )
    for place in look:
        if place in shown and place not in asked and shown[place].chosen is None:
            shown[place] = replace(shown[place], words=TOO_LITTLE)
    return {place: one for place, one in shown.items() if only in ("", place)}


def _told(call: Call, form: ChildForm) -> PersonTold:
    child = child_told(form, call.home)
    parents = {}
    for adult in call.adults:
        kind = kind_told(adult.given("relationship"))
        if kind in ("mother", "father"):
            parents[f"{kind}_given_name"] = adult.given("given_name")
            parents[f"{kind}_family_name"] = adult.given("family_name")
    return PersonTold(
        given_name=child.given_name,
        family_name=child.family_name,
        date_of_birth=child.date_of_birth,
        expected_on=child.expected_on,
        age_years=child.age_years,
        sex=child.sex,
        nhs_number=child.nhs_number,
        upn=child.upn,
        ethnicity=child.ethnicity,
        school=child.school,
        address_lines=child.address.lines if child.address else (),
        postcode=child.address.postcode if child.address else "",
        **parents,
    )


def _found(
    shown: KnownShown,
    found: Sequence[Candidate],
    form: ChildForm,
    everybody: Mapping[str, UUID],
) -> KnownShown:
    others = {
        person_id: f"child {int(place.partition('.')[2]) + 1}"
        for place, person_id in everybody.items()
        if place != shown.place
    }
    return replace(
        shown,
        words=_how_many(len(found), shown.number, unread=bool(form["date_of_birth"].errors)),
        to_choose=[
            ToChoose(
                candidate_shown(one), one.relation is Relation.SAME, others.get(one.person_id, "")
            )
            for one in found
        ],
    )


def _how_many(found: int, number: int, *, unread: bool) -> str:
    words = f"{found} people we know may be child {number}, or of their household"
    if found == 1:
        words = f"1 person we know may be child {number}, or of their household"
    if not found:
        words = f"Nobody we know looks like child {number} yet"
    return f"{words}. {UNREAD}" if unread else words


def _chosen(card: PersonSummary, person_id: UUID, found: Sequence[Candidate]) -> CandidateShown:
    for one in found:
        if one.person_id in (person_id, card.person_id):
            return replace(candidate_shown(one), person_id=person_id)
    born = f", born {day_in_words(card.born_on)}" if card.born_on else ""
    return CandidateShown(
        person_id=person_id,
        title=f"{card.name or 'Name not known'}{born} (number {card.number})",
        band="Does not look like what is typed now",
        agrees="",
        differs="",
    )
