"""Making the invented partnership in an instance that is empty, and opening its accounts."""

import dataclasses
import gc
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from lintel.access import actions as access
from lintel.access.second_factor import new_secret
from lintel.access.viewers import the_system
from lintel.demo import conflicted, live
from lintel.demo.attached import attach_some
from lintel.demo.canaries import marked, plant
from lintel.demo.cast import MEMBERS, Member
from lintel.demo.families import load_families
from lintel.demo.history import WEEKS, Planner, Story
from lintel.demo.loading import Bulk, ByHand, Company
from lintel.demo.partners import BY
from lintel.demo.partnership import AGENCIES, SERVICES, TEAMS
from lintel.demo.places import AREAS
from lintel.demo.restricted import COUNCIL as RESTRICTED_IN, Restricted
from lintel.demo.sampled import COUNCIL as SAMPLED_IN, make_samples
from lintel.directory import loading as directory
from lintel.kernel.instants import london_day

# Past contacts for each council. England is made in parts, each a plan of its own.
SIZES = {
    "small": {"northbeck": 1_560, "southmere": 390},
    "council": {"northbeck": 16_000, "southmere": 4_000},
    "england": {"northbeck": 800_000, "southmere": 200_000},
}
PART = 20_000
Tell = Callable[[str], None]


@dataclass
class Made:
    """Shape: objects are as the manifest has them; truth is (reference, household, people)."""

    accounts: dict[str, UUID] = field(default_factory=dict)
    objects: list[dict[str, str]] = field(default_factory=list)
    truth: list[tuple[str, str, str]] = field(default_factory=list)
    canaries: list[dict[str, str]] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)


def five_minutes(moment: datetime) -> datetime:
    """The last whole five minutes, so that two starts close together tell one story."""
    return moment.replace(minute=moment.minute - moment.minute % 5, second=0, microsecond=0)


def make(
    *,
    seed: int,
    size: str,
    at: datetime,
    tell: Tell,
    canaries: bool = False,
    omit: frozenset[str] = frozenset(),
) -> Made:
    """Fill an empty instance. Times are told from `at`; the contacts whose keys are in `omit` never
    came, and everything else is as it would have been."""
    made, now = Made(), five_minutes(at)
    clock = _Stopwatch(made)
    for council in AREAS:
        directory.load(
            agencies=[a for a in AGENCIES if a.council == council],
            teams=[t for t in TEAMS if t.council == council],
            services=[s for s in SERVICES if s.council == council],
            by=the_system(council, today=london_day(now)),
            at=now,
        )
    made.accounts = open_accounts(at=now)
    clock("directory and accounts")
    company = Company(made.accounts, london_day(now))
    conflicted.declare(company, at=now)
    known_since = now - timedelta(weeks=WEEKS, days=7)
    marks: list[list[dict]] = []
    for council, area in AREAS.items():
        wanted = SIZES[size][council]
        done, first = 0, []
        while done < wanted:
            part = min(PART, wanted - done)
            planner = Planner(area, seed=f"{seed}.{done // PART}", now=now, contacts=part)
            stories = list(planner.past())
            if done == 0:
                past = _with_a_closed_one(stories) if council == "northbeck" else stories
                first = stories = [*past, *live.stories(planner)]
                stories = [story for story in stories if not _left_out(story, omit)]
                if canaries:
                    stories = [_marked(story, marks) for story in stories]
            bulk = Bulk(council, company, known_since=known_since, now=now)
            in_bulk = [story for story in stories if not _by_hand(story)]
            bulk.load(
                in_bulk,
                tell=lambda n, c=council, d=done, w=wanted: tell(f"{c}: {d + n:,} of {w:,}"),
            )
            system = the_system(council, today=london_day(known_since))
            load_families(planner.families.all, bulk.persons, area, by=system, at=known_since)
            by_hand = ByHand(council, company, bulk.persons)
            by_hand.load(story for story in stories if _by_hand(story))
            for key, contact_id in (*bulk.keyed, *by_hand.keyed):
                made.objects.append(
                    {"key": key, "type": "contact", "id": str(contact_id), "council": council}
                )
            requests = _requests(by_hand)
            made.objects += requests
            made.objects += _files(by_hand, requests, company, now, omit)
            made.truth += bulk.truth + by_hand.truth
            done += part
            gc.collect()  # of what is made for a whole region, nothing is kept for the next part
        if council == RESTRICTED_IN:
            restricted = Restricted(company, now=now, canaries=canaries, omit=omit)
            made.objects += restricted.make()
            made.canaries += restricted.used
        if council == SAMPLED_IN:
            make_samples(first, company, at=now)
        if canaries:
            objects, used = plant(council, company, at=now)
            made.objects += objects
            made.canaries += used
        clock(f"{council} contacts")
    made.canaries += [one for used in marks for one in used]
    return made


# What is looked for by name: the contact asked about, who was asked, and how it stands.
REQUESTS = (
    ("request.police_open", "contact.asked", "police"),
    ("request.answered", "contact.h2", "police"),
    ("request.expired", "contact.h3", "health"),
)


def _requests(by_hand: ByHand) -> list[dict[str, str]]:
    asked, contacts = by_hand.partnership.requests, dict(by_hand.keyed)
    return [
        {
            "key": key,
            "type": "request",
            "id": str(asked[contacts[about], who]),
            "council": by_hand.council,
        }
        for key, about, who in REQUESTS
        if about in contacts
    ]


def _files(
    by_hand: ByHand,
    requests: list[dict[str, str]],
    company: Company,
    at: datetime,
    omit: frozenset[str],
) -> list[dict[str, str]]:
    contacts = dict(by_hand.keyed)
    if "contact.h2" not in contacts:
        return []
    asked = {one["key"]: UUID(one["id"]) for one in requests}
    return attach_some(contacts, asked, company, at=at, omit=omit)


def _left_out(story: Story, omit: frozenset[str]) -> bool:
    """A contact, or a question about it, is left out by leaving out the contact."""
    about = {contact for key, contact, _ in REQUESTS if key in omit}
    return bool(story.key) and story.key in omit | about


def _marked(story: Story, marks: list[list[dict]]) -> Story:
    """The contacts people look for hold a token in each field. Shape: `marks` goes on filling
    while partners write."""
    if not story.key:
        return story
    told, used = marked(story)
    marks.append(used)
    return told


def _with_a_closed_one(past: list[Story]) -> list[Story]:
    """The past, its newest contact that the hub closed itself known by name."""
    place = max(n for n, story in enumerate(past) if story.steps[-1].verb == "close")
    named = dataclasses.replace(past[place], key="contact.closed")
    return [*past[:place], named, *past[place + 1 :]]


def _by_hand(story: Story) -> bool:
    """A live contact that was decided, or that partners had a part in, goes through the actions,
    which tell whoever must know."""
    return story.is_live and any(step.verb in {"decide", *BY} for step in story.steps)


class _Stopwatch:
    def __init__(self, made: Made) -> None:
        self.made, self.last = made, time.perf_counter()

    def __call__(self, name: str) -> None:
        now = time.perf_counter()
        self.made.seconds[name], self.last = round(now - self.last, 2), now


def open_accounts(*, at: datetime) -> dict[str, UUID]:
    """An account for each of the cast; nobody can sign in until `give_secrets`."""
    ids = {}
    for member in MEMBERS:
        by = the_system(member.council, today=london_day(at))
        ids[member.key] = access.open_account(
            username=member.username,
            name=member.name,
            role=member.role,
            council=member.council,
            agency=member.agency,
            employed_by_council=member.employed_by_council,
            registration_number=f"SW{100000 + MEMBERS.index(member) * 37}"
            if member.registered is not None
            else "",
            registered_until=member.registered_until(london_day(at)),
            teams=member.teams,
            demo_key=member.key if member.signs_in else "",
            by=by,
            at=at,
        )
        if member.disabled:
            access.disable_account(account_id=ids[member.key], by=by, at=at, why="left")
    return ids


def give_secrets(accounts: dict[str, UUID], *, at: datetime, omit: frozenset[str]) -> list[dict]:
    """Fresh passwords, one-time code secrets and tokens; what the manifest says of each account."""
    told = []
    for member in MEMBERS:
        if not member.signs_in or member.key in omit:
            continue
        told.append(_with_secrets(member, accounts[member.key], at))
    return told


def _with_secrets(member: Member, account_id: UUID, at: datetime) -> dict:
    by = the_system(member.council, today=london_day(at))
    password, secret = "", ""
    system = member.role.value == "agency_system"
    if not system:
        password, secret = secrets.token_urlsafe(15), new_secret()
        access.set_password(account_id=account_id, password=password, by=by, at=at)
        access.enrol_totp(account_id=account_id, secret=secret, by=by, at=at)
    access.end_tokens(account_id=account_id, by=by, at=at)
    token = access.issue_token(account_id=account_id, by=by, at=at, lasts=timedelta(days=7))
    until: date | None = member.registered_until(london_day(at))
    return {
        "key": member.key,
        "username": member.username,
        "password": password,
        "totp_secret": secret,
        "api_token": token,
        "name": member.name,
        "role": member.role.value,
        "agency": member.agency,
        "council": member.council,
        "registered": until is not None and until >= london_day(at),
        "what_for": member.what_for,
    }
