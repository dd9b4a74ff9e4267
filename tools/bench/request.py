"""A whole request of the API: sign-in check, match, family, history, audit entry; beside trigram.

python -m tools.bench.request                                    10,000 records; needs PostgreSQL
python -m tools.bench.request --records 100000 --profile         where the time goes
python -m tools.bench.request --records 1000000 --ground FOLDER  of an earlier run, or of
                                                                 tools.bench.rivals.beside

Somebody who screens asks who the child of a contact may be, and for the family and history of
whoever is likely (GET /contacts/{id}/candidates?history=true). That is held against half of what
PostgreSQL takes for its trigram query alone, about the same children. Ours answers from SQLite, in
this process, through every layer but the network; families have been told of three times before,
in contacts that were decided.
"""

import argparse
import cProfile
import json
import os
import pstats
import statistics
import subprocess
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from time import perf_counter, process_time
from typing import Any
from uuid import UUID

from tools.bench.matching import machine
from tools.bench.rivals import flat, ground as grounds, ours, postgres
from tools.bench.rivals.measures import answers

ROOT = Path(__file__).parents[2]
SEED, COUNCIL = 72_019, grounds.COUNCIL
BEFORE, MOST_TOLD = 3, 6  # contacts that told of a family before, and how many of it each names
ASKING = 8  # who ask in turn, so that nobody's minute is used up
OF_TRIGRAM, OF_P50 = 0.5, 3.0
WITH, WITHOUT = "whole, with a family", "whole, nobody likely"
_FIRST = 5  # that find nothing ready


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.bench.request")
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--contacts", type=int, default=400)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--ground", type=Path, help="people, contacts and truth that are there")
    parser.add_argument("--profile", action="store_true", help="where ours takes its time")
    args = parser.parse_args(words)
    database = os.environ.get("LINTEL_TEST_DATABASE_URL", "")
    if not database and not args.profile:
        again = (sys.executable, "-m", "tools.bench.request", *(words or sys.argv[1:]))
        command = ["bash", str(ROOT / "tools" / "with_postgres.sh"), *again]
        return subprocess.run(command, check=False).returncode
    folder = args.ground or ROOT / f"build/bench/matching-{args.seed}-{args.records}"
    ground = grounds.make(folder, seed=args.seed, records=args.records, contacts=2_000)
    print(f"request: {machine()}", flush=True)
    house = House(ground, folder / "request", contacts=args.contacts)
    if args.profile:
        house.profile()
        return 0
    house.measure()
    flat.make(ground)
    postgres.load(ground, database)
    out = folder / "request-trigram.jsonl"
    postgres.trigram(ground, database, out, max(house.asked) + 1)
    asked = set(house.asked)
    took = [one.ms for n, one in enumerate(answers(out, ground)) if n in asked][_FIRST:]
    trigram = _spread(took)
    print(f"  {'trigram query alone':<34} {_words(trigram)}")
    print(f"request: {machine()}")
    return house.judged(trigram[0])


@dataclass(frozen=True, slots=True)
class Asked:
    """Shape: milliseconds by the clock, and of this process's own work."""

    wall: float
    work: float
    said: Any


class House:
    """An instance that has loaded the people, with contacts about children who may be known."""

    def __init__(self, ground: grounds.Ground, instance: Path, *, contacts: int) -> None:
        self.ground = ground
        ours.load(ground, instance)
        os.environ.update(ours.environment(instance))
        import django

        django.setup()
        self.now = datetime.now().astimezone()
        kept = instance / "asked.json"
        if not kept.exists():
            kept.write_text(json.dumps(_told(ground, self.now, most=contacts)))
        known = json.loads(kept.read_text())
        self.asked: list[int] = known["asked"]
        self.contacts: list[str] = known["contacts"]
        self.tokens: list[str] = known["tokens"]
        from lintel.config.wsgi import application

        self.application = application
        self.taken: dict[str, list[Asked]] = defaultdict(list)

    def measure(self) -> None:
        for number, contact in enumerate(self.contacts):
            self._whole(number, contact)
        for what, taken in self.taken.items():
            shown = taken[_FIRST:]
            if not shown:
                continue
            wall, work = _spread([t.wall for t in shown]), _spread([t.work for t in shown])
            of_work = f"; of which work {work[0]:.1f} and {work[1]:.1f}" if work[1] else ""
            print(f"  {what:<34} {_words(wall)}{of_work}")
        families = [one.said["histories"][0] for one in self.taken[WITH]]
        members, events = (
            statistics.mean([len(one[part]) for one in families]) for part in ("members", "events")
        )
        print(
            f"  {len(self.contacts)} contacts, {len(families)} with somebody likely; of a family "
            f"{members:.1f} members and {events:.1f} events"
        )

    def judged(self, trigram: float) -> int:
        p50, p95 = _spread([t.wall for t in self.taken["whole"][_FIRST:]])
        print(
            f"request: p50 {p50:.1f} ms, {p50 / trigram:.2f} of trigram's (of {OF_TRIGRAM}); "
            f"p95 {p95:.1f}, {p95 / p50:.2f} times (of {OF_P50:g})"
        )
        return 0 if p50 <= OF_TRIGRAM * trigram and p95 <= OF_P50 * p50 else 1

    def profile(self) -> None:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        some = list(enumerate(self.contacts))
        for number, contact in some[:_FIRST]:
            self._whole(number, contact)
        with CaptureQueriesContext(connection) as queries:
            self._whole(*some[_FIRST])
        for query in queries.captured_queries:
            print(f"  {float(query['time']) * 1000:6.1f} ms  {query['sql'][:150]}")
        print(f"  {len(queries)} statements")
        profile = cProfile.Profile()
        profile.enable()
        for number, contact in some:
            self._whole(number, contact)
        profile.disable()
        stats = pstats.Stats(profile)
        stats.sort_stats("cumulative").print_stats("lintel|ninja|pydantic", 70)
        stats.sort_stats("tottime").print_stats(40)

    def _whole(self, number: int, contact: str) -> None:
        """Who it may be, with the family and history of whoever it likely is."""
        asked = self._get(number, f"/api/v1/contacts/{contact}/candidates?history=true")
        self.taken[WITH if asked.said["histories"] else WITHOUT].append(asked)
        self.taken["match alone, of them"].append(
            Asked(asked.said["items"][0]["milliseconds"], 0.0, None)
        )
        self.taken["whole"].append(asked)

    def _get(self, number: int, address: str) -> Asked:
        path, _, query = address.partition("?")
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "127.0.0.1",
            "HTTP_AUTHORIZATION": f"Bearer {self.tokens[number % len(self.tokens)]}",
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(),
            "wsgi.errors": sys.stderr,
        }
        began, worked = perf_counter(), process_time()
        answer = self.application(environ, lambda status, headers: None)
        body = b"".join(answer)
        answer.close()
        wall, work = (perf_counter() - began) * 1000, (process_time() - worked) * 1000
        assert answer.status_code == 200, (address, answer.status_code, body[:300])
        return Asked(wall, work, json.loads(body))


def _told(ground: grounds.Ground, now: datetime, *, most: int) -> dict[str, Any]:
    """Contacts about children as they were asked about, each linked to nobody; what is known of
    the families of those who are known; who asks. Which were asked about, contacts, tokens."""
    from lintel.access import actions as access
    from lintel.access.guards import viewer_of
    from lintel.access.models import Account
    from lintel.access.viewers import Role, the_system
    from lintel.contacts import loading

    def account(username: str, role: Role) -> Account:
        return Account.objects.create(
            username=username, email=f"{username}@example.org", name=username, role=role,
            council=COUNCIL, agency="northbeck-council", employed_by_council=True,
            registered_until=date(2099, 1, 1), teams=["front-door"], created_at=now,
        )  # fmt: skip

    system = the_system(COUNCIL, today=now.date())
    screeners = [account(f"screener{number}", Role.SCREENER) for number in range(ASKING)]
    tokens = [access.issue_token(account_id=one.id, by=system, at=now) for one in screeners]
    screener, manager = viewer_of(screeners[0], now), viewer_of(account("m", Role.MANAGER), now)
    wanted = [n for n, one in enumerate(ground.asked) if one.is_child][: most + _FIRST]
    homes = {ground.asked[n].household for n in wanted}
    known, families = _families(ground, homes)
    references = _references()
    walks = []
    for family in families:
        for number in range(BEFORE):
            at = now - timedelta(days=40 * number + 20)
            children, adults = _told_of(family, number)
            walk = _walk(children, adults, next(references), manager, at)
            walk.look(immediate=False, by=manager, at=at + timedelta(minutes=5))
            walk.rate(rating="green", reason="Seen", by=screener, at=at + timedelta(minutes=9))
            at += timedelta(minutes=20)
            walk.mark_decided(outcome="no_further_action", awaiting_team="", by=manager, at=at)
            walk.close(reason="Done", by=manager, at=at + timedelta(minutes=1))
            walks.append(walk)
    asked = []
    for n in wanted:
        at = now - timedelta(minutes=n + 1)
        asked.append(_walk([("", ground.asked[n].columns)], [], next(references), manager, at))
    since = now - timedelta(days=400)
    for start in range(0, len(walks), 500):
        loading.write(walks[start : start + 500], by=system, known_since=since, known=known)
    loading.write(asked, by=system, known_since=since, known={})
    return {"asked": wanted, "contacts": [str(one.contact.id) for one in asked], "tokens": tokens}


def _families(ground: grounds.Ground, homes: set[str]) -> tuple[dict[str, UUID], list[Any]]:
    """Whom each record of these households is linked to, by its source and reference; and each
    household, by its people, as the columns of their records."""
    from lintel.people.models import Link

    families: dict[str, dict[str, list[dict[str, str]]]] = defaultdict(dict)
    for truth, row in zip(ground.truth, ground.rows(), strict=True):
        if truth["household"] in homes and row["given_name"] and row["date_of_birth"]:
            families[truth["household"]].setdefault(truth["person"], []).append(row)
    held = {_key(row) for own in families.values() for rows in own.values() for row in rows}
    refs = [key.partition(" ")[2] for key in held]
    known: dict[str, UUID] = {}
    for start in range(0, len(refs), 500):
        links = Link.objects.filter(record__source_ref__in=refs[start : start + 500])
        for source, ref, about in links.values_list(
            "record__source", "record__source_ref", "about_id"
        ):
            known[f"{source} {ref}"] = about
    known = {key: known[key] for key in held}
    return known, [own for own in families.values() if any(map(_of_a_child, own.values()))]


def _key(row: dict[str, str]) -> str:
    return f"{row['source']} {row['source_ref']}"


def _of_a_child(rows: Sequence[dict[str, str]]) -> bool:
    return rows[0]["date_of_birth"] > "2009"


def _told_of(family: dict[str, list[dict[str, str]]], number: int) -> tuple[list[Any], list[Any]]:
    """Children and adults that one contact tells of, as one of their records has them: each record
    is a person of its own here, and one contact after another tells of each."""
    told = [(_of_a_child(rows), rows[number % len(rows)]) for rows in family.values()][:MOST_TOLD]
    own = [(is_child, _key(row), row) for is_child, row in told]
    children = [(key, row) for is_child, key, row in own if is_child]
    return children, [(key, row) for is_child, key, row in own if not is_child]


def _walk(children: Sequence[Any], adults: Sequence[Any], reference: str, by: Any, at: datetime):
    from lintel.contacts import loading
    from lintel.contacts.rules.telling import (
        AddressTold,
        AdultTold,
        Channel,
        ChildTold,
        Kind,
        ReferrerTold,
        Telling,
    )

    def home(row: dict[str, str]) -> AddressTold | None:
        return AddressTold((row["address"],), row["postcode"]) if row["address"] else None

    def day(row: dict[str, str]) -> date | None:
        return date.fromisoformat(row["date_of_birth"]) if row["date_of_birth"] else None

    telling = Telling(
        kind=Kind.WELFARE,
        channel=Channel.TELEPHONE,
        source="2A",
        referrer=ReferrerTold(name="Ama Fletcher", agency="Elm School"),
        children=tuple(
            ChildTold(
                row["given_name"],
                row["family_name"],
                day(row),
                None,
                int(row["age_years"]) if row["age_years"] and not day(row) else None,
                row["sex"],
                row["nhs_number"],
                row["upn"],
                address=home(row),
            )
            for _, row in children
        ),
        adults=tuple(
            AdultTold(row["given_name"], row["family_name"], day(row), "mother", home(row))
            for _, row in adults[:1]
        ),
        concern="He came to school hungry on three days this week. " * 8,
        categories=("neglect",),
    )
    keys = [key for key, _ in children], [key for key, _ in adults[:1]]
    return loading.receive(
        telling,
        council=COUNCIL,
        reference=reference,
        by=by,
        at=at,
        children=keys[0],
        adults=keys[1],
    )


def _references():
    from lintel.kernel.references import new_reference

    given: set[str] = set()
    while True:
        one = new_reference("NB")
        if one not in given:
            given.add(one)
            yield one


def _spread(ms: Sequence[float]) -> tuple[float, float]:
    ordered = sorted(ms)
    return statistics.median(ordered), ordered[int(len(ordered) * 0.95)]


def _words(spread: tuple[float, float]) -> str:
    return f"p50 {spread[0]:6.1f} ms, p95 {spread[1]:6.1f}"


if __name__ == "__main__":
    sys.exit(main())
