"""Pages and intake under load: asked on a fixed schedule, so that waiting counts.

    python3 dev.py bench load
    python -m tools.bench.load --england          (with LINTEL_TEST_DATABASE_URL)
    python -m tools.bench.load --contacts 2000 --seconds 10

A council at ten times its peak: 20,000 contacts on SQLite, 8 pages and 0.14 intakes a second, 120
seconds. England at ten times: 3,000,000 contacts on PostgreSQL, 25 and 4.1. Who asks is a process
of its own on the same machine (tools.bench._asking); the server and the worker are the product's.
Source: qualities K1, K2.
"""

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import time
from typing import Any

from tools.bench import _ground, board
from tools.torture._instance import Instance, a_database

PEOPLE = 10  # who are signed in


@dataclass(frozen=True, slots=True)
class Size:
    """Shape: pages and intakes a second, the most milliseconds of each at p95; `serving` so many
    processes."""

    contacts: int
    pages: float
    intakes: float
    most_page: float
    most_intake: float
    serving: int


COUNCIL = Size(20_000, 8, 0.14, 250, 400, serving=1)
ENGLAND = Size(3_000_000, 25, 4.1, 300, 500, serving=2)


def main(words: list[str] | None = None) -> int:
    args = _said(words)
    size = ENGLAND if args.england else COUNCIL
    contacts, workers = args.contacts or size.contacts, args.workers or size.serving
    database = os.environ.get("LINTEL_TEST_DATABASE_URL", "")
    if args.england and not database:
        print("load: left out: LINTEL_TEST_DATABASE_URL is not set")
        return 0
    with tempfile.TemporaryDirectory(prefix="lintel-load-") as folder, _database(args) as address:
        instance = Instance(Path(folder), address)
        os.environ.update(instance.environment)
        plan = _made(Path(folder), instance, contacts)
        plan |= {"seconds": args.seconds, "warm": args.warm}
        plan |= {"pages": args.pages or size.pages, "intakes": args.intakes or size.intakes}
        told = _asked(Path(folder), instance, plan, workers=workers)
    print(f"load: {_ground.machine()}")
    where = "PostgreSQL" if address else "SQLite"
    print(
        f"load: {contacts:,} contacts on {where}, {plan['pages']:g} pages and {plan['intakes']:g} "
        f"intakes a second for {args.seconds:g} s, {workers} serving"
    )
    return _judged(told, size)


def _said(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--england", action="store_true", help="three million, on PostgreSQL")
    parser.add_argument("--contacts", type=int, default=0)
    parser.add_argument("--pages", type=float, default=0, help="a second")
    parser.add_argument("--intakes", type=float, default=0, help="a second")
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--warm", type=float, default=5, help="seconds that do not count")
    parser.add_argument("--workers", type=int, default=0, help="processes that serve")
    return parser.parse_args(words)


def _database(args: argparse.Namespace) -> Any:
    from contextlib import nullcontext

    return a_database() if args.england else nullcontext("")


def _made(folder: Path, instance: Instance, contacts: int) -> dict[str, Any]:
    """The contacts, somebody's sessions, a system's token: what the asking needs to know."""
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.db.models.functions import Length

    from lintel.contacts.models import Contact

    now = datetime.now().astimezone()
    viewer = board.load(now)
    board.grow(contacts - board.ALL, open_too=False)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    # A copy has no record of its own to be opened by.
    real = Contact.objects.annotate(long=Length("reference")).filter(long=10, closed_at=None)
    ids = real.order_by("reference").values_list("id", flat=True)
    plan = {
        "port": instance.port,
        "cookie": settings.SESSION_COOKIE_NAME,
        "form_cookie": settings.CSRF_COOKIE_NAME,
        "sessions": [_session(viewer.account_id) for _ in range(PEOPLE)],
        "token": _token(now),
        "contacts": [str(one) for one in ids[:200]],
    }
    connection.close()
    return plan


def _session(account_id: Any) -> str:
    """A manager who signed in with both factors a moment ago."""
    from importlib import import_module

    from django.conf import settings
    from django.test import Client

    from lintel.access.models import Account
    from lintel.access.sessions import SEEN_AT, SIGNED_IN_AT

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(
        Account.objects.get(id=account_id), backend="lintel.access.backends.AccountBackend"
    )
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    session[SIGNED_IN_AT] = session[SEEN_AT] = int(time()) + 300
    session.save()
    return key


def _token(now: datetime) -> str:
    from lintel.access import actions as access
    from lintel.access.models import Account
    from lintel.access.viewers import Role, the_system

    account = Account.objects.filter(role=Role.AGENCY_SYSTEM).first()
    assert account is not None
    system = the_system(board.COUNCIL, today=now.date())
    return access.issue_token(account_id=account.id, by=system, at=now)


def _asked(folder: Path, instance: Instance, plan: dict, *, workers: int) -> list[dict[str, Any]]:
    """Serve, work, and let the other process ask; what it was answered."""
    (folder / "plan.json").write_text(json.dumps(plan))
    worker = subprocess.Popen(
        [sys.executable, "-m", "lintel", "worker"], env=instance.environment, text=True
    )
    try:
        instance.start(workers=workers)
        asking = subprocess.run(
            [sys.executable, "-m", "tools.bench._asking", str(folder / "plan.json")],
            capture_output=True,
            text=True,
            check=False,
        )
        assert asking.returncode == 0, asking.stderr
        told: list[dict[str, Any]] = json.loads(asking.stdout)
        if not all(one["ok"] for one in told):
            print(*instance.said.read_text().splitlines()[-20:], sep="\n", file=sys.stderr)
        return told
    finally:
        worker.send_signal(signal.SIGTERM)
        worker.wait(30)
        instance.kill()


def _judged(told: list[dict[str, Any]], size: Size) -> int:
    kinds: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for one in told:
        kinds[one["kind"]].append(one)
    for kind, found in sorted(kinds.items()):
        print(f"  {kind:<10} {_words(found)}")
    pages = [one for one in told if one["kind"] != "intake"]
    wrong = [one for one in told if not one["ok"]]
    page, intake = _p95(pages), _p95(kinds["intake"])
    print(
        f"load: pages p95 {page:.0f} of {size.most_page:.0f} ms, intake {intake:.0f} of "
        f"{size.most_intake:.0f} ms, {len(wrong)} errors of {len(told)}"
    )
    for one in wrong[:5]:
        print(f"  {one['kind']}: {one['said']}")
    return 0 if page <= size.most_page and intake <= size.most_intake and not wrong else 1


def _p95(found: list[dict[str, Any]]) -> float:
    if len(found) < 2:
        return max((one["ms"] for one in found), default=0.0)
    return statistics.quantiles([one["ms"] for one in found], n=20)[-1]


def _words(found: list[dict[str, Any]]) -> str:
    taken = [one["ms"] for one in found]
    return (
        f"{len(found):5} asked, median {statistics.median(taken):6.0f} ms, p95 {_p95(found):6.0f}, "
        f"longest {max(taken):6.0f}"
    )


if __name__ == "__main__":
    sys.exit(main())
