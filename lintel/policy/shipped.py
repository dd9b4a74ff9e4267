"""From policy files to plain values."""

from dataclasses import replace
from datetime import date
from typing import Any

from lintel.kernel.sources import Source, Standing
from lintel.kernel.working_days import Opening, opening
from lintel.policy.clocks import CalendarKind, ClockRule, Ends, Unit
from lintel.policy.codes import (
    AddingUpRule,
    Band,
    Category,
    CensusSource,
    CodeSets,
    Counts,
    IndicatorRule,
    Needs,
    Outcome,
    Rating,
)
from lintel.policy.files import SHIPPED, Table, read

Rules = dict[str, tuple[ClockRule, ...]]  # oldest first; each holds until the next starts
Authorities = dict[str, tuple[str, Standing, str]]

TOLD_WITH = {"reference": "", "council": "", "phone": "", "destination": ""}
LEVELS = ("immediate", "strategy", "raise")


def authorities() -> Authorities:
    found: Authorities = {}
    for key, table in read(SHIPPED / "authorities.toml").named():
        found[key] = (
            table.text("title"),
            table.choice("standing", Standing),
            table.text("url", ""),
        )
        table.finished()
    return found


def source_of(table: Table, known: Authorities) -> Source:
    """The source a table names: a document Lintel knows, or one written out on the spot.

    A document written out by a council is its own practice, and says nothing stronger.
    """
    if "authority" not in table:
        return Source(
            table.text("source_title"),
            table.text("locator", ""),
            Standing.LOCAL_PRACTICE,
            table.text("source_url", ""),
        )
    key = table.text("authority")
    if key not in known:
        raise table.wrong(
            "authority", f"is “{key}”; use source_title instead, or one of {', '.join(known)}"
        )
    title, standing, url = known[key]
    return Source(title, table.text("locator", ""), standing, url)


def clock_rules(known: Authorities) -> Rules:
    return {
        name: clock_values(name, table, known, None)
        for name, table in read(SHIPPED / "clocks.toml").named()
    }


def clock_values(
    name: str, table: Table, known: Authorities, instead_of: ClockRule | None
) -> tuple[ClockRule, ...]:
    """Every dated value of one clock; what a local table does not say is as in `instead_of`."""

    def words(key: str) -> str:
        return table.text(key, getattr(instead_of, key) if instead_of else None)

    title, start, stop, out_of_hours = (
        words("title"),
        words("start"),
        words("stop"),
        words("out_of_hours"),
    )
    values = table.tables("values")
    table.finished()
    if not values:
        raise table.wrong("values", f"is missing; add [[{table.at('values')}]] with a length")
    rules = []
    for value in values:
        unit = value.choice("unit", Unit)
        calendar = value.choice("calendar", CalendarKind)
        ends = value.choice("ends", Ends)
        length = value.number("length")
        if length == 0:
            raise value.wrong("length", "is 0; write 1 or more")
        if (unit is Unit.WORKING_DAYS) != (calendar is CalendarKind.WORKING_DAYS_ENGLAND):
            raise value.wrong(
                "calendar",
                "does not fit the unit; working_days go with working_days_england, and only they",
            )
        if calendar is CalendarKind.HUB_HOURS and not unit.by_the_clock:
            raise value.wrong("calendar", "is hub_hours; use it with hours or minutes only")
        if unit.by_the_clock and ends is not Ends.SAME_TIME:
            raise value.wrong("ends", "must be same_time for hours and minutes")
        rules.append(
            ClockRule(
                name=name,
                title=title,
                start=start,
                stop=stop,
                length=length,
                unit=unit,
                ends=ends,
                calendar=calendar,
                opening=_opening(value, calendar),
                out_of_hours=out_of_hours,
                source=source_of(value, known),
                in_force_from=value.day("in_force_from"),
            )
        )
        value.finished()
    days = [rule.in_force_from for rule in rules]
    if days != sorted(set(days)):
        raise table.wrong("values", "must be in order of in_force_from, each day once")
    return tuple(rules)


def _opening(value: Table, calendar: CalendarKind) -> Opening | None:
    if calendar is not CalendarKind.HUB_HOURS:
        return None
    try:
        return opening(value.text("opening"))
    except ValueError as error:
        raise value.wrong("opening", str(error)) from None


def code_sets(known: Authorities) -> CodeSets:
    """Every code set that ships with Lintel."""
    census, levels = read(SHIPPED / "census.toml"), read(SHIPPED / "levels.toml")
    ethnicities, sexes = census.table("ethnicities"), census.table("sexes")
    return CodeSets(
        sources={code: _census_source(code, t) for code, t in census.table("sources").named()},
        ethnicities={code: ethnicities.text(code) for code in ethnicities.names()},
        sexes={code: sexes.text(code) for code in sexes.names()},
        categories=tuple(
            _category(key, table, known) for key, table in read(SHIPPED / "categories.toml").named()
        ),
        outcomes=tuple(
            _outcome(kind, key, table)
            for kind, outcomes in read(SHIPPED / "outcomes.toml").named()
            for key, table in outcomes.named()
        ),
        ratings={key: rating(key, table, None) for key, table in levels.table("ratings").named()},
        bands={
            int(key): band(int(key), table, None) for key, table in levels.table("bands").named()
        },
        indicators=tuple(
            _indicator(key, table, known)
            for key, table in read(SHIPPED / "indicators.toml").named()
        ),
        adding_up={
            key: _adding_up(key, table, known)
            for key, table in read(SHIPPED / "adding_up.toml").named()
        },
    )


def _census_source(code: str, table: Table) -> CensusSource:
    public, neither = table.flag("public"), table.flag("neither")
    found = CensusSource(
        code=code,
        title=table.text("title"),
        plain=table.text("plain"),
        professional=not public and not neither,
        public=public,
        anonymous_allowed=table.flag("anonymous_allowed"),
        family=table.flag("family"),
    )
    table.finished()
    return found


def _category(key: str, table: Table, known: Authorities) -> Category:
    found = Category(
        key=key,
        title=table.text("title"),
        hint=table.text("hint"),
        calls_for_strategy=table.flag("calls_for_strategy"),
        opens_paediatric=table.flag("opens_paediatric"),
        opens_lado=table.flag("opens_lado"),
        source=source_of(table, known) if "authority" in table else None,
        retired_from=table.day_or_none("retired_from"),
    )
    table.finished()
    return found


def _outcome(kind: str, key: str, table: Table) -> Outcome:
    found = Outcome(
        key=key,
        kind=kind,
        title=table.text("title"),
        hint=table.text("hint"),
        needs=table.choice("needs", Needs, Needs.NOTHING).value,
        team_kinds=table.texts("team_kinds"),
        hands_over=table.flag("hands_over"),
        routed=not table.flag("goes_to_who_has_it"),
        low=table.flag("low"),
        guards=table.texts("guards"),
        tells_professional=table.text("tells_professional"),
        tells_public=table.text("tells_public"),
    )
    table.finished()
    for name in ("tells_professional", "tells_public"):
        try:
            getattr(found, name).format(**TOLD_WITH)
        except (KeyError, IndexError, ValueError):
            fields = ", ".join("{" + word + "}" for word in TOLD_WITH)
            raise table.wrong(name, f"uses a field that is not known; use {fields}") from None
    return found


def rating(key: str, table: Table, instead_of: Rating | None) -> Rating:
    """One rating; a council's own words over the shipped ones."""
    found = Rating(
        key=key,
        title=table.text("title", instead_of.title if instead_of else None),
        description=table.text("description", instead_of.description if instead_of else None),
        rank=instead_of.rank if instead_of else table.number("rank"),
        clock=instead_of.clock if instead_of else table.text("clock", ""),
    )
    table.finished()
    return found


def band(number: int, table: Table, instead_of: Band | None) -> Band:
    """One level of need; a council's own words over the shipped ones."""
    found = Band(
        number,
        table.text("title", instead_of.title if instead_of else None),
        table.text("description", instead_of.description if instead_of else None),
    )
    table.finished()
    return found


def _indicator(key: str, table: Table, known: Authorities) -> IndicatorRule:
    level = table.text("level")
    if level not in LEVELS:
        raise table.wrong("level", f"is “{level}”; write one of {', '.join(LEVELS)}")
    found = IndicatorRule(
        key=key,
        title=table.text("title"),
        level=level,
        because=table.text("because"),
        categories=table.texts("categories"),
        sources=table.texts("sources"),
        words=table.texts("words"),
        unless=table.texts("unless"),
        child=table.text("child", ""),
        immediate_flag=table.flag("immediate_flag"),
        opens_paediatric=table.flag("opens_paediatric"),
        holds_low=not table.flag("lets_low_pass"),
        source=source_of(table, known),
        version=table.day("in_force_from").isoformat(),
        retired_from=table.day_or_none("retired_from"),
    )
    table.finished()
    return found


def _adding_up(key: str, table: Table, known: Authorities) -> tuple[AddingUpRule, ...]:
    same = {
        "key": key,
        "title": table.text("title"),
        "rule": table.text("rule"),
        "because": table.text("because"),
        "counts": table.choice("counts", Counts),
        "kinds": table.texts("kinds"),
        "categories": table.texts("categories"),
        "outcomes": table.texts("outcomes"),
        "plans": table.texts("plans"),
    }
    found = tuple(_adding_up_value(value, known, same) for value in table.tables("values"))
    table.finished()
    if not found:
        raise table.wrong("values", f"is missing; add [[{table.at('values')}]] with earlier")
    return found


def _adding_up_value(table: Table, known: Authorities, same: dict[str, Any]) -> AddingUpRule:
    found = AddingUpRule(
        **same,
        earlier=table.number("earlier"),
        months=table.number("months"),
        source=source_of(table, known),
        in_force_from=table.day("in_force_from"),
    )
    table.finished()
    if found.earlier == 0:
        raise table.wrong("earlier", "is 0, which would raise every contact; write 1 or more")
    return found


def tightened(
    table: Table, known: Authorities, held: tuple[AddingUpRule, ...]
) -> tuple[AddingUpRule, ...]:
    """A council's own value of a rule, from its first day on; never a looser one."""
    last = held[-1]
    own = replace(
        last,
        rule=table.text("rule", last.rule),
        title=table.text("title", last.title),
        earlier=table.number("earlier", last.earlier),
        months=table.number("months", last.months),
        source=source_of(table, known),
        in_force_from=table.day("in_force_from"),
    )
    table.finished()
    if own.earlier > last.earlier or own.earlier == 0:
        raise table.wrong("earlier", f"is {own.earlier}; write 1 to {last.earlier}, or leave it")
    if own.months < last.months:
        raise table.wrong("months", f"is {own.months}; write {last.months} or more, or leave it")
    changed = (own.earlier, own.months) != (last.earlier, last.months)
    if changed and (own.title, own.rule) == (last.title, last.rule):
        raise table.wrong("rule", "says the old numbers; write the rule, and its title, in words")
    return (*(one for one in held if one.in_force_from < own.in_force_from), own)


def first_day_of(rules: Rules) -> date:
    """The first day any rule speaks of."""
    return min(values[0].in_force_from for values in rules.values())
