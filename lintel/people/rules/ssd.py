"""The tables of the Standard Safeguarding Dataset, and what one row of each says.

Only what a hub needs to know a family is read: who they are, where they lived, who is whose
mother, and what happened to the children. Workers, teams, health, education and finance stay
where they are.

Source: Standard Safeguarding Dataset 1.4.5 (Data to Insight).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from lintel.people.rules import ssd_cells, ssd_words
from lintel.people.rules.episodes import CLOSURES, ETHNICITIES, NEEDS, REFERRAL_SOURCES, EpisodeIn
from lintel.people.rules.ssd_cells import Cells
from lintel.people.rules.told import LivedAt, PersonTold

VERSION = "1.4.5"
PERSON = "ssd_person"
DISABILITIES = frozenset("NONE MOB HAND PC INC COMM LD HEAR VIS BEH CON AUT DDA".split())


@dataclass(frozen=True, slots=True)
class Said:
    """What one row says of one person.

    Shape: `ref` is the row's own name; `what` is PersonTold, LivedAt, EpisodeIn, Number, or the
    id of a mother, of a family, or a code of disability.
    """

    person: str
    ref: str
    what: Any


@dataclass(frozen=True, slots=True)
class Number:
    """Another number of a person. Shape: `of` is "nhs_number" or "upn"."""

    of: str
    value: str


@dataclass(frozen=True, slots=True)
class Table:
    """Shape:
    title: what it holds, in words.
    person, ref: the columns that name the person and the row.
    columns: every column that is read, `person` and `ref` among them.
    """

    title: str
    person: str
    ref: str
    columns: tuple[str, ...]
    read: Callable[[Cells], Any]


def read_row(name: str, row: Mapping[str, str], *, until: date) -> tuple[Said | None, Cells]:
    """What a row says, or None when nothing of it can be kept; its troubles are in the cells."""
    table = TABLES[name]
    cells = Cells(row, until=until)
    person, ref = cells.words(table.person), cells.words(table.ref)
    for column, words in ((table.person, person), (table.ref, ref)):
        if len(words) > ssd_cells.LONGEST_REF:
            cells.refuse(column, "too_long", f"{column} must be 60 characters or fewer")
    if not person:
        cells.refuse(table.person, "no_person", f"Enter {table.person}")
    said = None if cells.refused else table.read(cells)
    if isinstance(said, EpisodeIn) and not said.ref:
        said = replace(said, ref=ref)
    return (None if said is None or cells.refused else Said(person, ref, said)), cells


def whole(episodes: Iterable[EpisodeIn]) -> list[EpisodeIn]:
    """Rows of one name made one: from the first day of all to the last day of the last."""
    found: dict[tuple[str, str, int], EpisodeIn] = {}
    for place, one in enumerate(sorted(episodes, key=lambda e: (e.starts_on, e.kind, e.ref))):
        key = (one.kind, one.ref, 0 if one.ref else place + 1)
        first = found.get(key)
        if first is not None:
            one = replace(one, starts_on=first.starts_on)
        found[key] = one
    return list(found.values())


def _person(cells: Cells) -> PersonTold:
    born_on = cells.day("pers_dob")
    expected_on = cells.day("pers_expected_dob", until=cells.until + ssd_cells.FORTY_WEEKS)
    died_on = cells.day("pers_death_date")
    if died_on and born_on and died_on < born_on:
        cells.drop("pers_death_date", "dies_before", "The date of death is before the birth")
        died_on = None
    number = cells.words("pers_single_unique_id") or cells.words("pers_common_child_id")
    return PersonTold(
        given_name=cells.name("pers_forename"),
        family_name=cells.name("pers_surname"),
        date_of_birth=born_on,
        expected_on=None if born_on else expected_on,
        died_on=died_on,
        sex=cells.sex("pers_sex"),
        nhs_number=cells.nhs_number("pers_single_unique_id", number),
        upn=cells.upn("pers_upn"),
        la_child_id=cells.words("pers_person_id"),
        ethnicity=cells.code("pers_ethnicity", ETHNICITIES),
    )


def _number(cells: Cells) -> Number | None:
    kind = cells.words("link_identifier_type").casefold()
    value = cells.words("link_identifier_value")
    if value and "nhs" in kind:
        return Number("nhs_number", cells.nhs_number("link_identifier_value", value))
    if value and ("pupil" in kind or "upn" in kind):
        return Number("upn", cells.upn("link_identifier_value"))
    return None


def _home(cells: Cells) -> LivedAt | None:
    since, until = cells.span("addr_address_start_date", "addr_address_end_date")
    lines, uprn = cells.address("addr_address_json")
    postcode = cells.words("addr_address_postcode")[:10]
    if not (lines or postcode or uprn):
        return None
    return LivedAt(lines, postcode, uprn, since, until)


def _episode(
    kind: str,
    starts: str,
    ends: str = "",
    *,
    words: Callable[[Cells], tuple[str, str]],
    source: str = "",
    ref: str,
) -> Callable[[Cells], EpisodeIn | None]:
    def read(cells: Cells) -> EpisodeIn | None:
        began_on, ended_on = cells.span(starts, ends)
        if began_on is None:
            cells.refuse(starts, "no_start", f"Enter {starts}, a real day")
            return None
        code, said = words(cells)
        source_code = cells.words(source).upper() if source else ""
        return EpisodeIn(
            kind,
            began_on,
            ended_on,
            source_code if source_code in REFERRAL_SOURCES else "",
            code,
            said[: ssd_words.LONGEST],
            cells.words(ref),
        )

    return read


def _words_of_contact(cells: Cells) -> tuple[str, str]:
    flags = cells.flags("cont_contact_outcome_json")
    described = cells.words("cont_contact_source_desc")[:100]
    said = [f"from {described}"] if described else []
    return "NFA" if "NFA_FLAG" in flags else "", ssd_words.joined([*said, *ssd_words.of(flags)])


def _words_of_early_help(cells: Cells) -> tuple[str, str]:
    said = [cells.words("earl_episode_reason")[:140], cells.words("earl_episode_end_reason")[:140]]
    return "", ssd_words.joined(said)


def _words_of_referral(cells: Cells) -> tuple[str, str]:
    need = cells.code("cine_cin_primary_need_code", NEEDS)
    closed = cells.code("cine_close_reason", CLOSURES)
    no_action = cells.yes("cine_referral_nfa")
    flags = cells.flags("cine_referral_outcome_json") - {"NFA_FLAG"}
    said = [NEEDS[need]] if need else []
    said += ["no further action"] if no_action else []
    said += ssd_words.of(flags)
    said += [f"closed: {CLOSURES[closed]}"] if closed else []
    return closed or ("NFA" if no_action else ""), ssd_words.joined(said)


def _words_of_flags(column: str, no_action: str) -> Callable[[Cells], tuple[str, str]]:
    def words(cells: Cells) -> tuple[str, str]:
        flags = cells.flags(column)
        if cells.yes(no_action):
            flags = flags | {"NFA_FLAG"}
        return "NFA" if "NFA_FLAG" in flags else "", ssd_words.joined(ssd_words.of(flags))

    return words


def _words_of_conference(cells: Cells) -> tuple[str, str]:
    flags = cells.flags("icpc_icpc_outcome_json")
    if cells.yes("icpc_icpc_outcome_cp_flag"):
        flags = flags | {"CP_FLAG"}
    return "CP" if "CP_FLAG" in flags else "", ssd_words.joined(ssd_words.of(flags))


def _words_of_plan(cells: Cells) -> tuple[str, str]:
    latest = cells.words("cppl_cp_plan_latest_category")
    code, said = ssd_words.category(latest or cells.words("cppl_cp_plan_initial_category"))
    other = ["another council's plan"] if cells.yes("cppl_cp_plan_ola") else []
    return code, ssd_words.joined([said, *other])


def _words_of_care(cells: Cells) -> tuple[str, str]:
    need = cells.code("clae_cla_primary_need_code", NEEDS)
    code = ssd_words.leading_code(cells.words("clae_cla_episode_ceased_reason"))
    said = [NEEDS[need]] if need else []
    return code, ssd_words.joined([*said, ssd_words.LEFT_CARE.get(code, "")])


def _words_of_missing(cells: Cells) -> tuple[str, str]:
    code = cells.words("miss_missing_episode_type").upper()[:1]
    said = [ssd_words.MISSING.get(code, "")]
    if cells.words("miss_missing_rhi_offered").upper()[:1] == "N":
        said.append("no return interview offered")
    elif cells.yes("miss_missing_rhi_accepted"):
        said.append("return interview accepted")
    return code if code in ssd_words.MISSING else "", ssd_words.joined(said)


def _nothing_more(cells: Cells) -> tuple[str, str]:
    return "", ""


def _episodes(
    title: str,
    kind: str,
    prefix: str,
    ref: str,
    columns: str,
    words: Any,
    source: str = "",
    named: str = "",
) -> Table:
    """Shape: `columns` are the first and last day and whatever `words` reads, without prefix;
    "-" for a table with no last day. `named` is what one episode of several rows is called."""
    names = tuple(f"{prefix}_{name}" if name != "-" else "" for name in columns.split())
    person, ref = f"{prefix}_person_id", f"{prefix}_{ref}"
    source = f"{prefix}_{source}" if source else ""
    read = _episode(kind, names[0], names[1], words=words, source=source, ref=named or ref)
    columns_read = dict.fromkeys(filter(None, (ref, person, named, *names, source)))
    return Table(title, person, ref, tuple(columns_read), read)


TABLES: Mapping[str, Table] = MappingProxyType(
    {
        PERSON: Table(
            "people",
            "pers_person_id",
            "pers_person_id",
            tuple(
                (
                    "pers_person_id pers_forename pers_surname pers_sex pers_ethnicity pers_dob "
                    "pers_expected_dob pers_death_date pers_upn pers_single_unique_id"
                ).split()
            ),
            _person,
        ),
        "ssd_linked_identifiers": Table(
            "other numbers of people",
            "link_person_id",
            "link_table_id",
            ("link_table_id", "link_person_id", "link_identifier_type", "link_identifier_value"),
            _number,
        ),
        "ssd_family": Table(
            "families",
            "fami_person_id",
            "fami_table_id",
            ("fami_table_id", "fami_person_id", "fami_family_id"),
            lambda cells: cells.words("fami_family_id")[: ssd_cells.LONGEST_REF] or None,
        ),
        "ssd_mother": Table(
            "mothers",
            "moth_childs_person_id",
            "moth_table_id",
            ("moth_table_id", "moth_person_id", "moth_childs_person_id"),
            lambda cells: cells.words("moth_person_id")[: ssd_cells.LONGEST_REF] or None,
        ),
        "ssd_address": Table(
            "addresses",
            "addr_person_id",
            "addr_table_id",
            (
                *("addr_table_id", "addr_person_id", "addr_address_start_date"),
                *("addr_address_end_date", "addr_address_postcode", "addr_address_json"),
            ),
            _home,
        ),
        "ssd_disability": Table(
            "disabilities",
            "disa_person_id",
            "disa_table_id",
            ("disa_table_id", "disa_person_id", "disa_disability_code"),
            lambda cells: cells.code("disa_disability_code", DISABILITIES) or None,
        ),
        "ssd_contacts": _episodes(
            *("contacts", "contact", "cont", "contact_id"),
            "contact_date - contact_source_desc contact_outcome_json",
            _words_of_contact,
            "contact_source_code",
        ),
        "ssd_early_help_episodes": _episodes(
            *("early help", "early_help", "earl", "episode_id"),
            "episode_start_date episode_end_date episode_reason episode_end_reason",
            _words_of_early_help,
        ),
        "ssd_cin_episodes": _episodes(
            *("referrals", "referral", "cine", "referral_id"),
            "referral_date close_date cin_primary_need_code close_reason referral_nfa "
            "referral_outcome_json",
            _words_of_referral,
            "referral_source_code",
        ),
        "ssd_cin_assessments": _episodes(
            *("assessments", "assessment", "cina", "assessment_id"),
            "assessment_start_date assessment_auth_date assessment_outcome_json "
            "assessment_outcome_nfa",
            _words_of_flags("cina_assessment_outcome_json", "cina_assessment_outcome_nfa"),
        ),
        "ssd_cin_plans": _episodes(
            *("child in need plans", "child_in_need_plan", "cinp", "cin_plan_id"),
            "cin_plan_start_date cin_plan_end_date",
            _nothing_more,
        ),
        "ssd_s47_enquiry": _episodes(
            *("section 47 enquiries", "section_47", "s47e", "s47_enquiry_id"),
            "s47_start_date s47_end_date s47_nfa s47_outcome_json",
            _words_of_flags("s47e_s47_outcome_json", "s47e_s47_nfa"),
        ),
        "ssd_initial_cp_conference": _episodes(
            *("initial conferences", "initial_conference", "icpc", "icpc_id"),
            "icpc_date icpc_date icpc_outcome_cp_flag icpc_outcome_json",
            _words_of_conference,
        ),
        "ssd_cp_plans": _episodes(
            *("child protection plans", "child_protection_plan", "cppl", "cp_plan_id"),
            "cp_plan_start_date cp_plan_end_date cp_plan_initial_category "
            "cp_plan_latest_category cp_plan_ola",
            _words_of_plan,
        ),
        "ssd_cla_episodes": _episodes(
            *("times looked after", "looked_after", "clae", "cla_episode_id"),
            "cla_episode_start_date cla_episode_ceased_date cla_primary_need_code "
            "cla_episode_ceased_reason",
            _words_of_care,
            named="clae_cla_id",
        ),
        "ssd_missing": _episodes(
            *("missing episodes", "missing", "miss", "table_id"),
            "missing_episode_start_date missing_episode_end_date missing_episode_type "
            "missing_rhi_offered missing_rhi_accepted",
            _words_of_missing,
        ),
    }
)
# Tables of the standard that stay where they are: nobody at the front door needs them to know a
# family, or they say it again.
NOT_READ = frozenset(
    (
        "ssd_api_data_staging ssd_assessment_factors ssd_care_leavers ssd_cin_visits "
        "ssd_cla_care_plan ssd_cla_convictions ssd_cla_health ssd_cla_immunisations "
        "ssd_cla_placement ssd_cla_previous_permanence ssd_cla_reviews ssd_cla_substance_misuse "
        "ssd_cla_visits ssd_cohort ssd_cp_reviews ssd_cp_visits ssd_department ssd_dim_date "
        "ssd_ehcp_active_plans ssd_ehcp_assessment ssd_ehcp_named_plan ssd_ehcp_requests "
        "ssd_immigration_status ssd_involvements ssd_legal_status ssd_permanence "
        "ssd_pre_cla_care_plan ssd_pre_proceedings ssd_professionals ssd_s251_finance "
        "ssd_sdq_scores ssd_sen_need ssd_send ssd_version_log ssd_voice_of_child"
    ).split()
)
