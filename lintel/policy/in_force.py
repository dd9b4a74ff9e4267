"""The policies this installation runs on, read once. The edge asks here; rules are handed answers.

A council's policy is, each over the one before: what ships for everybody (`data/*.toml`), the
preset it names, its shipped file if it is one of the invented councils, and its own file,
`LINTEL_DATA/policy/<council>.toml`.
"""

from collections.abc import Collection
from dataclasses import replace
from functools import cache
from pathlib import Path

from lintel.kernel.sources import Standing
from lintel.policy import shipped
from lintel.policy.agency_questions import lay_agency_questions, shipped_agency_questions
from lintel.policy.asking import lay_asking, shipped_asking
from lintel.policy.attaching import lay_attaching, shipped_attaching
from lintel.policy.challenging import lay_challenging, shipped_challenging
from lintel.policy.codes import CodeSets
from lintel.policy.council import CouncilPolicy, NoSuchRule
from lintel.policy.duty import lay_hub_hours, shipped_hub_hours
from lintel.policy.files import SHIPPED, PolicyFileWrong, Table, local_folder, read
from lintel.policy.restricting import lay_restricting, shipped_restricting
from lintel.policy.senders import lay_senders, shipped_senders
from lintel.policy.teams import lay_teams, shipped_teams
from lintel.policy.watching import lay_watching, shipped_watching

__all__ = ["NoSuchCouncil", "NoSuchRule", "PolicyFileWrong", "councils", "policy_for", "presets"]


class NoSuchCouncil(LookupError):
    """No policy file speaks for that council."""


def councils() -> list[str]:
    """The councils this installation serves, by key."""
    return sorted(_councils(local_folder()))


def presets() -> list[str]:
    """The schemes a council may start from."""
    return sorted(path.stem for path in (SHIPPED / "presets").glob("*.toml"))


def policy_for(council: str) -> CouncilPolicy:
    """What law and `council` have set.

    Errors:
        NoSuchCouncil: no file speaks for it.
        PolicyFileWrong: a file cannot be used; the message says how to put it right.
    """
    return _policy_for(council, local_folder())


def preset_policy(preset: str) -> CouncilPolicy:
    """A scheme on its own, for no council in particular.

    Errors:
        NoSuchCouncil: there is no such scheme.
    """
    if preset not in presets():
        raise NoSuchCouncil(preset)
    return _policy("any", {"preset": preset}, ())


def check_every_file() -> None:
    """Read every policy file, so that a wrong one stops the start and not a contact.

    Errors:
        PolicyFileWrong: the first that cannot be used.
    """
    for council in councils():
        policy_for(council)


@cache
def _councils(folder: Path) -> frozenset[str]:
    invented = frozenset(path.stem for path in (SHIPPED / "councils").glob("*.toml"))
    local = frozenset(path.stem for path in folder.glob("*.toml"))
    # A real council's installation does not serve the invented ones.
    return local if local - invented else invented


@cache
def _policy_for(council: str, folder: Path) -> CouncilPolicy:
    if council not in _councils(folder):
        raise NoSuchCouncil(council)
    paths = [place / f"{council}.toml" for place in (SHIPPED / "councils", folder)]
    return _policy(council, {}, tuple(read(path) for path in paths if path.exists()))


def _policy(council: str, words: dict[str, str], files: tuple[Table, ...]) -> CouncilPolicy:
    known = shipped.authorities()
    rules, codes = shipped.clock_rules(known), shipped.code_sets(known)
    asking, questions = shipped_asking(known), shipped_agency_questions()
    hours, teams = shipped_hub_hours(), shipped_teams(known)
    attaching, watching = shipped_attaching(), shipped_watching()
    challenging, restricting = shipped_challenging(known), shipped_restricting(known)
    senders = shipped_senders()
    since = shipped.first_day_of(rules)
    said = {
        "title": "Any council",
        "reference_prefix": "X",
        "preset": "standard",
        "phone": "",
        "out_of_hours_phone": "",
        "email": "",
    } | words
    for file in files:
        said |= {
            name: file.text(name, said[name] if file is not files[0] else None) for name in said
        }
        since = file.day("in_force_from", since)
    if said["preset"] not in presets():
        raise files[-1].wrong(
            "preset", f"is “{said['preset']}”; write one of {', '.join(presets())}"
        )
    preset = read(SHIPPED / "presets" / f"{said['preset']}.toml")
    preset.text("title")
    preset.text("summary")
    for file in (preset, *files):
        _lay_clocks(rules, file, known)
        codes = _lay_words(codes, file)
        asking = lay_asking(asking, file)
        questions = lay_agency_questions(questions, file)
        hours = lay_hub_hours(hours, file)
        attaching = lay_attaching(attaching, file)
        teams = lay_teams(teams, file)
        challenging = lay_challenging(challenging, file, known, clocks=rules)
        restricting = lay_restricting(restricting, file)
        watching = lay_watching(watching, file)
        senders = lay_senders(senders, file)
        codes = _lay_adding_up(codes, file, known)
        file.finished()
    return CouncilPolicy(
        key=council,
        council_title=said["title"],
        reference_prefix=said["reference_prefix"],
        preset=said["preset"],
        phone=said["phone"],
        out_of_hours_phone=said["out_of_hours_phone"],
        email=said["email"],
        in_force_from=since,
        rules=rules,
        codes=codes,
        asking_by_token=asking,
        asking_agencies=questions,
        hub_hours=hours,
        attaching=attaching,
        child_protection_teams=teams,
        challenging=challenging,
        restricting=restricting,
        watching=watching,
        senders=senders,
    )


def _lay_clocks(rules: shipped.Rules, file: Table, known: shipped.Authorities) -> None:
    """Add a file's clock values to `rules`: from its first day on, they are the ones in force."""
    clocks = file.table("clocks")
    for name, table in clocks.named():
        if name not in rules:
            raise clocks.wrong(name, f"is not a clock; use one of {', '.join(rules)}")
        held = rules[name]
        if held[-1].source.standing is not Standing.LOCAL_PRACTICE:
            raise clocks.wrong(
                name,
                f"is set by {held[-1].source.standing} ({held[-1].source.title}); "
                "a council cannot change it, so remove it",
            )
        added = shipped.clock_values(name, table, known, held[-1])
        first = added[0].in_force_from
        rules[name] = tuple(rule for rule in held if rule.in_force_from < first) + added


def _lay_words(codes: CodeSets, file: Table) -> CodeSets:
    """The code sets with a council's own words; keys, ranks and what they call for stay."""
    categories = {category.key: category for category in codes.categories}
    ratings, bands = dict(codes.ratings), dict(codes.bands)
    for key, table in _known(file, "categories", categories):
        held = categories[key]
        categories[key] = replace(
            held,
            title=table.text("title", held.title),
            hint=table.text("hint", held.hint),
            retired_from=table.day_or_none("retired_from"),
        )
        table.finished()
    for key, table in _known(file, "ratings", ratings):
        ratings[key] = shipped.rating(key, table, ratings[key])
    for key, table in _known(file, "bands", [str(number) for number in bands]):
        bands[int(key)] = shipped.band(int(key), table, bands[int(key)])
    return replace(codes, categories=tuple(categories.values()), ratings=ratings, bands=bands)


def _lay_adding_up(codes: CodeSets, file: Table, known: shipped.Authorities) -> CodeSets:
    """The code sets with a council's tighter rules about what adds up."""
    rules = dict(codes.adding_up)
    for key, table in _known(file, "adding_up", rules):
        rules[key] = shipped.tightened(table, known, rules[key])
    return replace(codes, adding_up=rules)


def _known(file: Table, name: str, allowed: Collection[str]) -> tuple[tuple[str, Table], ...]:
    within = file.table(name)
    named = within.named()
    for key, _ in named:
        if key not in allowed:
            raise within.wrong(key, f"is not known; use one of {', '.join(allowed)}")
    return named
