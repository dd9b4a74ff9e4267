"""10,000 reminders due in one minute, sent once each by two workers of which one is killed halfway.

`python3 dev.py bench reminders`; `python -m tools.bench.reminders --count 2000` for a look.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from time import perf_counter, sleep
from typing import Any
from uuid import uuid4

from tools.bench import _ground

COUNT, WITHIN, AGENCIES = 10_000, 60.0, 8
LEASE = 5  # seconds; a worker that dies is not waited for longer than this
COUNCIL = "northbeck"
FROM = "--as-a-worker"


def main(words: list[str] | None = None) -> int:
    words = sys.argv[1:] if words is None else words
    if FROM in words:
        return _work()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=COUNT)
    args = parser.parse_args(words)
    folder = _ground.instance()
    print(f"reminders: {_ground.machine()}")
    now = datetime.now().astimezone()
    asker = _people_and_agencies(now)
    return 0 if _remind(folder, asker, args.count) else 1


def _people_and_agencies(now: datetime) -> Any:
    from lintel.access.guards import viewer_of
    from lintel.access.models import Account
    from lintel.access.viewers import Role, the_system
    from lintel.directory import actions as directory
    from lintel.directory.rules.kinds import Agency, Team

    system = the_system(COUNCIL, today=now.date())
    team = Team(key="front-door", title="Front door", kind="front_door", council=COUNCIL)
    directory.add_team(team=team, by=system, at=now)
    for number in range(AGENCIES):
        agency = Agency(
            f"agency-{number}", f"Agency {number}", "health", COUNCIL, email=f"a{number}@ag.example"
        )
        directory.add_agency(agency=agency, by=system, at=now)
    account = Account.objects.create(
        username="manager", email="m@example.org", name="The manager", role=Role.MANAGER,
        council=COUNCIL, agency="northbeck-council", employed_by_council=True,
        registered_until=date(2099, 1, 1), teams=["front-door"], created_at=now,
    )  # fmt: skip
    return viewer_of(account, now)


def _contact(by: Any, at: datetime) -> Any:
    from lintel.contacts import actions
    from lintel.contacts.rules.telling import Channel, ChildTold, Kind, ReferrerTold, Telling

    return actions.receive_contact(
        telling=Telling(
            kind=Kind.WELFARE,
            channel=Channel.TELEPHONE,
            source="2A",
            referrer=ReferrerTold(name="Ama Fletcher", agency="Elm School"),
            children=(ChildTold("Tomas", f"Ashgrove{random.random()}", date(2019, 5, 4)),),
            concern="He came to school hungry on three days.",
            categories=("neglect",),
        ),
        council=COUNCIL,
        by=by,
        at=at,
    )


def _ask(asker: Any, contact_id: Any, at: datetime) -> None:
    """One agency, as a pattern for all the others."""
    from lintel.contacts import queries as contacts
    from lintel.screening import actions
    from lintel.screening.rules.asking import Ask

    contact = contacts.the_contact(asker, contact_id)
    about = tuple(told.record_id for told in contacts.told_in(contact))
    asks = [Ask("agency-0", "What do you know of this family?", about, ("known",))]
    actions.ask_agencies(contact_id=contact_id, asks=asks, by=asker, at=at)


def _remind(folder: Path, asker: Any, count: int) -> bool:
    """`count` requests whose first reminder falls due now; the seconds until all were sent."""
    from django.db import connection

    from lintel.notices.models import Notice
    from lintel.screening.models import AgencyRequest, Chase

    now = datetime.now().astimezone()
    Notice.objects.filter(state="queued").update(state="cancelled")
    contact = _contact(asker, now)
    _ask(asker, contact.id, now)
    first = AgencyRequest.objects.get()
    fields = {f.attname: getattr(first, f.attname) for f in AgencyRequest._meta.concrete_fields}
    minute = timedelta(minutes=1) / count
    AgencyRequest.objects.escape("bench").filter(settled_as="").update(remind_at=None)
    AgencyRequest.objects.escape("bench").bulk_create(
        [
            AgencyRequest(
                **(
                    fields
                    | {
                        "id": uuid4(),
                        "contact_id": contact.id,
                        "agency": f"agency-{n % AGENCIES}",
                        "same_thing": f"{n}",
                        "asked_at": now - timedelta(hours=23),
                        "due_at": now + timedelta(hours=1),
                        "remind_next": "before",
                        # One minute's worth, all of it due by the time the workers begin.
                        "remind_at": now - minute * n,
                    }
                )
            )
            for n in range(count)
        ],
        batch_size=500,
    )
    connection.close()
    Chase.objects.count()
    connection.close()
    begun = perf_counter()
    workers = [_worker() for _ in range(2)]
    sent = 0
    killed = False
    mail = folder / "outbox"
    while sent < count and perf_counter() - begun < WITHIN * 4:
        sleep(0.25)
        sent = Notice.objects.filter(kind="agency_chased", state="sent").count()
        if not killed and sent >= count // 2:
            os.kill(workers[0].pid, signal.SIGKILL)
            killed = True
    seconds = perf_counter() - begun
    for worker in workers:
        worker.kill()
        worker.wait()
    once = (
        Chase.objects.count() == Chase.objects.values("request").distinct().count() == count
        and Notice.objects.filter(kind="agency_chased").count() == count
    )
    files = sum(1 for _ in mail.rglob("*.json")) if mail.exists() else -1
    print(
        f"reminders: {sent:,} of {count:,} sent in {seconds:.1f} s of {WITHIN:.0f}, two workers, "
        f"one killed halfway ({killed}); each once: {once}; {files:,} files"
    )
    return once and killed and sent == count and seconds <= WITHIN


def _worker() -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "-m", "tools.bench.reminders", FROM])


def _work() -> int:
    """What `lintel worker` does, with a short lease and only the sweep that is measured."""
    from threading import Event

    import django

    django.setup()
    from lintel.notices import jobs
    from lintel.notices.schedule import Sweep
    from lintel.screening.jobs import remind_agencies

    sweep = Sweep("screening.remind_agencies", timedelta(seconds=1), remind_agencies)
    jobs.run_worker(Event(), sweeps=(sweep,), lease=timedelta(seconds=LEASE))
    return 0


if __name__ == "__main__":
    sys.exit(main())
