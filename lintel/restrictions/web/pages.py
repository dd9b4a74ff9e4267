"""What the pages of the register say, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from lintel.access.viewers import Permission, Viewer
from lintel.kernel.instants import day_in_words, when_in_words
from lintel.restrictions.queries.register import MatchSeen, ReaderSeen, Register, RestrictionSeen
from lintel.restrictions.rules.lasting import Purpose

PURPOSE_WORDS = {str(Purpose.TASK): "for a task", str(Purpose.INVOLVED): "worker of the family"}
BAND_WORDS = {
    "certain": "Almost certainly the same",
    "likely": "Likely the same",
    "possible": "Possibly the same",
}


@dataclass(frozen=True, slots=True)
class RestrictionLine:
    href: str
    kind: str
    words: str
    names: str
    review: str
    overdue: bool
    state: str


@dataclass(frozen=True, slots=True)
class MatchLine:
    href: str
    reference: str
    names: str
    known: str
    found: str
    band: str


@dataclass(frozen=True, slots=True)
class EndingLine:
    href: str
    who: str
    what: str
    until: str


@dataclass(frozen=True, slots=True)
class RegisterPage:
    matches: Sequence[MatchLine]
    overdue: Sequence[RestrictionLine]
    asked: Sequence[RestrictionLine]
    unread: Sequence[RestrictionLine]
    ending: Sequence[EndingLine]
    standing: Sequence[RestrictionLine]
    lifted: Sequence[RestrictionLine]
    done: Sequence[str]


@dataclass(frozen=True, slots=True)
class ReaderLine:
    who: str
    why: str
    until: str
    ends_soon: bool
    end_href: str


@dataclass(frozen=True, slots=True)
class RestrictionPage:
    """Shape: what this viewer may do now; `names` are for the guardian and for readers alike."""

    heading: str
    names: str
    facts: Sequence[tuple[str, str]]
    overdue: bool
    readers: Sequence[ReaderLine]
    asked: str
    asked_because: str
    is_lifted: bool
    may_guard: bool
    may_ask: bool
    may_lift: bool
    lift_href: str
    keep_href: str
    back_href: str
    done: Sequence[str]


@dataclass(frozen=True, slots=True)
class MatchPage:
    line: MatchLine


def register_page(found: Register, done: Sequence[str]) -> RegisterPage:
    return RegisterPage(
        matches=[match_line(one) for one in found.matches],
        overdue=[line(one) for one in found.overdue],
        asked=[line(one) for one in found.asked],
        unread=[line(one) for one in found.unread],
        ending=[_ending(one, reader) for one, reader in found.ending],
        standing=[line(one) for one in found.standing],
        lifted=[line(one) for one in found.lifted],
        done=done,
    )


def line(one: RestrictionSeen) -> RestrictionLine:
    state = "Lifted" if one.lifted_at else "Somebody asks to lift it" if one.is_asked else ""
    if not state and one.kind.hides_the_record and not one.readers:
        state = "Nobody reads it"
    return RestrictionLine(
        href=reverse("restriction", args=[one.id]),
        kind=f"{one.kind.code}: {one.kind.title}",
        words=one.subject.words,
        names=", ".join(one.subject.names),
        review=day_in_words(one.review_on),
        overdue=one.overdue,
        state=state or f"{len(one.readers)} on the list",
    )


def match_line(one: MatchSeen) -> MatchLine:
    return MatchLine(
        href=reverse("restriction_match", args=[one.id]),
        reference=one.reference,
        names=", ".join(one.contact.names),
        known=f"{', '.join(one.known.names)} ({one.known.words})",
        found=when_in_words(one.found_at),
        band=BAND_WORDS.get(one.band, one.band),
    )


def _ending(one: RestrictionSeen, reader: ReaderSeen) -> EndingLine:
    return EndingLine(
        reverse("restriction", args=[one.id]),
        reader.who,
        f"{one.kind.code}, {one.subject.words}",
        day_in_words(reader.until),
    )


def restriction_page(
    one: RestrictionSeen, *, viewer: Viewer, done: Sequence[str]
) -> RestrictionPage:
    guards = viewer.may(Permission.GUARD_RECORDS)
    may_lift = str(viewer.role) in one.kind.lifted_by and one.asked_by_id != viewer.account_id
    asked = f"{one.asked_by}, {when_in_words(one.asked_at)}" if one.asked_at else ""
    return RestrictionPage(
        heading=one.subject.words,
        names=", ".join(one.subject.names),
        facts=[
            ("Kind", f"{one.kind.code}: {one.kind.title}"),
            ("Why", one.reason),
            ("Who reads it", one.kind.readers),
            ("Restricted", f"By {one.set_by}, {when_in_words(one.set_at)}"),
            ("Looked at again by", day_in_words(one.review_on)),
            ("Rests on", str(one.kind.source)),
        ],
        overdue=one.overdue,
        readers=[
            ReaderLine(
                each.who,
                PURPOSE_WORDS.get(each.purpose, each.purpose),
                day_in_words(each.until),
                each.ends_soon,
                reverse("end_reader", args=[one.id, each.id]) if guards else "",
            )
            for each in one.readers
        ],
        asked=asked if one.is_asked else "",
        asked_because=one.asked_because if one.is_asked else "",
        is_lifted=one.lifted_at is not None,
        may_guard=guards and one.lifted_at is None,
        may_ask=one.lifted_at is None and not one.is_asked,
        may_lift=one.is_asked and may_lift,
        lift_href=reverse("lift_restriction", args=[one.id]),
        keep_href=reverse("keep_restriction", args=[one.id]),
        back_href=reverse("restrictions") if guards else "",
        done=done,
    )
