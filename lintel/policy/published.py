"""The policy as tables people can read and correct: docs/generated, kept current by a test.

`python -m lintel.policy.published docs/generated` writes them.
"""

import sys
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from lintel.policy.challenging import Level
from lintel.policy.clocks import ClockRule
from lintel.policy.codes import IndicatorRule
from lintel.policy.council import CouncilPolicy
from lintel.policy.in_force import preset_policy, presets
from lintel.policy.restricting import Hides, RestrictionKind

HIDDEN = {
    Hides.EXISTENCE: "that there is one",
    Hides.RECORD: "what is in it",
    Hides.LOCATION: "where the person is",
}
CURRENT = date(9999, 1, 1)  # whatever is newest
NOTE = "Drawn from the policy files in `lintel/policy/data`; edit those, not this page.\n"


def tables() -> dict[str, str]:
    """File name -> its text, for every published page of policy."""
    standard = preset_policy("standard")
    return {
        "clocks.md": _clocks(standard),
        "presets.md": _presets(),
        "categories.md": _categories(standard),
        "outcomes.md": _outcomes(standard),
        "levels.md": _levels(standard),
        "sources.md": _sources(standard),
        "indicators.md": _indicators(standard),
        "challenge-levels.md": _challenge_levels(standard),
        "restrictions.md": _restrictions(standard),
    }


def write(folder: Path) -> None:
    for name, text in tables().items():
        (folder / name).write_text(text, encoding="utf-8")


def _page(title: str, intro: str, *parts: str) -> str:
    return "\n".join((f"# {title}\n", f"{intro}\n", NOTE, *parts)).rstrip() + "\n"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    cells = (" | ".join(cell.replace("|", "\\|") or "–" for cell in line) for line in lines)
    return "\n".join(f"| {line} |" for line in cells) + "\n"


def _day(day: date) -> str:
    return day.isoformat()


def _ends(rule: ClockRule) -> str:
    if rule.opening:
        return f"while open, {rule.opening.words}"
    if rule.unit.by_the_clock:
        return "by the clock on the wall"
    return "at the same time of day" if rule.ends.value == "same_time" else "as its last day ends"


def _rested_on(rule: ClockRule) -> str:
    return f"{rule.source} ({rule.source.standing.value})"


def _clocks(policy: CouncilPolicy) -> str:
    rows = (
        (
            f"`{rule.name}`",
            rule.title,
            f"{rule.start} → {rule.stop}",
            rule.length_words,
            _ends(rule),
            rule.out_of_hours,
            _rested_on(rule),
            _day(rule.in_force_from),
        )
        for values in policy.rules.values()
        for rule in reversed(values)
    )
    heads = ("rule", "promise", "from → to", "length", "ends", "out of hours", "rests on", "from")
    return _page(
        "Clocks",
        "Every clock runs from its start and has no pause. The newest value of each comes first; "
        "what is local practice may be replaced by a council, what is statute or statutory "
        "guidance may not.",
        _table(heads, rows),
    )


def _presets() -> str:
    def row(key: str) -> tuple[str, ...]:
        policy = preset_policy(key)
        red, amber, green = (
            policy.clock_rule(name, CURRENT) for name in ("rag_red", "rag_amber", "rag_green")
        )
        words = [f"{rule.length_words}, {_ends(rule)}" for rule in (red, amber, green)]
        return (f"`{key}`", *words, _rested_on(red))

    return _page(
        "Schemes of response times",
        "A council starts from one of these and may change any value of it. Blue has no target "
        "in any of them.",
        _table(("scheme", "red", "amber", "green", "red rests on"), map(row, presets())),
    )


def _categories(policy: CouncilPolicy) -> str:
    rows = (
        (
            f"`{category.key}`",
            category.title,
            category.hint,
            "yes" if category.calls_for_strategy else "",
            "yes" if category.opens_paediatric else "",
            "yes" if category.opens_lado else "",
            str(category.source or ""),
        )
        for category in policy.categories(CURRENT)
    )
    heads = (
        "key",
        "what people choose",
        "hint",
        "calls for strategy",
        "paediatric",
        "designated officer",
        "rests on",
    )
    return _page(
        "Kinds of worry",
        "What calls for a strategy discussion does so by itself: a manager may decide otherwise, "
        "with a reason that is kept. What goes to the designated officer is seen by them and the "
        "deciding manager alone.",
        _table(heads, rows),
    )


def _outcomes(policy: CouncilPolicy) -> str:
    parts = []
    for kind in dict.fromkeys(outcome.kind for outcome in policy.codes.outcomes):
        rows = (
            (
                f"`{outcome.key}`",
                outcome.title,
                outcome.needs
                + (f": {', '.join(outcome.team_kinds)}" if outcome.team_kinds else ""),
                "yes" if outcome.hands_over else "",
                ", ".join(outcome.guards),
                outcome.tells_professional,
                outcome.tells_public,
            )
            for outcome in policy.outcomes(kind, CURRENT)
        )
        heads = (
            *("key", "outcome", "needs", "handed over", "settled first"),
            *("a professional is told", "a member of the public is told"),
        )
        parts += [f"## {kind.replace('_', ' ').capitalize()}\n", _table(heads, rows)]
    return _page("Outcomes", "What a contact can come to, by the kind of enquiry.", *parts)


def _levels(policy: CouncilPolicy) -> str:
    ratings = (
        (f"`{r.key}`", r.title, r.description, f"`{r.clock}`" if r.clock else "")
        for r in policy.ratings.values()
    )
    bands = ((str(b.number), b.title, b.description) for b in policy.bands.values())
    return _page(
        "Ratings and levels of need",
        "Keys and numbers are the same everywhere; a council may use its own words.",
        "## Ratings\n",
        _table(("key", "title", "meaning", "clock"), ratings),
        "## Levels of need\n",
        _table(("number", "title", "meaning"), bands),
    )


def _sources(policy: CouncilPolicy) -> str:
    rows = (
        (
            code,
            source.title,
            source.plain,
            "public" if source.public else "professional" if source.professional else "",
            "yes" if source.anonymous_allowed else "",
        )
        for code, source in policy.sources.items()
    )
    heads = ("code", "the census says", "the form says", "who", "may be anonymous")
    return _page("Who told us", "Codes of the children in need census.", _table(heads, rows))


def _indicators(policy: CouncilPolicy) -> str:
    def row(rule: IndicatorRule) -> tuple[str, ...]:
        child = {"": "", "under_1": "a child under one or unborn", "unborn": "an unborn child"}
        by = [f"category {', '.join(rule.categories)}"] if rule.categories else []
        by += [f"source {', '.join(rule.sources)}"] if rule.sources else []
        by += ["the referrer says so"] if rule.immediate_flag else []
        by += [f"{len(rule.words)} phrases"] if rule.words else []
        needs = child[rule.child]
        return (
            *(f"`{rule.key}`", rule.title, rule.level, "; ".join(by), needs),
            "yes" if rule.opens_paediatric else "",
            "yes" if rule.holds_low else "",
            *(rule.because, str(rule.source), rule.version),
        )

    heads = (
        *("rule", "sign", "level", "fires on", "words need", "paediatric"),
        "stops less than an assessment",
        *("because", "rests on", "from"),
    )
    return _page(
        "Signs that call for a second thought",
        "They read words, not meaning, and miss what is said in other words: no sign is no "
        "reassurance. The phrases are in `indicators.toml`; what they catch is measured in "
        "`lintel/contacts/tests/test_indicators.py`.",
        _table(heads, map(row, policy.indicator_rules(CURRENT))),
    )


def _challenge_levels(policy: CouncilPolicy) -> str:
    def row(level: Level) -> tuple[str, ...]:
        rule = policy.clock_rule(level.clock, CURRENT)
        length = f"{rule.length_words}, {_ends(rule)} (`{level.clock}`)"
        who = level.owner
        if level.accounts:
            who += f". Here: {', '.join(f'`{name}`' for name in level.accounts)}"
        return (str(level.number), level.title, who, length, str(level.source))

    return _page(
        "Professional challenge: the steps",
        "Anybody of any agency who disagrees with what was decided, with a discussion that was "
        "refused or with an agency’s answer begins at the first step. It goes to the next when "
        "whoever challenges is not content with the answer, and by itself when the time runs "
        "out. Nobody answers who made the decision, or who answered at an earlier step. While it "
        "is open the contact cannot be closed; a team may take the child on meanwhile. An answer "
        "that changes the decision puts the contact back to be decided.",
        _table(
            ("step", "title", "who answers", "time", "rests on"),
            map(row, policy.challenging.levels),
        ),
    )


def _restrictions(policy: CouncilPolicy) -> str:
    def row(kind: RestrictionKind) -> tuple[str, ...]:
        return (
            kind.code,
            f"{kind.title} (`{kind.key}`)",
            kind.readers,
            HIDDEN[kind.hides],
            ", ".join(sorted(kind.signal)).replace("_", " ") or "nobody",
            "yes" if kind.masks_location else "no",
            kind.review,
            ", ".join(sorted(kind.lifted_by)),
            "yes" if kind.glass else "no",
            str(kind.source),
        )

    return _page(
        "Restricted records: the kinds",
        "What each kind keeps from whoever is not on its list. What is hidden looks as if it were "
        "not there: in lists, counts, searches, candidates, households, figures and notices. A "
        "new contact that may be about somebody hidden goes to the guardian at once. Lifting "
        f"needs two people. A reader reads for {policy.restricting.task_days} days for a task, "
        f"for {policy.restricting.involved_days} days as a worker of the family.",
        _table(
            (
                "kind",
                "of what",
                "who reads it",
                "what others do not learn",
                "told to call the guardian",
                "places masked everywhere",
                "looked at again",
                "lifted by",
                "opened in an emergency",
                "rests on",
            ),
            map(row, policy.restricting.kinds.values()),
        ),
    )


if __name__ == "__main__":
    write(Path(sys.argv[1]))
