"""What a person is called and when they were born, out of everything told of them.

A person has no facts of their own: these are always worked out from the records linked to them
now, so that undoing a link leaves nothing behind.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from lintel.people.rules import numbers
from lintel.people.rules.names import standard_name
from lintel.people.rules.told import PersonTold

# A telling at the front door is hearsay until another source says the same.
HEARSAY = "contact"


@dataclass(frozen=True, slots=True)
class Telling:
    """One record linked to a person, as `best_known` weighs it."""

    record_id: UUID
    source: str
    told_on: date
    told: PersonTold


def best_known(tellings: Iterable[Telling]) -> PersonTold:
    """Field by field what most records say; a tie goes to an agency's own record, then the latest.

    The order the tellings come in does not matter. Addresses and telephones: the latest.
    """
    ranked = sorted(
        tellings, key=lambda t: (t.source == HEARSAY, -t.told_on.toordinal(), t.record_id.hex)
    )
    tolds = [telling.told for telling in ranked]
    named = [
        (told.given_name.strip(), told.middle_names.strip(), told.family_name.strip())
        for told in tolds
        if standard_name(told.given_name) or standard_name(told.family_name, family=True)
    ]
    whole = [name for name in named if standard_name(name[0]) and standard_name(name[2])]
    given, middle, family = _most(whole or named) or ("", "", "")
    born_on = _most([told.date_of_birth for told in tolds if told.date_of_birth])
    latest = sorted(ranked, key=lambda t: (-t.told_on.toordinal(), t.record_id.hex))
    lives = next((t.told for t in latest if t.told.address_lines or t.told.postcode), PersonTold())
    return PersonTold(
        given_name=given,
        middle_names=middle,
        family_name=family,
        date_of_birth=born_on,
        expected_on=None
        if born_on
        else _most([told.expected_on for told in tolds if told.expected_on]),
        sex=_most([told.sex for told in tolds if told.sex in {"M", "F"}]) or "",
        nhs_number=_most(
            [number for told in tolds if (number := numbers.nhs_number(told.nhs_number))]
        )
        or "",
        upn=_most([number for told in tolds if (number := numbers.upn(told.upn))])
        or _most([number for told in tolds if (number := numbers.upn_as_written(told.upn))])
        or "",
        ethnicity=_most([told.ethnicity for told in tolds if told.ethnicity]) or "",
        la_child_id=_most([told.la_child_id for told in tolds if told.la_child_id]) or "",
        address_lines=lives.address_lines,
        postcode=lives.postcode,
        uprn=lives.uprn,
        phone=next((t.told.phone for t in latest if t.told.phone), ""),
        school=next((t.told.school for t in latest if t.told.school), ""),
        died_on=_most([told.died_on for told in tolds if told.died_on]),
        is_child=all(told.is_child for told in tolds) if tolds else True,
    )


def _most(values: list[Any]) -> Any:
    """The value said most often; of several, the first."""
    counted = Counter(values)
    return max(values, key=lambda value: counted[value], default=None)
