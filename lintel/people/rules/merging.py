"""What speaks against making two known people one: every reason at once.

Some of it a senior may go beyond who has checked, as a wrong digit is a wrong digit. People whom
somebody said are two are never merged before that is taken back.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from lintel.kernel.refusals import Refusal
from lintel.people.rules.agreements import WORDS, Compared, How
from lintel.people.rules.comparing import compare
from lintel.people.rules.facts import Facts
from lintel.people.rules.kin import KIN_WORDS, Kin, kin


@dataclass(frozen=True, slots=True)
class Somebody:
    """Shape:
    facts: each record about them.
    best: what is best known of them.
    """

    facts: Sequence[Facts]
    best: Facts
    is_child: bool


def against(one: Somebody, other: Somebody, *, said_apart: bool) -> tuple[Refusal, ...]:
    """Why they may not be one. `overridable` is for a senior who has checked."""
    found = []
    if said_apart:
        found.append(
            Refusal(
                "said_not_the_same",
                "Somebody said that they are not the same person. Take that back first",
            )
        )
    found += [_doubt(code, words) for code, words in _doubts(one, other)]
    return tuple(found)


def _doubt(code: str, words: str) -> Refusal:
    return Refusal(code, words, field="checked", overridable=True)


def _doubts(one: Somebody, other: Somebody) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    how = _closest(one, other)
    looks = kin(one.best, other.best)
    if how.get("nhs_number") is How.DIFFERS:
        found.append(("different_nhs_number", "They have different NHS numbers"))
    if how.get("upn") is How.DIFFERS:
        found.append(("different_upn", "They have different pupil numbers (UPN)"))
    if how.get("la_child_id") is How.DIFFERS:
        found.append(("different_council_number", "The council gave them different child numbers"))
    first_names_differ = how.get("given_name") is How.DIFFERS
    if looks in {Kin.TWIN, Kin.NEWBORN}:
        found.append((f"looks_like_{looks}", KIN_WORDS[looks]))
    elif first_names_differ and how.get("date_of_birth") is not How.DIFFERS:
        found.append(("different_first_name", "Their first names are different"))
    elif looks in {Kin.SIBLING, Kin.PARENT}:
        found.append((f"looks_like_{looks}", KIN_WORDS[looks]))
    elif first_names_differ:
        found.append(("different_first_name", "Their first names are different"))
    if how.get("date_of_birth") is How.DIFFERS:
        found.append(("different_birthday", "Their dates of birth are different"))
    if how.get("sex") is How.DIFFERS:
        found.append(("different_sex", "One is recorded as a girl or woman, one as a boy or man"))
    if one.is_child != other.is_child:
        found.append(("child_and_adult", "One is known as a child and one as an adult"))
    return found


def _closest(one: Somebody, other: Somebody) -> dict[str, How]:
    """Field by field the best agreement of any record of the one with any of the other."""
    order = (How.SAME, How.NEAR, How.DIFFERS)
    best: dict[str, How] = {}
    for pair in _pairs(one, other):
        for each in pair:
            how = WORDS[each.field][each.level][0]
            if each.field not in best or order.index(how) < order.index(best[each.field]):
                best[each.field] = how
    return best


def _pairs(one: Somebody, other: Somebody) -> list[tuple[Compared, ...]]:
    # A person with very many records says the same again and again.
    return [compare(a, b) for a in one.facts[-12:] for b in other.facts[-12:]]
