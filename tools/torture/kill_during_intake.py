"""Kill the server again and again while contacts come in: what was acknowledged is there, once.

    python3 dev.py torture kill_during_intake

LINTEL_KILLS and LINTEL_CONTACTS say how long: both are reached, unless LINTEL_SECONDS says how long
to hand in at most, without the starts: then all the kills, and as many contacts as fit.
LINTEL_TEST_DATABASE_URL makes it PostgreSQL (tools/with_postgres.sh); the database lives on, its
clients are killed.
"""

import http.client
import json
import os
import random
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

from tools.torture._instance import Instance, a_database

SENDERS = 8
LONGEST_WAIT = 2  # seconds of a Retry-After that are waited out; then it is asked all the same
LONGEST = 900  # seconds for one stretch between kills; a machine may be slow, a hang is a fault
# How many rows of their own each contact has: it tells of three children, all of them or none.
EACH = {
    "contacts.contact": 1,
    "contacts.contactchild": 3,
    "contacts.referrer": 1,
    "contacts.intakekey": 1,
    "notices.notice": 1,
}
# What the doctor finds here that is not ours: no worker was started, and the throw-away
# PostgreSQL of the tests does not wait for a disk and has one role, which may do everything.
NOT_OURS = {"worker", "fsync", "synchronous commit", "full page writes", "database role"}


@dataclass
class Found:
    """What came of it. Shape: `lost`, `doubled` and `faults` are empty when all is well."""

    kills: int = 0
    acknowledged: int = 0
    unanswered: int = 0
    slowest_return: float = 0.0
    seconds: float = 0.0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def all_is_well(self) -> bool:
        return not (self.lost or self.doubled or self.faults)


def torture(
    folder: Path,
    database: str,
    *,
    kills: int,
    contacts: int,
    workers: int = 1,
    made: Callable[[Path, str], Instance] = Instance,
    seconds: float = 0,
) -> Found:
    """Kill so often, spread over the time in which so many are acknowledged; then look.

    Shape: `seconds`, unless 0, is the most this hands in while the server answers; then fewer may
        be acknowledged.
    """
    instance, began = made(folder, database), time.monotonic()
    sending = sending_to(instance)
    found = Found()
    try:
        found.slowest_return = instance.start(workers=workers)
        sending.begin()
        for turn in range(kills):
            some = random.uniform(0.2, 0.9)
            sending.wait_for(contacts * (turn + some) / kills, most=seconds * some / kills)
            instance.kill()
            found.kills += 1
            found.slowest_return = max(found.slowest_return, instance.start(workers=workers))
        sending.wait_for(contacts, most=seconds / kills)
        sending.finish()
        found.acknowledged = len(sending.acknowledged)
        found.unanswered = sending.unanswered
        _send_each_again(sending, found)
        found.faults += sending.faults
    finally:
        sending.stop.set()
        instance.kill()
    _look(instance, found)
    found.seconds = time.monotonic() - began
    return found


class Sending:
    """Other systems that hand in contacts, and send each again until it is acknowledged."""

    longest_wait: float = LONGEST_WAIT

    def __init__(self, port: int, tokens: list[str]) -> None:
        self.port, self.tokens = port, tokens
        self.acknowledged: dict[str, tuple[str, str]] = {}  # key: contact id, and whose it is
        self.unanswered = 0
        self.faults: list[str] = []
        self.stop = threading.Event()
        self.threads = [
            threading.Thread(target=self._send_many, args=(one,), daemon=True) for one in tokens
        ]

    def begin(self) -> None:
        for thread in self.threads:
            thread.start()

    def wait_for(self, acknowledged: float, *, most: float = 0) -> None:
        """Until so many are acknowledged in all, or `most` seconds from now, unless 0."""
        end = time.monotonic() + (most or LONGEST)
        while len(self.acknowledged) < acknowledged and time.monotonic() < end:
            time.sleep(0.005)

    def finish(self) -> None:
        """Let each have its last one acknowledged."""
        self.stop.set()
        for thread in self.threads:
            thread.join(LONGEST)
            if thread.is_alive():
                self.faults.append("a sender never had an answer: a key that is stuck")

    def _send_many(self, token: str) -> None:
        connection = self.connection()
        while not self.stop.is_set():
            key = uuid4().hex
            while key not in self.acknowledged and len(self.faults) < 20:
                try:
                    status, said, told = self.send(connection, key, token)
                except (OSError, http.client.HTTPException):
                    self.unanswered += 1
                    connection.close()
                    connection = self.connection()
                    time.sleep(0.2)
                    continue
                if status == 201:
                    self.acknowledged[key] = said["id"], token
                elif not _waited(status, told, most=self.longest_wait):
                    self.faults.append(f"{status}: {said.get('detail')}")
        connection.close()

    def connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def send(
        self, connection: http.client.HTTPConnection, key: str, token: str
    ) -> tuple[int, dict[str, str], Message]:
        """The status, the answer and its headers."""
        connection.request(
            "POST",
            "/api/v1/contacts",
            body=json.dumps(a_contact(key)),
            headers={
                "Authorization": f"Bearer {token}",
                "Content-Type": "application/json",
                "Idempotency-Key": key,
            },
        )
        answer = connection.getresponse()
        said = json.loads(answer.read())
        return answer.status, said, answer.headers


AnySending = TypeVar("AnySending", bound=Sending)


def sending_to(instance: Instance, kind: type[AnySending] = Sending) -> AnySending:
    opened = instance.program("tools.torture._a_sender", str(SENDERS))
    assert opened.returncode == 0, opened.stderr
    return kind(instance.port, opened.stdout.split())


def _waited(status: int, told: Message, *, most: float = LONGEST_WAIT) -> bool:
    """Whether it was an answer to be asked again after, and then that was waited for."""
    if status == 409:
        time.sleep(0.05)
    elif status in {429, 503} and told["Retry-After"]:
        time.sleep(min(float(told["Retry-After"]), most))
    else:
        return False
    return True


def a_contact(key: str) -> dict[str, object]:
    return {
        "kind": "welfare",
        "source": "5A",
        "referrer": {"name": "Desk 4", "agency": "Police", "email": "desk4@police.example"},
        "children": [
            {"given_name": f"{name} {key[:12]}", "family_name": "Invented"}
            for name in ("Child", "Brother", "Sister")
        ],
        "concern": "Officers attended and a child was at home.",
        "categories": ["neglect"],
    }


def _send_each_again(sending: Sending, found: Found) -> None:
    """Every acknowledged key gives the same contact, and is known to have been taken before."""
    left = iter(sending.acknowledged.copy().items())
    lock = threading.Lock()

    def again() -> None:
        connection = sending.connection()
        while True:
            with lock:
                key, (contact_id, token) = next(left, ("", ("", "")))
            if not key:
                break
            status, said, told = sending.send(connection, key, token)
            end = time.monotonic() + LONGEST
            while time.monotonic() < end and _waited(status, told):
                status, said, told = sending.send(connection, key, token)
            if status != 201 or told["Idempotency-Replayed"] != "true":
                found.lost.append(f"{key}: {status}, {said.get('detail', 'taken anew')}")
            elif said["id"] != contact_id:
                found.doubled.append(key)
        connection.close()

    threads = [threading.Thread(target=again) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _look(instance: Instance, found: Found, each: dict[str, int] = EACH) -> None:
    """What the product's own commands say of the instance, with nobody writing."""
    questions = (("digest",), ("audit", "verify"), ("doctor",))
    with ThreadPoolExecutor() as at_once:
        asked = [at_once.submit(instance.asked, *words) for words in questions]
    (code, digest), (verified, trail), (_, doctor) = (one.result() for one in asked)
    if code or digest["received"] != found.acknowledged:
        found.faults.append(f"digest {code}: {digest['conservation']}, {found.acknowledged} taken")
    for kind, rows in each.items():
        if digest["kinds"][kind]["count"] != rows * found.acknowledged:
            found.faults.append(f"{digest['kinds'][kind]['count']} {kind}")
    if verified or not trail["ok"]:
        found.faults.append(f"trail: {trail}")
    found.faults += [
        f"doctor: {check['name']}: {check['found']}"
        for check in doctor["checks"]
        if not check["ok"] and check["name"] not in NOT_OURS
    ]
    if not instance.environment["LINTEL_DATABASE_URL"]:
        checked = [c for c in doctor["checks"] if c["name"] == "integrity"]
        if [c["found"] for c in checked] != ["ok"]:
            found.faults.append(f"integrity_check: {checked}")


def main() -> int:
    kills = int(os.environ.get("LINTEL_KILLS", "60"))
    contacts = int(os.environ.get("LINTEL_CONTACTS", "20000"))
    seconds = float(os.environ.get("LINTEL_SECONDS", "0"))
    with tempfile.TemporaryDirectory(prefix="lintel-torture-") as folder, a_database() as database:
        found = torture(Path(folder), database, kills=kills, contacts=contacts, seconds=seconds)
    print(
        f"kill_during_intake on {'PostgreSQL' if database else 'SQLite'}: {found.kills} kills, "
        f"{found.acknowledged:,} of {contacts:,} acknowledged, "
        f"{found.unanswered} left without an answer, "
        f"{len(found.lost)} lost, {len(found.doubled)} doubled, {len(found.faults)} faults; "
        f"longest until it answered again {found.slowest_return:.1f} s; "
        f"{found.seconds:.0f} s in all"
    )
    for words in (*found.faults, *found.lost[:5], *found.doubled[:5]):
        print(f"  {words}")
    return 0 if found.all_is_well else 1


if __name__ == "__main__":
    raise SystemExit(main())
