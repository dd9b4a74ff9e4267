"""Which team work goes to by rule, and why: said to whoever decides, who may choose another. Pure.

A rule is what the directory says of a team: the postcodes it covers, and the ages it works with.
The longest beginning of a postcode wins; between equals, the team that takes its kind by default.

Source: obligation 002-15 (several hubs and teams in a council, and routing between them).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lintel.directory.rules.kinds import Team, team_to_take
from lintel.kernel.refusals import Refusal

# An area's letters, an outward code, or an outward code and the sector: NB, NB4, NB4A, NB6 1.
_BEGINNING = re.compile(r"([A-Z]{1,2})(?:(\d[\dA-Z]?)(?: (\d))?)?")
_COMPACT = re.compile(r"[^A-Z0-9]")
_INWARD = 3


@dataclass(frozen=True, slots=True)
class Child:
    """Shape: `postcode` "" when nobody told it; `age` in whole years, 0 before birth, None when
    not known."""

    postcode: str = ""
    age: int | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Shape:

    team: None when rules point at several, or nobody takes such work.
    because: in words that name nobody.
    by_rule: an area or ages chose it; another choice is then given a reason.
    """

    team: Team | None
    because: str
    by_rule: bool = False


def tidy(covers: str) -> str:
    """
    >>> tidy("nb4,nb6  1 , NB")
    'NB4, NB6 1, NB'
    """
    parts = (" ".join(part.upper().split()) for part in covers.split(","))
    return ", ".join(part for part in parts if part)


def reasons_not_to_route(team: Team) -> tuple[Refusal, ...]:
    found = []
    wrong = [part for part in _parts(team.covers) if not _BEGINNING.fullmatch(part)]
    if wrong:
        found.append(
            Refusal(
                "not_a_postcode",
                f"Enter beginnings of postcodes with commas between, like NB4, NB6 1: "
                f"{wrong[0][:20]} is none",
                "covers",
            )
        )
    ages = (team.ages_from, team.ages_to)
    if None not in ages and ages[0] > ages[1]:  # type: ignore[operator]
        found.append(
            Refusal("ages_turned", "Enter an oldest age that is not under the youngest", "ages_to")
        )
    return tuple(found)


def suggest(kinds: Sequence[str], teams: Sequence[Team], children: Sequence[Child]) -> Suggestion:
    """The team for these children, of the first of `kinds` that has any team.

    >>> north = Team("north", "North", "assessment", "northbeck", covers="NB4")
    >>> south = Team("south", "South", "assessment", "northbeck", covers="NB")
    >>> suggest(["assessment"], [north, south], [Child("NB4 1AB")]).because
    'it covers NB4, where the child lives'
    >>> suggest(["assessment"], [north, south], [Child("NB41 1AB")]).team.key
    'south'
    """
    kind = next((kind for kind in kinds if any(team.kind == kind for team in teams)), "")
    of_kind = [team for team in teams if team.kind == kind]
    postcodes = sorted({_compact(child.postcode) for child in children} - {""})
    ages = [child.age for child in children if child.age is not None]
    youngest = min(ages, default=None)
    best = [_best(of_kind, postcode, youngest) for postcode in postcodes or [""]]
    chosen = {team.key: team for team, _ in best if team}
    if len(chosen) > 1:
        names = " and ".join(sorted(team.title for team in chosen.values()))
        return Suggestion(None, f"the children live in the areas of {names}", by_rule=False)
    team, because = next((fit for fit in best if fit[1]), best[0])
    if team is not None and because:
        return Suggestion(team, because, by_rule=True)
    usual = team or team_to_take(kind or (kinds[0] if kinds else ""), teams)
    if usual is None:
        return Suggestion(None, "no team takes such work")
    why = "it takes such work unless somebody chooses another"
    if not postcodes and any(each.covers for each in of_kind):
        why = f"no postcode of a child is known, and {why}"
    return Suggestion(usual, why)


def _best(teams: Sequence[Team], postcode: str, age: int | None) -> tuple[Team | None, str]:
    """The team that fits best, and the rules it fits by, "" when none chose it."""
    fits = []
    for team in teams:
        area, ages = _area(team, postcode), _ages(team, age)
        if area is not None and ages is not None:
            fits.append((team, area, ages))
    if not fits:
        return None, ""
    team, area, ages = min(
        fits,
        key=lambda fit: (-len(fit[1]), not fit[2], not fit[0].takes_by_default, fit[0].key),
    )
    said = [f"it covers {area}, where the child lives"] if area else []
    said += [ages] if ages else []
    return team, " and ".join(said)


def _area(team: Team, postcode: str) -> str | None:
    """The longest beginning the postcode has of those a team covers; "" when it covers anywhere;
    None when it does not cover it."""
    parts = _parts(team.covers)
    if not parts:
        return ""
    return max((part for part in parts if _begins(postcode, part)), key=len, default=None)


def _ages(team: Team, age: int | None) -> str | None:
    """Words when the ages of a team let the youngest child in; "" when it has none; None when
    they keep the child out, or nobody knows the age."""
    if team.ages_from is None and team.ages_to is None:
        return ""
    low, high = team.ages_from or 0, team.ages_to
    if age is None or age < low or (high is not None and age > high):
        return None
    works = f"{low} to {high}" if high is not None else f"{low} and over"
    return f"it works with ages {works}, and the youngest child is {age or 'under one'}"


def _begins(postcode: str, part: str) -> bool:
    found = _BEGINNING.fullmatch(part)
    if found is None or len(postcode) <= _INWARD:
        return False
    outward, inward = postcode[:-_INWARD], postcode[-_INWARD:]
    letters, district, sector = found.groups()
    if district is None:
        return re.match(rf"{letters}\d", outward) is not None
    return outward == letters + district and (sector is None or inward[0] == sector)


def _parts(covers: str) -> list[str]:
    return [part for part in tidy(covers).split(", ") if part]


def _compact(postcode: str) -> str:
    return _COMPACT.sub("", postcode.upper())


def reasons_not_another(suggestion: Suggestion, chosen: str, *, reason: str) -> tuple[Refusal, ...]:
    """Why `chosen`, a team's key, cannot be taken as it is: against a rule it wants a reason."""
    team = suggestion.team
    if team is None or not suggestion.by_rule or chosen == team.key or reason.strip():
        return ()
    return (
        Refusal(
            "no_route_reason",
            f"Enter why not {team.title}: {suggestion.because}",
            field="route_reason",
        ),
    )
