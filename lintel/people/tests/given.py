"""Ordinary people and ordinary viewers, for tests that change one thing."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from lintel.access.viewers import Role, Viewer
from lintel.people import actions
from lintel.people.rules.told import PersonTold

AT = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


def viewer(role: Role = Role.SCREENER, *, council: str = "northbeck") -> Viewer:
    return Viewer(
        account_id=uuid4(),
        name="Ada Screener",
        role=role,
        council=council,
        agency=f"{council}-council",
        employed_by_council=True,
        registered_until=date(2027, 11, 30),
        teams=frozenset(),
        today=AT.date(),
    )


def told(**said) -> PersonTold:
    """Maisie Okafor, born 9 March 2017, at 4 Beck Lane; `said` changes what is said of her."""
    maisie = {
        "given_name": "Maisie",
        "family_name": "Okafor",
        "date_of_birth": date(2017, 3, 9),
        "sex": "F",
        "address_lines": ("4 Beck Lane",),
        "postcode": "NB1 2QF",
    }
    return PersonTold(**{**maisie, **said})


def record(who: PersonTold | None = None, *, source="contact", council="northbeck", **said) -> UUID:
    """A record of `who`, or of Maisie as `said`, that nobody has linked."""
    return actions.record_source(
        council=council,
        source=source,
        source_ref=uuid4().hex,
        told=who or told(**said),
        by=viewer(council=council),
        at=AT,
    )


def person(who: PersonTold | None = None, *, source="school", council="northbeck", **said) -> UUID:
    """Somebody known from one record."""
    record_id = record(who, source=source, council=council, **said)
    return actions.link(record_id, None, ["known"], by=viewer(council=council), at=AT)
