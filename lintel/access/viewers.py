"""A viewer: who is asking, and what their role allows.

`may` answers "may this person, ever?". Whether the thing can be done *now* is a question
about the record and belongs to that context's rules. Never mix the two.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID


class Role(StrEnum):
    """What somebody is to the hub. The stored value never changes."""

    REFERRER = "referrer"
    AGENCY_SYSTEM = "agency_system"
    SCREENER = "screener"
    SENIOR_PRACTITIONER = "senior_practitioner"
    MANAGER = "manager"
    SOCIAL_WORKER = "social_worker"
    EARLY_HELP = "early_help"
    EMERGENCY_DUTY = "emergency_duty"
    CHILD_PROTECTION = "child_protection"
    PARTNER = "partner"
    AGENCY_LEAD = "agency_lead"
    LADO = "lado"
    ADMIN = "admin"
    ADMIN_PROVIDER = "admin_provider"
    QUALITY = "quality"
    INSPECTOR = "inspector"
    VIEWER = "viewer"
    ANALYST = "analyst"
    DPO = "dpo"
    GUARDIAN = "guardian"
    SYSADMIN = "sysadmin"


class Permission(StrEnum):
    """What can be allowed. The value is what the audit trail says happened."""

    SUBMIT_CONTACT = "submit contact"
    TAKE_CALL = "take call"
    VIEW_BOARD = "view board"
    VIEW_COUNTS = "view counts"
    VIEW_CONTACT = "view contact"
    SEARCH = "search"
    LOOK = "look at contact"
    ACKNOWLEDGE_IMMEDIATE = "acknowledge immediate need"
    RATE = "rate contact"
    ASSIGN = "assign contact"
    HOLD = "hold contact"
    CORRECT = "correct contact"
    ADD_NOTE = "add note"
    ATTACH_FILE = "attach file"
    OPEN_FILE = "open file"
    LINK_PERSON = "link person"
    VIEW_PERSON = "view person"
    MERGE_PEOPLE = "merge people"
    MERGE_DOUBTFUL = "merge people against a warning"
    OPEN_HISTORY = "open history"
    DISMISS_INDICATOR = "dismiss risk indicator"
    SENIOR_READ = "senior read"
    DECIDE = "decide contact"
    OVERRIDE = "override guard"
    RECEIVE_HANDOVER = "receive hand-over"
    ASK_AGENCIES = "ask agencies"
    CHASE_AGENCY = "chase agency"
    VIEW_REQUESTS = "view requests"
    ANSWER_REQUEST = "answer request"
    POOL = "pool contributions"
    SHARE = "share information"
    CONVENE = "convene strategy discussion"
    ANSWER_INVITATION = "answer invitation"
    RECORD_DISCUSSION = "record strategy discussion"
    RECORD_PROTECTION = "record protection step"
    HAND_OVER_DUTY = "hand over duty"
    PROMISE = "promise"
    VIEW_ALLEGATION = "view allegation"
    RECORD_ALLEGATION = "record allegation"
    CHALLENGE = "challenge"
    ANSWER_CHALLENGE = "answer challenge"
    CLOSE = "close contact"
    REOPEN = "reopen contact"
    TELL_REFERRER = "tell referrer"
    ASK_BY_TOKEN = "ask by token"  # noqa: S105  a word, no secret
    PUT_TOKEN_QUESTION = "put token question"  # noqa: S105  a word, no secret
    RESTRICT = "restrict record"
    LIFT_RESTRICTION = "lift restriction"
    GUARD_RECORDS = "guard restricted records"
    BREAK_GLASS = "break glass"
    REVIEW_GLASS = "review broken glass"
    DECLARE_CONFLICT = "declare conflict"
    KEEP_CONFLICTS = "keep conflicts"
    VIEW_AUDIT = "view audit"
    WATCH = "watch the watchers"
    MANAGE_ACCOUNTS = "manage accounts"
    END_SESSIONS = "end sessions"
    CONFIRM_GRANT = "confirm grant"
    VIEW_HEALTH = "view health"
    MAKE_SAMPLE = "make sample"
    READ_SAMPLE = "read sample"
    OPEN_MASKED = "open masked part"
    WATCH_SENDERS = "watch senders"


class Zone(StrEnum):
    """Parts of a record with their own need to know (access model, section 1)."""

    ENVELOPE = "Z0"
    IDENTITY = "Z1"
    LOCATION = "Z2"
    CONCERN = "Z3"
    REFERRER = "Z4"
    AGENCY_ITEMS = "Z5"
    DECISION = "Z6"
    OUTCOME = "Z7"
    FILES = "Z8"
    AUDIT = "Z9"
    FIGURES = "Z10"


P = Permission
# Whoever comes near records may stand too near to a family.
_NEAR = frozenset({P.DECLARE_CONFLICT})
_SCREENING = frozenset(
    {
        P.TAKE_CALL,
        P.VIEW_BOARD,
        P.VIEW_COUNTS,
        P.VIEW_CONTACT,
        P.SEARCH,
        P.ACKNOWLEDGE_IMMEDIATE,
        P.RATE,
        P.ASSIGN,
        P.HOLD,
        P.CORRECT,
        P.ADD_NOTE,
        P.ATTACH_FILE,
        P.OPEN_FILE,
        P.LINK_PERSON,
        P.VIEW_PERSON,
        P.MERGE_PEOPLE,
        P.OPEN_HISTORY,
        P.DECIDE,
        P.CLOSE,
        P.TELL_REFERRER,
        P.ASK_BY_TOKEN,
        P.ASK_AGENCIES,
        P.CHASE_AGENCY,
        P.POOL,
        P.SHARE,
        P.ANSWER_INVITATION,
        P.RECORD_PROTECTION,
        P.PROMISE,
        P.CHALLENGE,
        P.BREAK_GLASS,
        P.DECLARE_CONFLICT,
    }
)
_SENIOR = _SCREENING | {
    P.LOOK,
    P.DISMISS_INDICATOR,
    P.SENIOR_READ,
    P.MERGE_DOUBTFUL,
    P.CONVENE,
    P.RECORD_DISCUSSION,
    P.HAND_OVER_DUTY,
    P.RESTRICT,
    P.LIFT_RESTRICTION,
}
_PARTNER = _NEAR | {
    P.VIEW_REQUESTS,
    P.ANSWER_REQUEST,
    P.ANSWER_INVITATION,
    P.SUBMIT_CONTACT,
    P.CHALLENGE,
    P.ATTACH_FILE,
    P.OPEN_FILE,
}
_RECEIVING = frozenset(
    {
        P.VIEW_BOARD,
        P.VIEW_CONTACT,
        P.SEARCH,
        P.ADD_NOTE,
        P.ATTACH_FILE,
        P.OPEN_FILE,
        P.OPEN_HISTORY,
        P.RECEIVE_HANDOVER,
        P.ANSWER_INVITATION,
        P.RECORD_PROTECTION,
        P.PROMISE,
        P.CHALLENGE,
        P.BREAK_GLASS,
        P.DECLARE_CONFLICT,
    }
)

GRANTS: Mapping[Role, frozenset[Permission]] = MappingProxyType(
    {
        Role.REFERRER: frozenset({P.SUBMIT_CONTACT, P.VIEW_CONTACT, P.ATTACH_FILE, P.CHALLENGE}),
        Role.AGENCY_SYSTEM: frozenset(
            {
                P.SUBMIT_CONTACT,
                P.VIEW_CONTACT,
                P.ATTACH_FILE,
                P.VIEW_REQUESTS,
                P.ANSWER_REQUEST,
                P.PUT_TOKEN_QUESTION,
                P.CHALLENGE,
            }
        ),
        Role.SCREENER: _SCREENING,
        Role.SENIOR_PRACTITIONER: _SENIOR,
        Role.MANAGER: _SENIOR
        | {
            P.OVERRIDE,
            P.REOPEN,
            P.VIEW_AUDIT,
            P.ANSWER_CHALLENGE,
            P.VIEW_ALLEGATION,
            P.KEEP_CONFLICTS,
            P.MAKE_SAMPLE,
            P.END_SESSIONS,
            P.CONFIRM_GRANT,
            P.WATCH_SENDERS,
        },
        Role.SOCIAL_WORKER: _RECEIVING,
        Role.EARLY_HELP: _NEAR
        | {P.VIEW_BOARD, P.VIEW_CONTACT, P.RECEIVE_HANDOVER, P.CHALLENGE, P.OPEN_FILE},
        # At night they decide in the manager's place, and must see what they take over.
        Role.EMERGENCY_DUTY: _SENIOR | {P.VIEW_ALLEGATION},
        Role.CHILD_PROTECTION: _RECEIVING | {P.CONVENE, P.RECORD_DISCUSSION},
        Role.PARTNER: _PARTNER,
        Role.AGENCY_LEAD: _PARTNER | {P.ANSWER_CHALLENGE},
        Role.LADO: _NEAR
        | {P.ANSWER_INVITATION, P.VIEW_CONTACT, P.VIEW_ALLEGATION, P.RECORD_ALLEGATION}
        | {P.ATTACH_FILE, P.OPEN_FILE},
        Role.ADMIN: _NEAR
        | {P.TAKE_CALL, P.VIEW_BOARD, P.VIEW_COUNTS, P.VIEW_CONTACT, P.SEARCH, P.ATTACH_FILE},
        Role.ADMIN_PROVIDER: _NEAR
        | {P.TAKE_CALL, P.VIEW_BOARD, P.VIEW_CONTACT, P.OPEN_MASKED, P.ATTACH_FILE},
        Role.QUALITY: _NEAR
        | {P.READ_SAMPLE, P.VIEW_CONTACT, P.OPEN_MASKED, P.VIEW_COUNTS, P.OPEN_FILE},
        Role.INSPECTOR: _NEAR | {P.READ_SAMPLE, P.VIEW_CONTACT, P.VIEW_COUNTS, P.OPEN_FILE},
        Role.VIEWER: frozenset({P.VIEW_COUNTS}),
        Role.ANALYST: frozenset({P.VIEW_COUNTS}),
        Role.DPO: _NEAR | {P.VIEW_COUNTS, P.REVIEW_GLASS, P.MAKE_SAMPLE, P.WATCH},
        Role.GUARDIAN: _NEAR | {P.GUARD_RECORDS, P.LIFT_RESTRICTION, P.REVIEW_GLASS},
        Role.SYSADMIN: frozenset(
            {P.MANAGE_ACCOUNTS, P.END_SESSIONS, P.CONFIRM_GRANT, P.VIEW_HEALTH}
        ),
    }
)

# Decisions that law reserves to the council's own registered social workers, and so are
# lost on the day a registration lapses. Source: CYPA 2008 s.2 and domain reference 1.9.
NEEDS_REGISTRATION = frozenset(
    {P.LOOK, P.RATE, P.DECIDE, P.DISMISS_INDICATOR, P.OVERRIDE, P.RECORD_DISCUSSION, P.SENIOR_READ}
)


# Acts that a session left open must not be enough for: a page that acts on one of these is
# `stepped_up`, and an operation of the API takes a one-time code. tests/architecture asks.
NEEDS_STEP_UP = frozenset({P.MANAGE_ACCOUNTS, P.CONFIRM_GRANT, P.BREAK_GLASS})

# All that somebody may do who has broken the glass of a record: read it. Not its family's
# history, which is of other records; not its files, no list, and nothing that writes.
THROUGH_GLASS = frozenset({P.VIEW_CONTACT, P.BREAK_GLASS})


class NotPermitted(Exception):
    """The viewer's role does not allow this, whatever the state of the record.

    Shape: `permission` is what was wanted; `because` is one stable code:
        "role", "registration" (missing or lapsed), "employer" (not the council's own),
        "scope" (the token is for other things),
        "step_up" (no second factor came with it), "step_up_code" (the one that came is not right),
        "glass" (they only read this record, by having broken the glass).
    """

    def __init__(self, permission: Permission, because: str = "role") -> None:
        super().__init__(f"{permission}: {because}")
        self.permission = permission
        self.because = because


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody using Lintel, as the rest of the code needs to know them.

    Shape:
        council: key of the council whose records they may come near: "northbeck".
        agency: key of their employer: "northbeck-council".
        employed_by_council: the employer is the council itself, not a provider or partner.
        registered_until: last day their social work registration is valid; None when none.
        teams: keys of the teams they belong to.
        today: the London day on which they are asking, for what ends with a date.
        glass_until: when the last glass they have broken closes again; None for none. A hint to
            ask `restrictions`, which knows; it opens nothing.
        glass: the one record they now read through broken glass. They see nothing else, and may
            only read it.
    """

    account_id: UUID
    name: str
    role: Role
    council: str
    agency: str
    employed_by_council: bool
    registered_until: date | None
    teams: frozenset[str]
    today: date
    glass_until: datetime | None = None
    glass: UUID | None = None

    @property
    def is_registered(self) -> bool:
        return self.registered_until is not None and self.today <= self.registered_until

    @property
    def is_manager(self) -> bool:
        return self.role is Role.MANAGER

    def why_not(self, permission: Permission) -> str | None:
        """None when allowed, else the code that NotPermitted carries."""
        if self.glass is not None and permission not in THROUGH_GLASS:
            return "glass"
        if permission not in GRANTS[self.role]:
            return "role"
        if permission in NEEDS_REGISTRATION:
            if not self.employed_by_council:
                return "employer"
            if not self.is_registered:
                return "registration"
        return None

    def may(self, permission: Permission) -> bool:
        return self.why_not(permission) is None

    def must(self, permission: Permission) -> None:
        """
        Errors:
            NotPermitted: with the reason, for the page and for the trail.
        """
        because = self.why_not(permission)
        if because is not None:
            raise NotPermitted(permission, because)


SYSTEM_ID = UUID(int=0)
THE_PUBLIC_ID = UUID(int=1)


def the_system(council: str, *, today: date) -> Viewer:
    """The background worker as an actor: on the trail, in no queue, allowed nothing by role."""
    return Viewer(
        account_id=SYSTEM_ID,
        name="Lintel",
        role=Role.SYSADMIN,
        council=council,
        agency="lintel",
        employed_by_council=False,
        registered_until=None,
        teams=frozenset(),
        today=today,
    )


def the_public(council: str, *, today: date) -> Viewer:
    """Somebody at the public form who has not signed in: may hand in a contact, nothing else."""
    return Viewer(
        account_id=THE_PUBLIC_ID,
        name="The public form",
        role=Role.REFERRER,
        council=council,
        agency="public",
        employed_by_council=False,
        registered_until=None,
        teams=frozenset(),
        today=today,
    )
