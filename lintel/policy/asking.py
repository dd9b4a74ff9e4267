"""What a council has set about asking other agencies by token. Off unless it says otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType

from lintel.kernel.sources import Source
from lintel.policy.files import SHIPPED, Table, read
from lintel.policy.shipped import Authorities, source_of


class Way(StrEnum):
    """How a question reaches a partner."""

    HERE = "here"  # another council of this installation
    NETWORK = "network"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Purpose:
    """Why one agency may ask another. Shape: `lawful_basis` as it is written on every question."""

    key: str
    title: str
    hint: str
    lawful_basis: str
    source: Source


@dataclass(frozen=True, slots=True)
class Partner:
    """Shape: `agency` is whose accounts may bring its questions with an API token, "" for none;
    `url` is where its own API is, for Way.NETWORK."""

    key: str
    title: str
    agency: str
    way: Way
    url: str


@dataclass(frozen=True)
class AskingByToken:
    """Shape:
    yes_from, perhaps_from: likeness of two tokens in hundredths, as `dev.py bench tokens` chose.
    at_once, in_an_hour, in_a_day: how many children a partner may ask about for one purpose.
    answers_team: key of the directory's team whose telephone goes with an answer.
    """

    on: bool = False
    yes_from: int = 82
    perhaps_from: int = 76
    at_once: int = 8
    in_an_hour: int = 40
    in_a_day: int = 200
    answers_team: str = "front-door"
    purposes: Mapping[str, Purpose] = field(default_factory=dict)
    partners: Mapping[str, Partner] = field(default_factory=dict)


def shipped_asking(known: Authorities) -> AskingByToken:
    purposes = {}
    for key, table in read(SHIPPED / "purposes.toml").named():
        purposes[key] = Purpose(
            key=key,
            title=table.text("title"),
            hint=table.text("hint"),
            lawful_basis=table.text("lawful_basis"),
            source=source_of(table, known),
        )
        table.finished()
    return AskingByToken(purposes=MappingProxyType(purposes))


def lay_asking(held: AskingByToken, file: Table) -> AskingByToken:
    """`held` with what a council's file says; purposes can be left out, not made up.

    Errors:
        PolicyFileWrong: a number that makes no sense, or a partner that cannot be reached.
    """
    table = file.table("asking_by_token")
    numbers = ("yes_from", "perhaps_from", "at_once", "in_an_hour", "in_a_day")
    laid = replace(
        held,
        on=table.flag("on", held.on),
        answers_team=table.text("answers_team", held.answers_team),
        purposes=_chosen(held.purposes, table),
        partners=MappingProxyType(
            dict(held.partners)
            | {key: _partner(key, one) for key, one in table.table("partners").named()}
        ),
        **{name: table.number(name, getattr(held, name)) for name in numbers},
    )
    table.finished()
    if not 50 <= laid.perhaps_from <= laid.yes_from <= 100:
        raise table.wrong("perhaps_from", "must be 50 or more, and yes_from no less than it")
    if not 1 <= laid.at_once <= laid.in_an_hour <= laid.in_a_day:
        raise table.wrong("at_once", "must be 1 or more, in_an_hour no less, in_a_day no less")
    return laid


def _chosen(purposes: Mapping[str, Purpose], table: Table) -> Mapping[str, Purpose]:
    keys = table.texts("purposes", tuple(purposes))
    for key in keys:
        if key not in purposes:
            raise table.wrong("purposes", f"has “{key}”; use {', '.join(purposes)}")
    return MappingProxyType({key: purposes[key] for key in purposes if key in keys})


def _partner(key: str, table: Table) -> Partner:
    made = Partner(
        key=key,
        title=table.text("title"),
        agency=table.text("agency", ""),
        way=table.choice("way", Way),
        url=table.text("url", "").rstrip("/"),
    )
    table.finished()
    safe = made.url.startswith(("https://", "http://127.0.0.1:", "http://localhost:"))
    if (made.way is Way.NETWORK) != bool(made.url) or (made.url and not safe):
        raise table.wrong("url", 'goes with way = "network", and begins with https://')
    return made
