"""Who works in the invented partnership of two councils, and who sends contacts to it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from lintel.access.viewers import Role, Viewer
from lintel.kernel.instants import london_day

FRONT_DOOR = "front-door"
WELL_AHEAD = timedelta(days=500)


@dataclass(frozen=True)
class Member:
    """Somebody of the cast.

    Shape:
        key: the manifest's key; those without a password are colleagues nobody signs in as.
        registered: days until registration ends, from the day the demo starts; None for none.
        what_for: one sentence for the demo's sign-in page.
    """

    key: str
    name: str
    role: Role
    council: str
    agency: str
    teams: tuple[str, ...] = ()
    registered: int | None = None
    what_for: str = ""
    disabled: bool = False
    signs_in: bool = True

    @property
    def employed_by_council(self) -> bool:
        return self.agency == f"{self.council}-council"

    @property
    def username(self) -> str:
        return self.key if self.role is Role.AGENCY_SYSTEM else ".".join(self.name.lower().split())

    @property
    def email(self) -> str:
        return f"{self.username}@{self.agency}.example"

    def registered_until(self, today: date) -> date | None:
        return None if self.registered is None else today + timedelta(days=self.registered)

    def viewer(self, account_id: UUID, at: datetime, *, until: date | None) -> Viewer:
        return Viewer(
            account_id=account_id,
            name=self.name,
            role=self.role,
            council=self.council,
            agency=self.agency,
            employed_by_council=self.employed_by_council,
            registered_until=until,
            teams=frozenset(self.teams),
            today=london_day(at),
        )


def _of(council: str):
    def member(key: str, name: str, role: Role, agency: str = "", **more) -> Member:
        return Member(key, name, role, council, agency or f"{council}-council", **more)

    return member


_n, _s = _of("northbeck"), _of("southmere")
_HUB = (FRONT_DOOR,)
MEMBERS: tuple[Member, ...] = (
    _n(
        "d-screener",
        "Priya Raman",
        Role.SCREENER,
        teams=_HUB,
        registered=500,
        what_for="Works through the board: rates, links children to people we know, decides.",
    ),
    _n(
        "d-screener2",
        "Callum Ashworth",
        Role.SCREENER,
        teams=_HUB,
        registered=320,
        what_for="A second screening social worker, to see what a colleague sees.",
    ),
    _n(
        "d-senior",
        "Grace Oyelaran",
        Role.SENIOR_PRACTITIONER,
        teams=_HUB,
        registered=410,
        what_for="Senior practitioner: takes the first look, may set an indicator aside.",
    ),
    _n(
        "d-manager",
        "Helen Mawdsley",
        Role.MANAGER,
        teams=_HUB,
        registered=600,
        what_for="Decision-making manager: first look, overrides with a reason, reopens.",
    ),
    _n(
        "d-manager2",
        "Yusuf Karimi",
        Role.MANAGER,
        teams=_HUB,
        registered=280,
        what_for="A second manager, because lowering a red needs two people.",
    ),
    _n(
        "d-head",
        "Rosalind Amory",
        Role.MANAGER,
        registered=340,
        what_for="Head of service: answers the challenges that are taken to a second step.",
    ),
    _n(
        "d-sw",
        "Nia Pritchard",
        Role.SOCIAL_WORKER,
        teams=("assessment-north", "child-protection"),
        registered=450,
        what_for="Receives: accepts a hand-over for the assessment team or sends it back.",
    ),
    _n(
        "d-earlyhelp",
        "Marek Zielony",
        Role.EARLY_HELP,
        teams=("early-help",),
        what_for="Receives families stepped down to early help.",
    ),
    _n(
        "d-sw2",
        "Farah Siddiq",
        Role.SOCIAL_WORKER,
        teams=("assessment-south", "send"),
        registered=300,
        what_for="Receives for the southern assessment team: sees nothing of the northern one's.",
    ),
    _n(
        "d-edt",
        "Solomon Reeve",
        Role.EMERGENCY_DUTY,
        teams=("duty-out-of-hours",),
        registered=365,
        what_for="Emergency duty: takes over what is open at night, and hands it back.",
    ),
    _n(
        "d-macpt",
        "Bronagh Keane",
        Role.CHILD_PROTECTION,
        teams=("child-protection",),
        registered=380,
        what_for="Multi-agency child protection team: takes on section 47 enquiries.",
    ),
    _n(
        "d-lado",
        "Clive Orme",
        Role.LADO,
        registered=420,
        what_for="Designated officer: allegations against people who work with children.",
    ),
    _n(
        "d-police",
        "Amrit Dhillon",
        Role.PARTNER,
        "ferrand-valley-police",
        what_for="Police officer in the hub: answers what the hub asks, in five minutes.",
    ),
    _n(
        "d-health",
        "Efua Mensah",
        Role.PARTNER,
        "northbeck-hv",
        what_for="Named nurse: answers for health visiting, comes to strategy discussions.",
    ),
    _n(
        "d-education",
        "Lowri Bevan",
        Role.PARTNER,
        "calder-valley-academy",
        what_for="Education officer: answers for the school.",
    ),
    _n(
        "d-housing",
        "Piotr Wojcik",
        Role.PARTNER,
        "northbeck-homes",
        what_for="Housing officer: answers for the landlord.",
    ),
    _n(
        "d-agencylead",
        "Maureen Tasker",
        Role.AGENCY_LEAD,
        "ferrand-valley-police",
        what_for="Answers for the police: every request to them, its time left, who has it.",
    ),
    _n(
        "d-admin",
        "Dawn Firth",
        Role.ADMIN,
        teams=_HUB,
        what_for="Business support of the council: takes calls; never decides.",
    ),
    _n(
        "d-adminco",
        "Leon Barratt",
        Role.ADMIN_PROVIDER,
        "capstone-services",
        teams=_HUB,
        what_for="Business support of an outside provider: sees still less.",
    ),
    _n(
        "d-quality",
        "Hazel Thornley",
        Role.QUALITY,
        "calder-audit",
        what_for="Quality auditor from outside: reads a sample of cases, for a time.",
    ),
    _n(
        "d-inspector",
        "Gordon Whitlam",
        Role.INSPECTOR,
        "inspectorate",
        what_for="Inspector: reads a sample of cases while the inspection lasts.",
    ),
    _n(
        "d-analyst",
        "Sunita Kapoor",
        Role.ANALYST,
        what_for="Analyst: figures without names.",
    ),
    _n(
        "d-dpo",
        "Miriam Adeyemi",
        Role.DPO,
        what_for="Privacy officer: who looked at what, and whether they had reason to.",
    ),
    _n(
        "d-guardian",
        "Edith Farrow",
        Role.GUARDIAN,
        what_for="Guardian of restricted records: who may read them, and what new comes in.",
    ),
    _n(
        "d-viewer",
        "Ruth Ellerby",
        Role.VIEWER,
        what_for="Lead member: counts only, no child anywhere.",
    ),
    _n(
        "d-sysadmin",
        "Tom Haldane",
        Role.SYSADMIN,
        what_for="Runs the system: accounts and health, no records.",
    ),
    _n(
        "d-lapsed",
        "Andrew Selby",
        Role.MANAGER,
        teams=_HUB,
        registered=-20,
        what_for="A manager whose registration ended three weeks ago: may read, may not decide.",
    ),
    _n(
        "d-conflicted",
        "Moira Hathersall",
        Role.SCREENER,
        teams=_HUB,
        registered=300,
        what_for="Screens too, but one family is her own: its records are not there for her.",
    ),
    _n(
        "d-leaver",
        "Joan Petrie",
        Role.SCREENER,
        teams=_HUB,
        registered=200,
        disabled=True,
        what_for="Left last month: cannot sign in.",
    ),
    _n(
        "d-referrer",
        "Tamsin Oakley",
        Role.REFERRER,
        "beckside-primary",
        what_for="Safeguarding lead of a primary school: refers, and sees what she sent.",
    ),
    _n(
        "api-police",
        "Ferrand Valley Police system",
        Role.AGENCY_SYSTEM,
        "ferrand-valley-police",
        what_for="The police system that sends notifications.",
    ),
    _n(
        "api-school",
        "Calder Valley Academy system",
        Role.AGENCY_SYSTEM,
        "calder-valley-academy",
        what_for="A school's own system.",
    ),
    _s(
        "b-screener",
        "Imogen Fell",
        Role.SCREENER,
        teams=_HUB,
        registered=390,
        what_for="Screens in the other council: sees nothing of Northbeck.",
    ),
    _s(
        "b-manager",
        "Desmond Achebe",
        Role.MANAGER,
        teams=_HUB,
        registered=510,
        what_for="Manages the other council's front door.",
    ),
    _s(
        "sm-senior",
        "Beatrix Lomax",
        Role.SENIOR_PRACTITIONER,
        teams=_HUB,
        registered=480,
        signs_in=False,
    ),
    _s(
        "sm-sw",
        "Owen Hartley",
        Role.SOCIAL_WORKER,
        teams=("assessment", "child-protection", "early-help", "send"),
        registered=365,
        signs_in=False,
    ),
    _s(
        "sm-police",
        "Ferrand Valley Police system, Southmere",
        Role.AGENCY_SYSTEM,
        "ferrand-valley-police",
        signs_in=False,
    ),
)
BY_KEY = {member.key: member for member in MEMBERS}


def account_key(key: str) -> UUID:
    """A stable id to speak of a member before there is an account."""
    return uuid5(NAMESPACE_URL, f"lintel demo {key}")
