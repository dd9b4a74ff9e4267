"""Roles in the words of the people who give them, and of the people who have them. Pure."""

from collections.abc import Mapping
from types import MappingProxyType

from lintel.access.viewers import Role

ROLE_WORDS: Mapping[Role, str] = MappingProxyType(
    {
        Role.REFERRER: "Referrer",
        Role.AGENCY_SYSTEM: "Agency system",
        Role.SCREENER: "Screening social worker",
        Role.SENIOR_PRACTITIONER: "Senior practitioner",
        Role.MANAGER: "Manager",
        Role.SOCIAL_WORKER: "Social worker",
        Role.EARLY_HELP: "Early help",
        Role.EMERGENCY_DUTY: "Emergency duty",
        Role.CHILD_PROTECTION: "Child protection team",
        Role.PARTNER: "Partner in the hub",
        Role.AGENCY_LEAD: "Agency lead",
        Role.LADO: "Designated officer (LADO)",
        Role.ADMIN: "Business support",
        Role.ADMIN_PROVIDER: "Business support (provider)",
        Role.QUALITY: "Quality auditor",
        Role.INSPECTOR: "Inspector",
        Role.VIEWER: "Figures only",
        Role.ANALYST: "Analyst",
        Role.DPO: "Privacy officer (DPO)",
        Role.GUARDIAN: "Guardian of restricted records",
        Role.SYSADMIN: "System administrator",
    }
)

# What somebody gives with the role: first what it can do, then what it cannot.
ROLE_CAN: Mapping[Role, str] = MappingProxyType(
    {
        Role.REFERRER: "Can refer a child. Cannot open the record of anybody.",
        Role.AGENCY_SYSTEM: "Another system that sends contacts with a token. "
        "Cannot sign in, and cannot read anything but what it sent.",
        Role.SCREENER: "Can take calls, search, link, rate and decide contacts. "
        "Cannot be the first to look at one, override what stands in the way, or reopen.",
        Role.SENIOR_PRACTITIONER: "Can do what a screening social worker can, look at contacts "
        "first, set signs of risk aside and merge people where something speaks against it. "
        "Cannot override or reopen.",
        Role.MANAGER: "Can do everything with a contact, override with a reason, reopen, "
        "and read the trail. Cannot open accounts.",
        Role.SOCIAL_WORKER: "Of a team that takes work on: can accept or return what is handed "
        "over, search and read. Cannot rate or decide.",
        Role.EARLY_HELP: "Of an early help team: can accept or return what is handed over, and "
        "read what is needed for that. Cannot search, rate or decide.",
        Role.EMERGENCY_DUTY: "Nights, weekends and bank holidays: can do what a senior "
        "practitioner can, accepts what is handed over when the hub closes, and hands it back. "
        "Cannot override or reopen.",
        Role.CHILD_PROTECTION: "Of a multi-agency child protection team: can accept or return "
        "what is handed over, convene, and record what follows a section 47 decision. Cannot "
        "rate or decide.",
        Role.PARTNER: "Of an agency of the partnership: can answer what the hub asks the "
        "agency, and come to discussions. Cannot open a contact, search or decide.",
        Role.AGENCY_LEAD: "Answers for an agency: sees every request to it, its time left and "
        "who has it. Cannot open a contact, search or decide.",
        Role.LADO: "Designated officer for allegations against people who work with children: "
        "has a route apart from the queue, and sees the contacts that told of them. Cannot see the "
        "board.",
        Role.ADMIN: "Can take calls, see the board and search. Cannot rate or decide.",
        Role.ADMIN_PROVIDER: "Works for a provider: can take calls and see the board. "
        "Cannot search, rate or decide.",
        Role.QUALITY: "Audits the work of the hub: can read the contacts of a sample, between two "
        "dates. Cannot search, change or take anything away.",
        Role.INSPECTOR: "Inspects the hub: can read the contacts of a sample, between two dates. "
        "Cannot search, change or take anything away.",
        Role.VIEWER: "Can see counts. Cannot open the record of anybody.",
        Role.ANALYST: "Can see counts. Cannot open the record of anybody.",
        Role.DPO: "Looks after privacy: can read who did what, and counts. Cannot open a record "
        "outside a review that is theirs.",
        Role.GUARDIAN: "Looks after restricted records: keeps the register and who may read. "
        "Cannot rate or decide.",
        Role.SYSADMIN: "Can open accounts and keep the directory. "
        "Cannot see the board or open the record of anybody.",
    }
)

# Whom to go to for what the role does not do.
_MANAGER = "The decision-making manager of the hub, or the team manager when the hub is closed."
ROLE_ASKS: Mapping[Role, str] = MappingProxyType(
    {
        Role.REFERRER: "The hub, by telephone. If a child is in immediate danger, call 999.",
        Role.AGENCY_SYSTEM: "The system administrator of the council.",
        Role.SCREENER: "A senior practitioner or the manager on duty.",
        Role.SENIOR_PRACTITIONER: "The manager on duty.",
        Role.MANAGER: "The head of service. The system administrator opens and closes accounts.",
        Role.SOCIAL_WORKER: "Your team manager, or the manager of the hub who handed it over.",
        Role.EARLY_HELP: "Your team manager, or the manager of the hub who handed it over.",
        Role.EMERGENCY_DUTY: "The manager on call.",
        Role.CHILD_PROTECTION: "Your team manager, or the manager of the hub who handed it over.",
        Role.PARTNER: "Your agency's lead, or the manager of the hub who asked.",
        Role.AGENCY_LEAD: "The manager of the hub.",
        Role.LADO: "The manager of the hub.",
        Role.ADMIN: "A screening social worker, or the manager on duty.",
        Role.ADMIN_PROVIDER: "The council's manager of the hub who gave you the task.",
        Role.QUALITY: "The manager who gave you the sample.",
        Role.INSPECTOR: "The manager who gave you the sample, or the director of children's "
        "services.",
        Role.VIEWER: "The manager of the hub.",
        Role.ANALYST: "The privacy officer.",
        Role.DPO: "The manager of the hub.",
        Role.GUARDIAN: "The privacy officer.",
        Role.SYSADMIN: _MANAGER,
    }
)
