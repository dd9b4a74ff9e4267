"""The page of a household: 6 people, 60 events, in a hub of 20,000 contacts. Server time.

`python3 dev.py bench family`; `python -m tools.bench.family --profile` says where the time goes.
"""

import argparse
import cProfile
import pstats
import sys
from datetime import date, datetime, timedelta
from typing import Any

from tools.bench import _ground, board

MOST_MS = 60.0
CONTACTS, EPISODES = 20, 20  # each contact is decided: two events
COUNCIL = "northbeck"


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--runs", type=int, default=100)
    args = parser.parse_args(words)
    _ground.instance()
    print(f"family: {_ground.machine()}")
    now = datetime.now().astimezone()
    manager = board.load(now)
    get = board.signed_in(manager)
    person, contact = _household(manager, now)
    pages = {
        "from somebody known": f"/people/{person}/family",
        "from a contact": f"/contacts/{contact}/history",
        "narrowed": f"/people/{person}/family?kind=plan",
    }
    if args.profile:
        _profile(get, pages["from a contact"])
        return 0
    worst = 0.0
    for what, address in pages.items():
        taken = _ground.times(lambda address=address: get(address), count=args.runs)
        worst = max(worst, taken.work_p95)
        print(f"  {what:<20} {_queries(get, address):>3} queries, {taken}", flush=True)
    events = _events(get, pages)
    print(f"family: p95 {worst:.1f} ms of {MOST_MS:.0f}, for 6 people and {events} events")
    return 0 if worst <= MOST_MS else 1


def _household(by: Any, now: datetime) -> tuple[Any, Any]:
    """Four children and two adults, told of again and again; one of the children, a contact."""
    from lintel.contacts import loading, queries
    from lintel.contacts.rules.facts import Rating
    from lintel.contacts.rules.telling import (
        AddressTold,
        AdultTold,
        Channel,
        ChildTold,
        Kind,
        ReferrerTold,
        Telling,
    )
    from lintel.kernel.references import new_reference
    from lintel.people import actions as people
    from lintel.people.known_history import keep_episodes
    from lintel.people.rules.episodes import EpisodeIn
    from lintel.people.rules.told import PersonTold
    from lintel.policy.in_force import policy_for
    from lintel.screening import loading as screening

    home = AddressTold(("4 Beck Lane",), "NB1 2QF")
    names = ("Tomas", "Mia", "Leo", "Leah")
    children = tuple(
        ChildTold(name, "Ashgrove", date(2011 + n, 5, 4), address=home)
        for n, name in enumerate(names)
    )
    adults = (
        AdultTold("Carla", "Ashgrove", date(1988, 1, 1), "mother", home),
        AdultTold("Lee", "Stone", date(1985, 1, 1), "father"),
    )
    outcome = policy_for(COUNCIL).outcome("welfare", "no_further_action")
    walks, decisions = [], []
    for number in range(CONTACTS):
        at = now - timedelta(days=30 * number + 2)
        walk = loading.receive(
            Telling(
                kind=Kind.WELFARE,
                channel=Channel.TELEPHONE,
                source="2A",
                referrer=ReferrerTold(name="Ama Fletcher", agency="Elm School"),
                children=children,
                adults=adults,
                concern="He came to school hungry on three days this week. " * 8,
                categories=("domestic_abuse",) if number % 4 == 0 else ("neglect",),
            ),
            council=COUNCIL,
            reference=new_reference("NB"),
            by=by,
            at=at,
            children=names,
            adults=("Carla", "Lee"),
        )
        walk.look(immediate=False, by=by, at=at + timedelta(minutes=5))
        walk.rate(rating=Rating.GREEN, reason="Seen", by=by, at=at + timedelta(minutes=9))
        decisions.append(
            screening.decide(
                walk,
                outcome,
                rationale="Spoken to the school and to the mother; breakfast club in place",
                team="",
                destination="",
                destination_title="",
                known=screening.Known(),
                override_reason="Told again",
                by=by,
                at=at + timedelta(minutes=20),
            )
        )
        walks.append(walk)
    from django.db import transaction

    with transaction.atomic():
        who = loading.write(walks, by=by, known_since=now - timedelta(days=900), known={})
        screening.write(decisions)
    said = {}
    for name in names:
        record = people.record_source(
            council=COUNCIL,
            source="council",
            source_ref=name,
            told=PersonTold(name, family_name="Ashgrove"),
            by=by,
            at=now,
        )
        people.link(record, who[name], ["same"], by=by, at=now)
        said[record] = [
            EpisodeIn("child_in_need_plan", date(2021, 1 + n, 2), date(2021, 2 + n, 2))
            for n in range(EPISODES // len(names) - 1)
        ]
    keep_episodes(said, as_of=now.date(), at=now)
    assert queries.the_contact(by, walks[0].contact.id)
    return who["Tomas"], walks[0].contact.id


def _events(get: Any, pages: dict[str, str]) -> int:
    return get(pages["from a contact"]).content.decode().count('class="lx-history__line ')


def _queries(get: Any, address: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        get(address)
    return len(asked)


def _profile(get: Any, address: str) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        get(address)
    for query in sorted(asked.captured_queries, key=lambda q: -float(q["time"]))[:25]:
        print(f"  {float(query['time']) * 1000:6.1f} ms  {query['sql'][:150]}")
    profile = cProfile.Profile()
    profile.enable()
    for _ in range(20):
        get(address)
    profile.disable()
    stats = pstats.Stats(profile)
    stats.sort_stats("cumulative").print_stats("lintel|jinja2", 45)


if __name__ == "__main__":
    sys.exit(main())
