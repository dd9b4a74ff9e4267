"""Intake by API, eight clients at once, beside a bare Django view that does the same inserts.

Both are served by the same program on the same database, SQLite with every commit on the disk,
in turns. `python3 dev.py bench intake`.
"""

import argparse
import http.client
import json
import logging
import os
import pickle
import subprocess
import sys
import threading
import uuid
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from time import perf_counter, sleep
from typing import Any

from tools.bench import _ground

CLIENTS, ROUNDS, EACH = 8, 4, 25
LEAST = 0.5
TOLD = {
    "kind": "welfare",
    "source": "2A",
    "referrer": {"name": "Ama Fletcher", "agency": "Elm School", "email": "ama@elm.example"},
    "children": [{"given_name": "Tomas", "family_name": "Ashgrove", "date_of_birth": "2019-05-04"}],
    "adults": [{"given_name": "Rowan", "family_name": "Ashgrove", "relationship": "mother"}],
    "concern": "He came to school hungry on three days and has lost weight.",
    "categories": ["neglect"],
}


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--serve", type=int, default=0, help=argparse.SUPPRESS)
    parser.add_argument("--each", type=int, default=EACH, help="requests of a client in a round")
    args = parser.parse_args(words)
    if args.serve:
        _serve(args.serve)
        return 0
    folder = _ground.instance()
    print(f"intake: {_ground.machine()}")
    token = _token()
    rows = _one_intake(folder, token)
    port = _free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "tools.bench.intake", "--serve", str(port)],
        env=os.environ | {"LINTEL_BENCH_ROWS": str(folder / "rows.pickle")},
    )
    try:
        _wait(port)
        ours, bare = [], []
        for turn in range(ROUNDS + 1):  # the first warms up and does not count
            for kept, address in ((ours, "/api/v1/contacts"), (bare, "/bare")):
                rate = _rate(port, address, token, args.each if turn else 5)
                if turn:
                    kept.append(rate)
    finally:
        server.terminate()
        server.wait(20)
    mine, plain = sum(ours) / len(ours), sum(bare) / len(bare)
    print(f"  {rows} rows for one contact of two people")
    print(f"  by API      {mine:6.0f} a second (rounds {_listed(ours)})")
    print(f"  bare view   {plain:6.0f} a second (rounds {_listed(bare)})")
    print(f"intake: {mine / plain:.2f} of the bare view, of at least {LEAST}; {CLIENTS} clients")
    return 0 if mine >= plain * LEAST else 1


def _listed(rates: list[float]) -> str:
    return ", ".join(f"{rate:.0f}" for rate in rates)


def _token() -> str:
    """An account of a school's own system, and the token it sends."""
    from lintel.access import actions as access
    from lintel.access.models import Account
    from lintel.access.viewers import Role, the_system

    now = datetime.now().astimezone()
    system = the_system("northbeck", today=now.date())
    account = Account.objects.create(
        username="elm", email="elm@example.org", name="Elm School", role=Role.AGENCY_SYSTEM,
        council="northbeck", agency="elm", employed_by_council=False, teams=[],
        registered_until=date(2099, 1, 1), created_at=now,
    )  # fmt: skip
    return access.issue_token(account_id=account.id, by=system, at=now)


def _one_intake(folder: Path, token: str) -> int:
    """Hand one contact in and keep its rows for the bare view; how many there are."""
    from django.test import Client

    from tools.bench import _bare

    answer = Client(SERVER_NAME="127.0.0.1").post(
        "/api/v1/contacts",
        json.dumps(TOLD),
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}", "Idempotency-Key": uuid.uuid4().hex},
    )
    assert answer.status_code == 201, answer.content
    rows = _bare.rows_of_one_intake()
    (folder / "rows.pickle").write_bytes(pickle.dumps(rows))
    return len(rows)


def _serve(port: int) -> None:
    """The program `lintel serve` runs, with one more address that is handled without middleware."""
    import django
    import waitress

    django.setup()
    from django.conf import settings
    from django.core.handlers.wsgi import WSGIHandler

    logging.getLogger("waitress").setLevel(logging.ERROR)
    from tools.bench import _bare

    _bare.read_rows()
    settings.ROOT_URLCONF = "tools.bench._bare"
    ours = WSGIHandler()
    settings.MIDDLEWARE = []
    plain = WSGIHandler()

    def application(environ: dict, start: Callable) -> Any:
        return (plain if environ["PATH_INFO"] == "/bare" else ours)(environ, start)

    waitress.serve(application, port=port, host="127.0.0.1", threads=CLIENTS, _quiet=True)


def _free_port() -> int:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def _wait(port: int) -> None:
    for _ in range(300):
        try:
            asked = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            asked.request("GET", "/healthz")
            if asked.getresponse().status == 200:
                return
        except OSError:
            sleep(0.1)
    raise SystemExit("intake: the server did not start")


def _rate(port: int, address: str, token: str, each: int) -> float:
    """Contacts a second, eight clients at once. Every answer must be 201."""
    body = json.dumps(TOLD)
    wrong: list[Any] = []

    def client() -> None:
        asked = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for _ in range(each):
            headers = {
                "Content-Type": "application/json",
                "Authorization": f"Bearer {token}",
                "Idempotency-Key": uuid.uuid4().hex,
            }
            asked.request("POST", address, body, headers)
            answer = asked.getresponse()
            said = answer.read()
            if answer.status != 201:
                wrong.append((address, answer.status, said[:300]))

    clients = [threading.Thread(target=client) for _ in range(CLIENTS)]
    began = perf_counter()
    for each_client in clients:
        each_client.start()
    for each_client in clients:
        each_client.join()
    taken = perf_counter() - began
    if wrong:
        raise SystemExit(f"intake: {wrong[0]}")
    return CLIENTS * each / taken


if __name__ == "__main__":
    sys.exit(main())
