"""The board at 20,000 contacts and at 1,000,000: server time of the whole page, 50 rows.

`python3 dev.py bench board`; `python -m tools.bench.board --profile` says where the time goes.
"""

import argparse
import cProfile
import pstats
import random
import sys
from datetime import date, datetime, timedelta
from time import time
from typing import Any

from tools.bench import _ground

OPEN, ALL, MANY = 2_000, 20_000, 1_000_000
REAL = 2_000  # made by the rules, every fifth open; the rest are copies of them
MOST_MS, MOST_GROWTH = 60.0, 1.5
COUNCIL = "northbeck"
PAGES = ("/board", "/board?page=3", "/board?queue=to_decide", "/board?rating=red", "/board/now")
GIVEN = ("Tomas", "Mia", "Aisha", "Leo", "Noor", "Freya", "Kofi", "Zara", "Oskar", "Bea")
FAMILY = ("Ashgrove", "Okonkwo", "Marsh", "Petrov", "Hussain", "Llewellyn", "Byrne", "Nowak")
CONCERNS = (
    ("He came to school hungry on three days and has lost weight.", "neglect", "2A"),
    ("Officers were called to a fight between the parents; he had her by the neck.", "", "6"),
    ("A bruise on the cheek of a baby of five weeks, seen at clinic.", "physical_abuse", "3B"),
    ("The neighbour hears shouting every night and a child crying.", "", "1B"),
)


# The type of a key and a new one, and a new reference, as each database has them.
KEYS = {
    "sqlite": ("TEXT", "lower(hex(randomblob(16)))"),
    "postgresql": ("uuid", "gen_random_uuid()"),
}
MARKS = {
    "sqlite": "lower(hex(randomblob(10)))",
    "postgresql": "left(replace(gen_random_uuid()::text, '-', ''), 20)",
}


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--profile", action="store_true", help="where the time goes, at 20,000")
    parser.add_argument("--many", type=int, default=MANY, help="contacts in the large measurement")
    parser.add_argument("--runs", type=int, default=60)
    args = parser.parse_args(words)
    _ground.instance()
    print(f"board: {_ground.machine()}")
    now = datetime.now().astimezone()
    viewer = load(now)
    get = signed_in(viewer)
    if args.profile:
        _profile(get)
        return 0
    small = _measure(get, args.runs, f"{ALL:,} contacts, {OPEN:,} open")
    grow(args.many - ALL, open_too=False)
    large = _measure(get, args.runs, f"{args.many:,} contacts, {OPEN:,} open")
    grow(args.many // 10 - OPEN, open_too=True)
    most = _measure(get, args.runs, f"{args.many:,} contacts, {args.many // 10:,} open")
    grown = large.work_p95 / small.work_p95
    print(
        f"board: p95 {small.work_p95:.1f} ms of {MOST_MS:.0f} (by the wall {small.p95:.1f}); at "
        f"{args.many:,} {grown:.2f} times of {MOST_GROWTH} (by the wall "
        f"{large.p95 / small.p95:.2f}); with every tenth open "
        f"{most.work_p95 / small.work_p95:.2f} times"
    )
    return 0 if small.work_p95 <= MOST_MS and grown <= MOST_GROWTH else 1


def load(now: datetime) -> Any:
    """20,000 contacts made by the rules of the actions; the manager who will look."""
    from lintel.access.guards import viewer_of
    from lintel.access.models import Account
    from lintel.access.viewers import Role, the_system
    from lintel.contacts import loading
    from lintel.contacts.rules.facts import Rating
    from lintel.contacts.rules.telling import Channel, ChildTold, Kind, ReferrerTold, Telling
    from lintel.directory import actions as directory
    from lintel.directory.queries import teams
    from lintel.directory.rules.kinds import Team
    from lintel.kernel.references import new_reference
    from lintel.notices.models import Heartbeat

    rng = random.Random(3)
    people = {
        role: viewer_of(
            Account.objects.create(
                username=f"{role}", email=f"{role}@example.org", name=f"The {role}", role=role,
                council=COUNCIL, agency="northbeck-council", employed_by_council=True,
                registered_until=date(2099, 1, 1), teams=["front-door"], created_at=now,
            ),
            now,
        )
        for role in (Role.MANAGER, Role.SCREENER, Role.AGENCY_SYSTEM)
    }  # fmt: skip
    manager, screener = people[Role.MANAGER], people[Role.SCREENER]
    system = the_system(COUNCIL, today=now.date())
    there = {team.key for team in teams(COUNCIL)}  # of an instance that `lintel init` made
    for key, kind in (("front-door", "front_door"), ("assessment", "assessment")):
        if key in there:
            continue
        team = Team(key=key, title=f"{key} team", kind=kind, council=COUNCIL)
        directory.add_team(team=team, by=system, at=now)
    Heartbeat.objects.create(worker="bench", at=now + timedelta(minutes=5), build="bench")
    walks: list[Any] = []
    references = iter({new_reference("NB", choose=rng.choice): None for _ in range(REAL * 2)})
    for number in range(REAL):
        is_open = number % 5 == 0
        at = now - timedelta(minutes=rng.randint(1, 3_000) if is_open else rng.randint(3_000, 1e5))
        words, category, source = rng.choice(CONCERNS)
        family = rng.choice(FAMILY)
        walk = loading.receive(
            Telling(
                kind=Kind.WELFARE,
                channel=Channel.API,
                source=source,
                referrer=ReferrerTold(name="Ama Fletcher", agency="Elm School"),
                children=tuple(
                    ChildTold(rng.choice(GIVEN), family, date(rng.randint(2010, 2025), 5, 4))
                    for _ in range(rng.choice((1, 1, 2, 3)))
                ),
                concern=words,
                categories=(category,) if category else (),
            ),
            council=COUNCIL,
            reference=next(references),
            by=people[Role.AGENCY_SYSTEM],
            at=at,
        )
        _walk(walk, rng, manager, screener, at, is_open=is_open, rating=Rating)
        walks.append(walk)
        if len(walks) == 1_000:
            _write(loading, walks, system, now)
    _write(loading, walks, system, now)
    grow(OPEN - REAL // 5, open_too=True)
    grow(ALL - OPEN - REAL * 4 // 5, open_too=False)
    return manager


def _write(loading: Any, walks: list[Any], system: Any, now: datetime) -> None:
    from django.db import transaction

    with transaction.atomic():
        loading.write(walks, by=system, known_since=now - timedelta(days=90), known={})
    walks.clear()


def _walk(walk, rng, manager, screener, at, *, is_open: bool, rating: Any) -> None:
    step = timedelta(minutes=rng.randint(1, 25))
    so_far = rng.randint(0, 3) if is_open else 3
    if so_far >= 1:
        walk.look(immediate=is_open and rng.random() < 0.01, by=manager, at=at + step)
    if walk.contact.immediate_since is not None:
        return
    if so_far >= 2:
        walk.rate(rating=rng.choice(list(rating)), reason="Seen", by=screener, at=at + step * 2)
    if is_open and so_far == 3 and rng.random() < 0.2:
        review = at + timedelta(days=rng.randint(1, 5))
        walk.hold(reason="Waiting to hear", review_at=review, by=screener, at=at + step * 3)
    if not is_open:
        walk.mark_decided(
            outcome="no_further_action", awaiting_team="", by=manager, at=at + step * 3
        )
        walk.close(reason="Done", by=manager, at=at + step * 4)


def grow(more: int, *, open_too: bool) -> None:
    """That many copies of what is closed (or open), with their children and what stood out."""
    from django.db import connection

    which = "IS NULL" if open_too else "IS NOT NULL"
    is_sqlite = connection.vendor == "sqlite"
    kind, fresh = KEYS[connection.vendor]
    with connection.cursor() as cursor:
        if is_sqlite:
            cursor.execute("PRAGMA synchronous=OFF")
        cursor.execute(
            "CREATE TEMP TABLE origin AS SELECT id FROM contacts_contact "
            f"WHERE closed_at {which} AND length(reference) = 10"
        )
        cursor.execute(f"CREATE TEMP TABLE one (was {kind}, new {kind}, mark TEXT)")
        while more > 0:
            cursor.execute("DELETE FROM one")
            cursor.execute(
                "INSERT INTO one WITH RECURSIVE turns(n) AS "
                "(SELECT 1 UNION ALL SELECT n + 1 FROM turns WHERE n < 20) "
                f"SELECT id, {fresh}, {MARKS[connection.vendor]} FROM turns, origin LIMIT %s",
                [more],
            )
            more -= cursor.rowcount
            _copy(cursor, "contacts_contact", "id")
            _copy(cursor, "contacts_contactchild", "contact_id")
            _copy(cursor, "contacts_riskindicator", "contact_id")
        cursor.execute("DROP TABLE one")
        cursor.execute("DROP TABLE origin")
        if is_sqlite:
            cursor.execute("PRAGMA synchronous=FULL")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _copy(cursor: Any, table: str, key: str) -> None:
    from django.db import connection

    fresh = KEYS[connection.vendor][1]
    # SQLite is told which to go through first; PostgreSQL knows.
    join = "CROSS JOIN" if connection.vendor == "sqlite" else "JOIN"
    columns = [c.name for c in connection.introspection.get_table_description(cursor, table)]
    values = {
        "id": "one.new" if key == "id" else fresh,
        "contact_id": "one.new",
        "reference": "one.mark",
        "record_id": fresh,
    }
    taken = ", ".join(values.get(name, f'source."{name}"') for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    cursor.execute(
        f"INSERT INTO {table} ({names}) SELECT {taken} FROM one "
        f"{join} {table} AS source ON source.{key} = one.was"
    )


def signed_in(viewer: Any) -> Any:
    """Gets a page as that person, through every layer but the network."""
    from importlib import import_module

    from django.conf import settings
    from django.test import Client

    from lintel.access.models import Account
    from lintel.access.sessions import SEEN_AT, SIGNED_IN_AT

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(Account.objects.get(id=viewer.account_id))
    store = import_module(settings.SESSION_ENGINE).SessionStore
    session = store(client.cookies[settings.SESSION_COOKIE_NAME].value)
    now = int(time())
    session[SIGNED_IN_AT] = session[SEEN_AT] = now + 600
    session.save()

    def get(address: str) -> Any:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return answer

    return get


def _measure(get: Any, runs: int, what: str) -> _ground.Taken:
    """Times of the first page; the others are printed."""
    print(f"board: {what}")
    measured = []
    for address in PAGES:
        taken = _ground.times(lambda address=address: get(address), count=runs)
        print(f"  {address:<24} {taken}", flush=True)
        measured.append(taken)
    return measured[0]


def _profile(get: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        get("/board")
    for query in sorted(asked.captured_queries, key=lambda q: -float(q["time"])):
        print(f"  {float(query['time']) * 1000:6.1f} ms  {query['sql'][:150]}")
    profile = cProfile.Profile()
    profile.enable()
    for _ in range(20):
        get("/board")
    profile.disable()
    stats = pstats.Stats(profile)
    stats.sort_stats("cumulative").print_stats("lintel|jinja2", 45)
    stats.sort_stats("tottime").print_stats(30)


if __name__ == "__main__":
    sys.exit(main())
