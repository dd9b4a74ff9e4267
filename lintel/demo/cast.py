"""The invented partnership: two councils, their agencies, teams and services, and who works there."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from lintel.access.viewers import Role, Viewer
from lintel.directory.rules.kinds import Agency, Service, Team
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
    _n("d-screener", "Priya Raman", Role.SCREENER, teams=_HUB, registered=500, what_for="Works through the board: rates, links children to people we know, decides."),
    _n("d-screener2", "Callum Ashworth", Role.SCREENER, teams=_HUB, registered=320, what_for="A second screening social worker, to see what a colleague sees."),
    _n("d-senior", "Grace Oyelaran", Role.SENIOR_PRACTITIONER, teams=_HUB, registered=410, what_for="Senior practitioner: takes the first look, may set an indicator aside."),
    _n("d-manager", "Helen Mawdsley", Role.MANAGER, teams=_HUB, registered=600, what_for="Decision-making manager: first look, overrides with a reason, reopens, sees the audit trail."),
    _n("d-manager2", "Yusuf Karimi", Role.MANAGER, teams=_HUB, registered=280, what_for="A second manager, because lowering a red needs two people."),
    _n("d-sw", "Nia Pritchard", Role.SOCIAL_WORKER, teams=("assessment-north", "child-protection"), registered=450, what_for="Receives: accepts a hand-over for the assessment team or sends it back."),
    _n("d-earlyhelp", "Marek Zielony", Role.EARLY_HELP, teams=("early-help",), what_for="Receives families stepped down to early help."),
    _n("d-admin", "Dawn Firth", Role.ADMIN, teams=_HUB, what_for="Business support of the council: takes calls, tells referrers; never decides."),
    _n("d-adminco", "Leon Barratt", Role.ADMIN_PROVIDER, "capstone-services", teams=_HUB, what_for="Business support of an outside provider: sees still less."),
    _n("d-viewer", "Ruth Ellerby", Role.VIEWER, what_for="Lead member: counts only, no child anywhere."),
    _n("d-sysadmin", "Tom Haldane", Role.SYSADMIN, what_for="Runs the system: accounts and health, no records."),
    _n("d-lapsed", "Andrew Selby", Role.MANAGER, teams=_HUB, registered=-20, what_for="A manager whose registration ended three weeks ago: may read, may not decide."),
    _n("d-leaver", "Joan Petrie", Role.SCREENER, teams=_HUB, registered=200, disabled=True, what_for="Left last month: cannot sign in."),
    _n("d-referrer", "Tamsin Oakley", Role.REFERRER, "beckside-primary", what_for="Designated safeguarding lead of a primary school: refers, and sees what she sent."),
    _n("api-police", "Ferrand Valley Police system", Role.AGENCY_SYSTEM, "ferrand-valley-police", what_for="The police system that sends notifications."),
    _n("api-school", "Calder Valley Academy system", Role.AGENCY_SYSTEM, "calder-valley-academy", what_for="A school's own system."),
    _s("b-screener", "Imogen Fell", Role.SCREENER, teams=_HUB, registered=390, what_for="Screens in the other council: sees nothing of Northbeck."),
    _s("b-manager", "Desmond Achebe", Role.MANAGER, teams=_HUB, registered=510, what_for="Manages the other council's front door."),
    _n("nb-sw2", "Farah Siddiq", Role.SOCIAL_WORKER, teams=("assessment-south", "send"), registered=300, signs_in=False),
    _s("sm-sw", "Owen Hartley", Role.SOCIAL_WORKER, teams=("assessment", "child-protection", "early-help", "send"), registered=365, signs_in=False),
    _s("sm-police", "Ferrand Valley Police system, Southmere", Role.AGENCY_SYSTEM, "ferrand-valley-police", signs_in=False),
)  # fmt: skip
BY_KEY = {member.key: member for member in MEMBERS}


def account_key(key: str) -> UUID:
    """A stable id to speak of a member before there is an account."""
    return uuid5(NAMESPACE_URL, f"lintel demo {key}")


AGENCIES: tuple[Agency, ...] = tuple(
    Agency(key, title, kind, council, phone, f"safeguarding@{key}.example")
    for council, key, title, kind, phone in (
        ("northbeck", "northbeck-council", "Northbeck Council", "council", "01632 960101"),
        ("northbeck", "ferrand-valley-police", "Ferrand Valley Police", "police", "01632 960111"),
        ("northbeck", "northbeck-infirmary", "Northbeck Royal Infirmary", "health", "01632 960121"),
        ("northbeck", "ferrand-valley-mh", "Ferrand Valley Mental Health NHS Trust", "health", "01632 960122"),
        ("northbeck", "northbeck-hv", "Northbeck health visiting", "health", "01632 960123"),
        ("northbeck", "beckside-primary", "Beckside Primary School", "education", "01632 960131"),
        ("northbeck", "calder-valley-academy", "Calder Valley Academy", "education", "01632 960132"),
        ("northbeck", "northbeck-homes", "Northbeck Homes", "housing", "01632 960141"),
        ("northbeck", "probation", "Probation Service, Ferrand Valley", "justice", "01632 960151"),
        ("northbeck", "capstone-services", "Capstone Services Ltd", "provider", "01632 960161"),
        ("southmere", "southmere-council", "Southmere Council", "council", "01632 960201"),
        ("southmere", "ferrand-valley-police", "Ferrand Valley Police", "police", "01632 960111"),
        ("southmere", "southmere-general", "Southmere General Hospital", "health", "01632 960221"),
        ("southmere", "southmere-academy", "Southmere Academy", "education", "01632 960231"),
    )
)  # fmt: skip

_HOURS = "Monday to Friday, 8:30am to 5:30pm"
TEAMS: tuple[Team, ...] = (
    Team(FRONT_DOOR, "Front door", "front_door", "northbeck", "front.door@northbeck.example", "01632 960101", _HOURS, True),
    Team("duty-out-of-hours", "Emergency duty team", "duty", "northbeck", "edt@northbeck.example", "01632 960199", "Nights, weekends and bank holidays", True),
    Team("assessment-north", "Assessment team north", "assessment", "northbeck", "assessment.north@northbeck.example", "01632 960102", _HOURS, True),
    Team("assessment-south", "Assessment team south", "assessment", "northbeck", "assessment.south@northbeck.example", "01632 960103", _HOURS),
    Team("child-protection", "Multi-agency child protection team", "child_protection", "northbeck", "child.protection@northbeck.example", "01632 960104", _HOURS, True),
    Team("early-help", "Early help", "early_help", "northbeck", "early.help@northbeck.example", "01632 960105", _HOURS, True),
    Team("send", "Special educational needs team", "send", "northbeck", "send@northbeck.example", "01632 960106", _HOURS, True),
    Team(FRONT_DOOR, "Front door", "front_door", "southmere", "front.door@southmere.example", "01632 960201", _HOURS, True),
    Team("assessment", "Assessment team", "assessment", "southmere", "assessment@southmere.example", "01632 960202", _HOURS, True),
    Team("child-protection", "Child protection team", "child_protection", "southmere", "child.protection@southmere.example", "01632 960203", _HOURS, True),
    Team("early-help", "Early help", "early_help", "southmere", "early.help@southmere.example", "01632 960204", _HOURS, True),
    Team("send", "Special educational needs team", "send", "southmere", "send@southmere.example", "01632 960205", _HOURS, True),
)  # fmt: skip

SERVICES: tuple[Service, ...] = tuple(
    Service(key, title.format(council=council.title()), council, summary, phone, f"https://{key}.example/", ages)
    for council in ("northbeck", "southmere")
    for key, title, summary, phone, ages in (
        ("parenting-together", "Parenting Together", "Free groups for parents of children from 2 to 12", "01632 960301", "2 to 12"),
        ("young-carers", "{council} Young Carers", "A break, somebody to talk to and a say for children who care", "01632 960302", "8 to 18"),
        ("harbour-da", "Harbour domestic abuse service", "Support, refuge and a helpline for anybody living with abuse", "01632 960303", ""),
        ("kite-bereavement", "Kite children's bereavement", "Groups and one-to-one help after a death", "01632 960304", "4 to 18"),
        ("warm-welcome", "Warm Welcome food and fuel", "Food parcels, fuel vouchers and advice on money", "01632 960305", ""),
        ("autism-circle", "The Autism Circle", "Parents' groups, short breaks and advice before and after diagnosis", "01632 960306", "0 to 25"),
        ("clear-path", "Clear Path drug and alcohol service", "Help for parents who use drugs or drink", "01632 960307", ""),
        ("youth-base", "{council} Youth Base", "Youth club, mentoring and sport five evenings a week", "01632 960308", "11 to 19"),
        ("family-hub", "{council} Family Hub", "Stay and play, health visitor, benefits and housing advice in one place", "01632 960309", "0 to 19"),
    )
)  # fmt: skip
