"""What is on the board this morning: open contacts in every state a hub can have them in."""

import dataclasses
from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from lintel.contacts.rules.telling import Kind, Telling
from lintel.demo import words
from lintel.demo.history import AUTHORITIES, Planner, Step, Story
from lintel.demo.household import Household
from lintel.demo.narratives import NARRATIVES
from lintel.demo.partners import BY, who_acts
from lintel.demo.tellings import Told, tell

KINDS = {"ehc": Kind.EHC_REQUEST, "info": Kind.INFORMATION_REQUEST, "advice": Kind.SIGNPOSTING}


class Live(NamedTuple):
    """One open contact.

    Shape:
        minutes: how long ago it came.
        want: level or kind, then what else it must be: "amber anonymous", "red siblings".
        course: what has been done: "look! ack rate hold+90"; `!` is immediate, `+90` minutes
            until the review, `=` an outcome or rating, `*` past what stood in the way. What
            partners do is in `demo.partners`.
        key: the manifest's name for it.
    """

    minutes: int
    want: str
    course: str = ""
    key: str = ""


RED, AMBER, GREEN = "look! ack rate=red history", "look rate history", "look rate=green history"
THREE = "ask=police,health,education"
HEARD = {one: f"ask={one} says={one} weigh" for one in ("police", "health", "education")}
NORTHBECK = (
    # Not yet looked at: the first thing on the board, three of them late.
    Live(3, "red", key="unlooked_danger"),
    Live(7, "amber"),
    Live(12, "green public", key="public_referrer"),
    Live(16, "amber siblings"),
    Live(22, "green"),
    Live(27, "blue"),
    Live(36, "amber anonymous", key="overdue"),
    Live(49, "green"),
    Live(64, "info"),
    Live(18, "ehc"),
    # Immediate: two unanswered, one of them late, and one in hand.
    Live(21, "red", "look!", "immediate"),
    Live(55, "red", "look!"),
    Live(74, "red", "look! ack"),
    # Looked at, nobody has rated them.
    Live(38, "amber", "look"),
    Live(52, "green", "look note"),
    Live(95, "amber same", "look"),
    Live(128, "green", "look"),
    Live(170, "amber unborn", "look assign"),
    Live(66, "blue", "look"),
    Live(262, "amber", "look note"),
    # Rated, to be decided: due soon, with time, late.
    Live(222, "red", "look rate=red history note", "due_soon"),
    Live(95, "red siblings", "look! ack rate=red history"),
    Live(150, "red", "look rate=red"),
    Live(281, "red", "look rate=red history note", "late_red"),
    Live(260, "amber", "look rate note", "normal"),
    Live(330, "amber siblings", "look rate history", "siblings"),
    Live(410, "amber", "look rate"),
    Live(545, "amber anonymous", "look rate note", "anonymous"),
    Live(700, "amber", "look assign rate history"),
    Live(905, "amber", "look rate"),
    Live(1180, "amber", "look rate history note note"),
    Live(1370, "amber", "look rate history"),
    Live(1600, "amber", "look rate note"),
    Live(480, "green", "look rate"),
    Live(1260, "green", "look rate"),
    Live(1900, "green public", "look rate note"),
    Live(2600, "green", "look rate history"),
    Live(3700, "green", "look rate history note"),
    Live(4500, "green", "look rate"),
    Live(300, "blue", "look rate=blue"),
    Live(1020, "blue", "look rate=blue note"),
    # One event told twice, by police in the night and by the school in the morning.
    Live(560, "amber police", "look rate note", "duplicate_first"),
    Live(140, "amber same", "look", "duplicate_second"),
    # Held in sight, with an owner, a reason and a review time; one review has gone by.
    Live(380, "amber", "look rate hold+240", "held"),
    Live(1150, "amber", "look rate hold+1300"),
    Live(900, "green", "look rate history hold+1500"),
    Live(1400, "amber", "look rate hold+300"),
    Live(2100, "green public", "look rate hold+2900"),
    # Ratings that changed, with the old one kept.
    Live(350, "red", "look rate=red note lower=amber", "lowered_red"),
    Live(800, "amber", "look rate=amber lower=green"),
    Live(430, "amber", "look rate=amber raise=red history"),
    # A sign set aside with a reason; a decision past what stood in the way.
    Live(510, "amber", "look rate history dismiss", "indicator_dismissed"),
    Live(115, "red", "look rate=red decide=assessment*", "override"),
    # Handed over and waiting; one for too long.
    Live(200, "red", "look! ack rate=red history decide=strategy_discussion", "s47"),
    Live(640, "amber", "look rate history decide=assessment", "handed_over"),
    Live(720, "green", "look rate history decide=early_help", "stepped_down"),
    Live(520, "amber", "look rate history decide=linked_to_open_case"),
    Live(1560, "amber", "look rate history decide=assessment"),
    # Sent back by a team with a reason, to be decided again.
    Live(980, "green", "look rate history decide=early_help return", "returned"),
    Live(1120, "amber", "look rate history decide=assessment return"),
    # Decided, to be closed once the referrer has been told.
    Live(610, "green", "look rate history decide=no_further_action", "nfa"),
    Live(670, "green", "look rate history decide=information_and_advice"),
    Live(850, "green public", "look rate history decide=signposting"),
    Live(1330, "amber", "look rate history decide=other_authority", "other_authority"),
    # Opened again.
    Live(1750, "green", "look rate history decide=no_further_action close reopen", "reopened"),
    Live(2900, "amber", "look rate history decide=information_and_advice close reopen"),
    # Agencies asked: in time, late and chased, nothing known, more time, refused, not waited for.
    Live(100, "red", f"{RED} {THREE} says=education", "asked"),
    Live(205, "red siblings", f"{RED} ask=police,health secret=police chase=health", "h3"),
    Live(
        420,
        "amber",
        f"{AMBER} ask=police,health,housing says=police says=health nil=housing",
        "h2",
    ),
    Live(
        500,
        "amber",
        f"{AMBER} {THREE} says=police more=education refuse=health",
        "refused",
    ),
    Live(
        590,
        "amber",
        f"{AMBER} {THREE} says=police without=health says=education pool weigh",
        "pooled",
    ),
    Live(150, "red", f"{RED} ask=police,housing sealed=police nil=housing", "h4"),
    # Somebody who works with children: few may know of it.
    Live(75, "amber lado", "look promise=400", "lado"),
    # Strategy discussions: convened, answered, not quorate, adjourned, not held, held.
    Live(50, "red", f"{RED} convene", "discussion_convened"),
    Live(90, "red", f"{RED} convene coming=police coming=health", "discussion_answered"),
    Live(
        170,
        "red",
        f"{RED} convene coming=police there=social_worker,health",
        "discussion_not_quorate",
    ),
    Live(190, "red", f"{RED} convene adjourn", "discussion_adjourned"),
    Live(230, "red", f"{RED} convene not_held no_opinion", "discussion_not_held"),
    Live(240, "red", f"{RED} convene coming=police there=all held=no", "discussion_held"),
    Live(
        330,
        "red",
        f"{RED} ask=police,health says=police says=health convene coming=police there=all "
        "held=joint opinion",
        "section47",
    ),
    Live(
        1200,
        "red",
        f"{RED} convene coming=health there=all held=single decide=strategy_discussion accept",
        "section47_accepted",
    ),
    # Disagreed with: open, answered, taken further, run out.
    Live(
        1500,
        "green",
        f"{GREEN} {HEARD['police']} decide=no_further_action challenge=police",
        "challenge",
    ),
    Live(
        2300,
        "green",
        f"{GREEN} {HEARD['education']} decide=information_and_advice "
        "challenge=education,information answer=upheld",
        "challenge_upheld",
    ),
    Live(
        2500,
        "amber",
        f"{AMBER} {HEARD['health']} decide=no_further_action challenge=health answer=changed",
        "challenge_changed",
    ),
    Live(
        4200,
        "amber",
        f"{AMBER} {HEARD['police']} decide=no_further_action "
        "challenge=police,delay answer=upheld further=police",
        "challenge_further",
    ),
    # Early help: on the waiting list, begun, and come back.
    Live(1430, "green", f"{GREEN} decide=early_help wait", "waiting_for_place"),
    Live(4700, "green", f"{GREEN} decide=early_help accept", "early_help"),
    Live(210, "amber same", "look rate history", "stepped_up"),
    # Promised, and soon due.
    Live(260, "amber", "look rate promise=300", "promised"),
    # Requests and advice.
    Live(5200, "ehc", "look assign", "ehc"),
    Live(2700, "info", "look"),
    Live(4100, "info", "look note"),
    Live(240, "advice", "look"),
    Live(780, "advice", "look"),
)
SOUTHMERE = (
    Live(9, "amber"),
    Live(24, "green", key="other_council_new"),
    Live(44, "amber"),
    Live(26, "red", "look!"),
    Live(58, "green", "look"),
    Live(112, "amber", "look note"),
    Live(205, "red", "look! ack rate=red history"),
    Live(390, "amber", "look rate history", "other_council"),
    Live(760, "amber", "look rate"),
    Live(1500, "amber", "look rate note"),
    Live(1100, "green", "look rate"),
    Live(3300, "green public", "look rate history"),
    Live(410, "amber", "look rate hold+200"),
    Live(620, "green", "look rate history hold+900"),
    Live(530, "amber siblings", "look rate history decide=assessment"),
    Live(700, "green", "look rate history decide=early_help return"),
    Live(580, "green", "look rate history decide=no_further_action"),
    Live(1700, "green", "look rate history decide=no_further_action close reopen"),
    Live(900, "info", "look"),
    Live(4800, "ehc", "look"),
    Live(260, "advice", "look"),
)
LIVE = {"northbeck": NORTHBECK, "southmere": SOUTHMERE}


def stories(planner: Planner) -> Iterator[Story]:
    """The live stories, the oldest first; the plan for each names moments before now."""
    last: Household | None = None
    planned = []
    for live in LIVE[planner.area.council]:
        told, last = _told(planner, live, last)
        planned.append((live, told))
    for live, told in sorted(planned, key=lambda pair: -pair[0].minutes):
        at = planner.now - timedelta(minutes=live.minutes)
        earlier = planner.families.before(told.household, at)
        planner.families.remember(told.household, at)
        yield Story(
            planner.reference(),
            told,
            at,
            planner.sender(told),
            tuple(_steps(planner, live, danger=told.telling.immediate_danger)),
            True,
            f"contact.{live.key}" if live.key else "",
            earlier,
        )


def _told(planner: Planner, live: Live, last: Household | None) -> tuple[Told, Household]:
    kind_or_level, *also = live.want.split()
    kind = KINDS.get(kind_or_level, Kind.WELFARE)
    at = planner.now - timedelta(minutes=live.minutes)
    rng = planner.rng
    for attempt in range(20_000):
        again = "same" in also and attempt < 200 and last is not None
        household = last if again else planner.families.one()
        if "siblings" in also and len(household.children) < 3:
            continue
        narratives = [None]
        if kind is Kind.WELFARE:
            unborn = "unborn" in also
            narratives = [
                n for n in NARRATIVES if n.level == kind_or_level and (n.ages[0] < 0) is unborn
            ]
        narrative = planner.one_of(narratives)
        source = ""
        if narrative is not None:
            source = planner.one_of(narrative.sources.split())
            public = source in {"1A", "1B", "1C", "1D", "9", "10"}
            police = source == "6"
            if ("public" in also or "anonymous" in also) != public:
                continue
            if ("police" in also) != police and (also or not police):
                continue
        if "unborn" in also and household.expecting is None:
            continue
        anonymous = True if "anonymous" in also else False if "public" in also else None
        told = tell(
            rng,
            household,
            planner.area,
            at=at,
            kind=kind,
            narrative=narrative,
            source=source,
            anonymous=anonymous,
        )
        if told is not None and "lado" in also:
            told = dataclasses.replace(told, telling=_about_a_worker(told.telling))
        if told is None or ("siblings" in also and len(told.children) < 3):
            continue
        return told, household
    raise LookupError(f"no family fits {live.want!r}")


def _about_a_worker(telling: Telling) -> Telling:
    """The same child, told of because of somebody who works with children."""
    return dataclasses.replace(
        telling,
        categories=("works_with_children",),
        concern=(
            "A parent helper saw the coach of the under-tens hold this child by the neck after "
            "training on Tuesday. The coach says it was a game. The child has not been asked."
        ),
        why_now="The next training is on Thursday.",
        adults=(),
    )


def _steps(planner: Planner, live: Live, *, danger: bool) -> Iterator[Step]:
    """The course as steps, spread between receipt and a little while ago."""
    verbs = live.course.split()
    staff, one_of = planner.staff, planner.one_of
    start = planner.now - timedelta(minutes=live.minutes)
    looked = min(live.minutes * 0.3, 14)
    rest = (live.minutes * 0.82 - looked) / max(1, len(verbs) - 1)
    senior = staff.seniors[0]
    manager = staff.managers[0]
    worker = one_of(staff.screeners)
    level = live.want.split()[0]
    for place, verb in enumerate(verbs):
        at = start + timedelta(minutes=looked + place * rest)
        name, _, value = verb.replace("!", "").replace("*", "").replace("+", "=").partition("=")
        if name == "look":
            immediate = "!" in verb
            notes = words.LOOKED_IMMEDIATE if immediate else words.LOOKED
            if danger and not immediate:
                notes = words.NOT_IMMEDIATE_AFTER_ALL
            by = one_of(staff.seniors)
            by = manager if "lado" in live.want else by  # others may not know of it
            yield Step(name, at, by, one_of(notes), {"immediate": immediate})
        elif name == "ack":
            yield Step("acknowledge", at, senior, one_of(words.ACKNOWLEDGED))
        elif name in ("rate", "lower", "raise"):
            rating = value or level
            said = {"lower": words.LOWERED, "raise": words.RAISED}.get(name) or words.RATED[rating]
            by = (
                (manager if "red" not in live.want or name == "rate" else staff.seniors[-1])
                if name == "lower"
                else worker
            )
            if name == "lower":
                by = staff.seniors[-1]
            yield Step("rate", at, by, one_of(said), {"rating": rating})
        elif name == "hold":
            yield Step(
                name,
                at,
                worker,
                one_of(words.HELD),
                {"review_at": at + timedelta(minutes=int(value))},
            )
        elif name == "decide":
            yield Step(
                name,
                at,
                manager,
                one_of(words.RATIONALE[value]),
                {"outcome": value, "override": "*" in verb, "authority": AUTHORITIES[0]},
            )
        elif name in BY:
            yield Step(name, at, who_acts(name, value), values={"value": value})
        else:
            by, said = {
                "history": (manager, ("",)),
                "note": (worker, words.NOTES),
                "assign": (senior, words.ASSIGNED),
                "dismiss": (senior, words.DISMISSED),
                "return": ("", words.RETURNED),
                "accept": ("", ("",)),
                "close": (manager, words.CLOSED),
                "reopen": (manager, words.REOPENED),
            }[name]
            yield Step(name, at, by, one_of(said), {"to": worker} if name == "assign" else {})
