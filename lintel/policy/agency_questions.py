"""What agencies are usually asked about which worry, and when they are reminded.

Starting points only: whoever asks reads and may change every word. A council changes any of it
under [asking_agencies] in its own file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from lintel.policy.files import SHIPPED, Table, read

RATINGS = ("red", "amber", "green", "blue", "unrated")
PARTS = ("known", "concerns", "strengths", "involved", "risk_to_workers", "other")
WHOM = ("children", "adults")


@dataclass(frozen=True, slots=True)
class UsualQuestion:
    """What one kind of agency is usually asked. Shape: `parts` the least that answers it."""

    question: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preset:
    """Which kinds of agency are usually asked about one worry.

    Shape:
        ratings: with "unrated" for a contact nobody has rated; categories: empty for any worry.
        about: of "children" and "adults".
        told: what an agency is told of the worry, the least that lets it answer.
        questions: by kind of agency, where this worry calls for another question.
    """

    key: str
    title: str
    ratings: tuple[str, ...]
    categories: tuple[str, ...]
    agency_kinds: tuple[str, ...]
    about: tuple[str, ...]
    told: str
    questions: Mapping[str, str]


@dataclass(frozen=True)
class AskingAgencies:
    """Shape:

    questions: by kind of agency; "other" stands for any that has none.
    presets: the most particular first, as the file has them.
    before_percent: of the time an agency has, when it is first reminded.
    lead_after_minutes: after the due time, when its lead is told.
    blind_until_answered: nobody at the hub reads an answer before all have answered, or the
        answers are pooled, so that the first to answer does not set the tone.
    """

    questions: Mapping[str, UsualQuestion]
    presets: Mapping[str, Preset]
    before_percent: int
    lead_after_minutes: int
    blind_until_answered: bool = False

    def question_for(self, kind: str) -> UsualQuestion:
        return self.questions.get(kind) or self.questions["other"]


NOTHING = AskingAgencies(MappingProxyType({}), MappingProxyType({}), 50, 0)


def shipped_agency_questions() -> AskingAgencies:
    """
    Errors:
        PolicyFileWrong: the shipped file cannot be used.
    """
    file = read(SHIPPED / "asking.toml")
    found = _laid(NOTHING, file)
    file.finished()
    return found


def lay_agency_questions(held: AskingAgencies, file: Table) -> AskingAgencies:
    """`held` with what a council's file says under [asking_agencies].

    Errors:
        PolicyFileWrong: a rating, part or number that makes no sense.
    """
    table = file.table("asking_agencies")
    found = _laid(held, table)
    table.finished()
    return found


def _laid(held: AskingAgencies, table: Table) -> AskingAgencies:
    reminders = table.table("reminders")
    laid = replace(
        held,
        questions=MappingProxyType(
            dict(held.questions)
            | {
                kind: _question(one, held.questions.get(kind))
                for kind, one in table.table("questions").named()
            }
        ),
        presets=MappingProxyType(
            dict(held.presets)
            | {
                key: _preset(key, one, held.presets.get(key))
                for key, one in table.table("presets").named()
            }
        ),
        before_percent=reminders.number("before_percent", held.before_percent),
        lead_after_minutes=reminders.number("lead_after_minutes", held.lead_after_minutes),
        blind_until_answered=table.flag("blind_until_answered", held.blind_until_answered),
    )
    reminders.finished()
    if not 0 < laid.before_percent < 100:
        raise reminders.wrong("before_percent", "must be more than 0 and less than 100")
    return laid


def _question(table: Table, held: UsualQuestion | None) -> UsualQuestion:
    found = UsualQuestion(
        table.text("question", held.question if held else None),
        _of(table, "parts", PARTS, held.parts if held else None),
    )
    table.finished()
    return found


def _preset(key: str, table: Table, held: Preset | None) -> Preset:
    own = table.table("questions")
    found = Preset(
        key=key,
        title=table.text("title", held.title if held else None),
        ratings=_of(table, "ratings", RATINGS, held.ratings if held else None),
        categories=table.texts("categories", held.categories if held else ()),
        agency_kinds=table.texts("agency_kinds", held.agency_kinds if held else None),
        about=_of(table, "about", WHOM, held.about if held else None),
        told=table.text("told", held.told if held else None),
        questions=MappingProxyType(
            dict(held.questions if held else {}) | {kind: own.text(kind) for kind in own.names()}
        ),
    )
    own.finished()
    table.finished()
    return found


def _of(
    table: Table, name: str, known: tuple[str, ...], held: tuple[str, ...] | None
) -> tuple[str, ...]:
    found = table.texts(name, held)
    for key in found:
        if key not in known:
            raise table.wrong(name, f"has “{key}”; use {', '.join(known)}")
    return found
