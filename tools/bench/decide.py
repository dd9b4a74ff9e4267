"""The page of a decision: 8 agencies' answers, 60 events of history; and asking 8 at once.

`python3 dev.py bench decide`. Server time, in a hub of 20,000 contacts.
"""

import argparse
import sys
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from tools.bench import _ground, board
from tools.bench.family import COUNCIL, _household, _queries

PAGE_MS, ASKING_MS = 100.0, 150.0
AGENCIES = 8


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=60)
    args = parser.parse_args(words)
    _ground.instance()
    print(f"decide: {_ground.machine()}")
    now = datetime.now().astimezone()
    manager = board.load(now)
    get = board.signed_in(manager)
    _, contact = _household(manager, now)
    keys = _agencies(manager, now)
    _open_again(contact, manager, now)
    _answer(_ask(contact, keys, manager, now), keys, now)
    address = f"/contacts/{contact}/decide"
    page = _ground.times(lambda: get(address), count=args.runs)
    print(f"  page   {_queries(get, address):>3} queries, {page}", flush=True)
    others = iter(_received(manager, now, count=25))
    asking = _ground.times(lambda: _ask(next(others), keys, manager, now), count=20)
    print(f"  asking {AGENCIES} agencies, {asking}", flush=True)
    print(
        f"decide: page p95 {page.work_p95:.1f} ms of {PAGE_MS:.0f}, "
        f"asking p95 {asking.work_p95:.1f} ms of {ASKING_MS:.0f}"
    )
    return 0 if page.work_p95 <= PAGE_MS and asking.work_p95 <= ASKING_MS else 1


def _agencies(by: Any, now: datetime) -> list[str]:
    from lintel.access.viewers import the_system
    from lintel.directory import loading
    from lintel.directory.rules.kinds import Agency

    keys = [f"agency-{n}" for n in range(AGENCIES)]
    loading.load(
        agencies=[
            Agency(key, key.title(), "health", COUNCIL, "", f"desk@{key}.example") for key in keys
        ],
        teams=[],
        services=[],
        by=the_system(COUNCIL, today=now.date()),
        at=now,
    )
    return keys


def _open_again(contact: UUID, by: Any, now: datetime) -> None:
    from lintel.contacts import actions

    actions.reopen_contact(contact_id=contact, version=None, reason="More came in", by=by, at=now)


def _received(by: Any, now: datetime, *, count: int) -> list[UUID]:
    from lintel.contacts import actions
    from lintel.contacts.rules.telling import Channel, ChildTold, Kind, ReferrerTold, Telling

    return [
        actions.receive_contact(
            telling=Telling(
                kind=Kind.WELFARE,
                channel=Channel.TELEPHONE,
                source="2A",
                referrer=ReferrerTold(name="Ama Fletcher", agency="Elm School"),
                children=(ChildTold(f"Tomas{number}", "Ashgrove"),),
                concern="He came to school hungry.",
                categories=("neglect",),
            ),
            council=COUNCIL,
            by=by,
            at=now,
        ).id
        for number in range(count)
    ]


def _ask(contact: UUID, keys: list[str], by: Any, now: datetime) -> list[UUID]:
    from lintel.contacts import queries
    from lintel.screening import actions
    from lintel.screening.rules.asking import Ask

    row = queries.the_contact(by, contact)
    about = tuple(one.record_id for one in queries.family_facts(row).told)
    asks = [Ask(key, "What is known of them?", about, ("known", "concerns")) for key in keys]
    return actions.ask_agencies(contact_id=contact, asks=asks, by=by, at=now)


def _answer(requests: list[UUID], keys: list[str], now: datetime) -> None:
    from lintel.access.guards import viewer_of
    from lintel.access.models import Account
    from lintel.access.viewers import Role
    from lintel.screening import actions
    from lintel.screening.rules.asking import AnswerGiven, ItemGiven, Reply
    from lintel.sharing.rules.handling import Mark

    said = AnswerGiven(
        Reply.ANSWERED,
        items=[
            ItemGiven("concerns", "Two calls since January. " * 6, Mark.OPEN),
            ItemGiven("strengths", "A grandmother who comes when asked.", Mark.HUB_ONLY),
        ],
        known="yes",
    )
    for request_id, key in zip(requests, keys, strict=True):
        account = Account.objects.create(
            username=key,
            email=f"{key}@{key}.example",
            name=key,
            role=Role.PARTNER,
            council=COUNCIL,
            agency=key,
            employed_by_council=False,
            teams=[],
            created_at=now,
        )
        actions.answer_request(
            request_id=request_id,
            given=said,
            by=viewer_of(account, now),
            at=now + timedelta(minutes=5),
        )


if __name__ == "__main__":
    sys.exit(main())
