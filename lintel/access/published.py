"""What the code allows, as rows and as a page, so that it can be read without reading code."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType

from lintel.access.viewers import GRANTS, NEEDS_REGISTRATION, Permission, Role, Zone
from lintel.access.zones import RELATIONS, ZONES

P = Permission

# Which part of a record each permission touches; a permission without a line fails the build.
TOUCHES: Mapping[Permission, Zone] = MappingProxyType(
    {
        P.SUBMIT_CONTACT: Zone.CONCERN,
        P.TAKE_CALL: Zone.CONCERN,
        P.VIEW_BOARD: Zone.ENVELOPE,
        P.VIEW_COUNTS: Zone.FIGURES,
        P.VIEW_CONTACT: Zone.ENVELOPE,
        P.SEARCH: Zone.IDENTITY,
        P.LOOK: Zone.DECISION,
        P.ACKNOWLEDGE_IMMEDIATE: Zone.ENVELOPE,
        P.RATE: Zone.DECISION,
        P.ASSIGN: Zone.ENVELOPE,
        P.HOLD: Zone.ENVELOPE,
        P.CORRECT: Zone.CONCERN,
        P.ADD_NOTE: Zone.CONCERN,
        P.ATTACH_FILE: Zone.FILES,
        P.OPEN_FILE: Zone.FILES,
        P.LINK_PERSON: Zone.IDENTITY,
        P.VIEW_PERSON: Zone.IDENTITY,
        P.MERGE_PEOPLE: Zone.IDENTITY,
        P.MERGE_DOUBTFUL: Zone.IDENTITY,
        P.OPEN_HISTORY: Zone.CONCERN,
        P.DISMISS_INDICATOR: Zone.DECISION,
        P.SENIOR_READ: Zone.DECISION,
        P.DECIDE: Zone.DECISION,
        P.OVERRIDE: Zone.DECISION,
        P.RECEIVE_HANDOVER: Zone.OUTCOME,
        P.ASK_AGENCIES: Zone.AGENCY_ITEMS,
        P.CHASE_AGENCY: Zone.AGENCY_ITEMS,
        P.VIEW_REQUESTS: Zone.AGENCY_ITEMS,
        P.ANSWER_REQUEST: Zone.AGENCY_ITEMS,
        P.POOL: Zone.AGENCY_ITEMS,
        P.SHARE: Zone.OUTCOME,
        P.CONVENE: Zone.DECISION,
        P.ANSWER_INVITATION: Zone.AGENCY_ITEMS,
        P.RECORD_DISCUSSION: Zone.DECISION,
        P.RECORD_PROTECTION: Zone.DECISION,
        P.HAND_OVER_DUTY: Zone.CONCERN,
        P.PROMISE: Zone.CONCERN,
        P.VIEW_ALLEGATION: Zone.CONCERN,
        P.RECORD_ALLEGATION: Zone.DECISION,
        P.CHALLENGE: Zone.DECISION,
        P.ANSWER_CHALLENGE: Zone.DECISION,
        P.CLOSE: Zone.ENVELOPE,
        P.REOPEN: Zone.ENVELOPE,
        P.TELL_REFERRER: Zone.OUTCOME,
        P.ASK_BY_TOKEN: Zone.IDENTITY,
        P.PUT_TOKEN_QUESTION: Zone.ENVELOPE,
        P.RESTRICT: Zone.ENVELOPE,
        P.LIFT_RESTRICTION: Zone.ENVELOPE,
        P.GUARD_RECORDS: Zone.IDENTITY,
        P.BREAK_GLASS: Zone.CONCERN,
        P.REVIEW_GLASS: Zone.AUDIT,
        P.DECLARE_CONFLICT: Zone.ENVELOPE,
        P.KEEP_CONFLICTS: Zone.ENVELOPE,
        P.VIEW_AUDIT: Zone.AUDIT,
        P.WATCH: Zone.AUDIT,
        P.MANAGE_ACCOUNTS: Zone.ENVELOPE,
        P.END_SESSIONS: Zone.ENVELOPE,
        P.CONFIRM_GRANT: Zone.ENVELOPE,
        P.VIEW_HEALTH: Zone.ENVELOPE,
        P.MAKE_SAMPLE: Zone.ENVELOPE,
        P.READ_SAMPLE: Zone.ENVELOPE,
        P.OPEN_MASKED: Zone.IDENTITY,
        P.WATCH_SENDERS: Zone.FIGURES,
    }
)

EFFECTS = {
    "F": "full",
    "R": "read",
    "O": "own only",
    "A": "own agency's",
    "S": "summary",
    "E": "that it exists",
    "W": "write only",
    "M": "masked",
    ".": "none",
}


@dataclass(frozen=True, slots=True)
class Line:
    """Shape: `verb` is "read" for a zone, else a permission; `only_if` is a condition in words."""

    role: str
    relation: str
    zone: str
    verb: str
    effect: str
    only_if: str = ""


def lines() -> Iterator[Line]:
    """Role by role: what is read of each zone, then what may be done. Unlisted means refused."""
    for role in Role:
        for zone, letter in ZONES[role].items():
            yield Line(role.value, RELATIONS[role], zone.value, "read", EFFECTS[letter])
        for permission in Permission:
            if permission in GRANTS[role]:
                reserved = permission in NEEDS_REGISTRATION
                yield Line(
                    role.value,
                    RELATIONS[role],
                    TOUCHES[permission].value,
                    permission.value,
                    "allowed",
                    "employed by the council and registered on the day" if reserved else "",
                )


def rows() -> list[dict[str, str]]:
    return [asdict(line) for line in lines()]


def as_markdown() -> str:
    """docs/generated/permissions.md."""
    zones = list(Zone)
    heads = " | ".join(f"{zone} {zone.name.lower()}" for zone in zones)
    page = [
        "# Who may do what",
        "",
        "Drawn from `lintel.access` by `python3 dev.py draw`. What is not listed is denied.",
        "",
        "## What each role sees",
        "",
        "F full, R read, O own only, A own agency's, S summary, E that it exists, W write only, "
        "M masked until a logged click, . nothing.",
        "",
        f"| role | opened by | {heads} |",
        "|---|---|" + "---|" * len(zones),
    ]
    for role in Role:
        letters = " | ".join(ZONES[role][zone] for zone in zones)
        page.append(f"| {role} | {RELATIONS[role]} | {letters} |")
    page += [
        "",
        "## What each role may do",
        "",
        "R: only a social worker of the council whose registration is valid on the day.",
        "",
        "| verb | zone | " + " | ".join(Role) + " |",
        "|---|---|" + "---|" * len(Role),
    ]
    for permission in Permission:
        mark = "R" if permission in NEEDS_REGISTRATION else "yes"
        cells = " | ".join(mark if permission in GRANTS[role] else "" for role in Role)
        page.append(f"| {permission} | {TOUCHES[permission]} | {cells} |")
    return "\n".join(page) + "\n"
