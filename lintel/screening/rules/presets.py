"""Which agencies are usually asked about a worry like this one, and what. Pure.

A suggestion to whoever asks, who reads and may change all of it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from lintel.policy.agency_questions import AskingAgencies, Preset
from lintel.screening.rules.asking import PARTS

CHILDREN = frozenset({"children"})


@dataclass(frozen=True, slots=True)
class Suggested:
    """Shape:

    agencies: keys of those usually asked; where a council has several of a kind, none of them.
    several: kinds with more than one agency, of which somebody chooses.
    questions: (question, parts) of every agency, by its key.
    because: titles of the presets that fit.
    """

    agencies: frozenset[str]
    several: frozenset[str]
    questions: Mapping[str, tuple[str, tuple[str, ...]]]
    told: str
    about: frozenset[str]
    because: tuple[str, ...]


def suggest(
    policy: AskingAgencies,
    *,
    rating: str,
    categories: Collection[str],
    kinds: Mapping[str, str],
) -> Suggested:
    """What `policy` suggests for a contact. Shape: `kinds` of the askable agencies, by key."""
    fits = list(_fitting(policy.presets.values(), rating or "unrated", set(categories)))
    wanted = {kind for preset in fits for kind in preset.agency_kinds}
    by_kind: dict[str, list[str]] = {}
    for key, kind in kinds.items():
        by_kind.setdefault(kind, []).append(key)
    several = frozenset(kind for kind in wanted if len(by_kind.get(kind, ())) > 1)
    return Suggested(
        agencies=frozenset(
            key for key, kind in kinds.items() if kind in wanted and kind not in several
        ),
        several=several,
        questions={key: _question(policy, fits, kind) for key, kind in kinds.items()},
        told=_told(fits),
        about=frozenset(whom for preset in fits for whom in preset.about)
        or frozenset({"children"}),
        because=tuple(preset.title for preset in fits),
    )


def _told(fits: list[Preset]) -> str:
    """Of the most particular preset that fits: more than one would tell more than is needed."""
    particular = [preset for preset in fits if preset.categories]
    return (particular or fits)[0].told if fits else ""


def _fitting(presets: Iterable[Preset], rating: str, categories: set[str]) -> Iterable[Preset]:
    for preset in presets:
        worry = not preset.categories or categories & set(preset.categories)
        if rating in preset.ratings and worry:
            yield preset


def _question(policy: AskingAgencies, fits: list[Preset], kind: str) -> tuple[str, tuple[str, ...]]:
    usual = policy.question_for(kind)
    own = (preset.questions[kind] for preset in fits if kind in preset.questions)
    return next(own, usual.question), tuple(part for part in usual.parts if part in PARTS)
