"""Kill the primary PostgreSQL again and again while contacts come in: the standby takes over.

    python3 dev.py torture standby_takes_over

A primary and a synchronous standby on this machine, `lintel serve` and `lintel worker` with one
address that names both, and eight systems that hand in. All processes of the primary are killed at
once; LINTEL_NOTICED seconds later (3), as something that watches them would, the standby is
promoted. The killed one is then made anew as the standby, and its turn comes next. LINTEL_ROUNDS
(6) says how often, LINTEL_EACH (60) how many contacts are acknowledged before each, LINTEL_SERVING
(2) with how many processes. Nothing may be answered meanwhile but 503 with Retry-After, /readyz
must name the database, writes must be taken again within 30 seconds of the kill without a restart,
and what was acknowledged is there once. Left out where PostgreSQL is not installed.
Source: qualities G4.
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tools.torture._instance import Instance
from tools.torture._two_servers import Server, a_place, programs
from tools.torture.full_disk import ready
from tools.torture.kill_during_intake import (
    EACH,
    Found,
    Sending,
    _look,
    _send_each_again,
    sending_to,
)

REACH = 30.0  # seconds from the kill until a write is acknowledged
GIVEN_UP = 120.0
# A receipt is sent, and the hub told that the first look is due soon: once of each contact.
WITH_A_WORKER = {**EACH, "notices.notice": 2}


class Timed(Sending):
    """Shape: `answers` are (sent at, answered at, status), in the order of the answers."""

    longest_wait = 0.2  # asked again at once: who waits as told would measure the waiting

    def __init__(self, port: int, tokens: list[str]) -> None:
        super().__init__(port, tokens)
        self.answers: list[tuple[float, float, int]] = []

    def send(self, *words: Any) -> Any:
        began = time.monotonic()
        answer = super().send(*words)
        self.answers.append((began, time.monotonic(), answer[0]))
        return answer

    def first_taken(self, since: float) -> float:
        """When the first that was sent after `since` was acknowledged."""
        end = time.monotonic() + GIVEN_UP
        while time.monotonic() < end:
            for began, ended, status in self.answers.copy():
                if began >= since and status == 201:
                    return ended
            time.sleep(0.02)
        return float("inf")


class Watch(threading.Thread):
    """Asks /readyz. Shape: `seen` are (asked at, answered at, status, the failed)."""

    def __init__(self, port: int) -> None:
        super().__init__(daemon=True)
        self.port, self.stop = port, threading.Event()
        self.seen: list[tuple[float, float, int, set[str]]] = []

    def run(self) -> None:
        while not self.stop.wait(0.25):
            began = time.monotonic()
            try:
                status, named = ready(self.port)
            except (OSError, ValueError):
                status, named = 0, {}
            failed = {name for name, how in named.items() if how != "ok"}
            self.seen.append((began, time.monotonic(), status, failed))

    def first(self, since: float, *, red: bool) -> float:
        """When what was asked after `since` was first told that the database is away, or that all
        is well."""
        end = time.monotonic() + GIVEN_UP
        while time.monotonic() < end:
            for began, ended, status, failed in self.seen.copy():
                if began >= since and (
                    (status == 503 and "database" in failed) if red else status == 200
                ):
                    return ended
            time.sleep(0.02)
        return float("inf")


@dataclass
class Rounds:
    """Shape: each list has one of each round, in seconds from the kill, or from the promotion."""

    from_kill: list[float] = field(default_factory=list)
    from_promotion: list[float] = field(default_factory=list)
    red: list[float] = field(default_factory=list)
    green: list[float] = field(default_factory=list)
    answered_within: list[float] = field(default_factory=list)
    meanwhile: Counter[int] = field(default_factory=Counter)


@contextmanager
def a_worker(instance: Instance):
    with instance.said.with_name("worker.log").open("w") as said:
        worker = subprocess.Popen(
            [sys.executable, "-m", "lintel", "worker"],
            env=instance.environment,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield worker
        finally:
            worker.send_signal(signal.SIGTERM)
            worker.wait(60)


def one_round(servers: list[Server], sending: Timed, watch: Watch, noticed: float) -> list[float]:
    """The moments of: the kill, the promotion done, the first taken, red, green again."""
    primary, standby = servers
    time.sleep(random.uniform(0, 0.5))
    killed = time.monotonic()
    primary.kill()
    time.sleep(max(0.0, killed + noticed - time.monotonic()))
    standby.promote()
    promoted = time.monotonic()
    taken = sending.first_taken(killed)
    red, green = watch.first(killed, red=True), watch.first(promoted, red=False)
    primary.stand_by(standby)
    servers.reverse()
    return [killed, promoted, taken, red, green]


def torture(folder: Path, place: Path, *, rounds: int, each: int, serving: int, noticed: float):
    """What came of it, and how long things took."""
    found, times = Found(), Rounds()
    servers = [Server.at(place, "one"), Server.at(place, "other")]
    names = ",".join(f"127.0.0.1:{server.port}" for server in servers)
    with ExitStack() as undone:
        for server in servers:
            undone.callback(server.kill)
        servers[0].begin()
        instance = Instance(folder, f"postgres://lintel@{names}/hub")
        servers[1].stand_by(servers[0])
        sending = sending_to(instance, Timed)
        watch = Watch(instance.port)
        undone.callback(instance.kill)
        undone.callback(sending.stop.set)
        undone.callback(watch.stop.set)
        worker = undone.enter_context(a_worker(instance))
        instance.start(workers=serving)
        sending.begin()
        watch.start()
        watch.first(time.monotonic(), red=False)
        for _ in range(rounds):
            sending.wait_for(len(sending.acknowledged) + each)
            seen = one_round(servers, sending, watch, noticed)
            _reckon(seen, sending, times, found)
            found.kills += 1
        if worker.poll() is not None:
            found.faults.append(f"the worker ended with {worker.returncode}")
        sending.wait_for(len(sending.acknowledged) + each)
        sending.finish()
        watch.stop.set()
        found.acknowledged = len(sending.acknowledged)
        found.unanswered = sending.unanswered
        if sending.unanswered:
            found.faults.append(f"{sending.unanswered} had no answer")
        _send_each_again(sending, found)
        found.faults += sending.faults
        instance.kill()
        worker.send_signal(signal.SIGTERM)
        worker.wait(60)
        _until_told(instance, found.acknowledged)
        _look(instance, found, WITH_A_WORKER)
    return found, times


def _until_told(instance: Instance, contacts: int) -> None:
    """Let the worker come to what fell due last."""
    end, wanted = time.monotonic() + GIVEN_UP, contacts * WITH_A_WORKER["notices.notice"]
    while time.monotonic() < end:
        instance.command("worker", "--once")
        _, digest = instance.asked("digest")
        if digest["kinds"]["notices.notice"]["count"] >= wanted:
            return
        time.sleep(5)


def _reckon(seen: list[float], sending: Timed, times: Rounds, found: Found) -> None:
    killed, promoted, taken, red, green = seen
    times.from_kill.append(taken - killed)
    times.from_promotion.append(taken - promoted)
    times.red.append(red - killed)
    times.green.append(green - promoted)
    while_away = [a for a in sending.answers if killed <= a[1] and a[0] <= taken]
    times.answered_within.append(max((ended - began for began, ended, _ in while_away), default=0))
    times.meanwhile.update(s for began, ended, s in while_away if began >= killed and ended < taken)
    if taken - killed > REACH or max(red, green) == float("inf"):
        found.faults.append(f"taken {taken - killed:.1f} s after the kill, red {red}, well {green}")


def main() -> int:
    if programs() is None:
        print("standby_takes_over: left out: PostgreSQL is not installed")
        return 0
    rounds = int(os.environ.get("LINTEL_ROUNDS", "6"))
    each = int(os.environ.get("LINTEL_EACH", "60"))
    serving = int(os.environ.get("LINTEL_SERVING", "2"))
    noticed = float(os.environ.get("LINTEL_NOTICED", "3"))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # whoever is told to stop leaves none
    with tempfile.TemporaryDirectory(prefix="lintel-torture-") as folder, a_place() as place:
        found, times = torture(
            Path(folder), place, rounds=rounds, each=each, serving=serving, noticed=noticed
        )
    print(
        f"standby_takes_over, {serving} serving: {found.kills} primaries killed, "
        f"{found.acknowledged:,} acknowledged, {len(found.lost)} lost, {len(found.doubled)} "
        f"doubled, {len(found.faults)} faults; while there was none {dict(times.meanwhile)}; first "
        f"taken at most {max(times.from_kill):.1f} s from the kill ({noticed:g} s of them until "
        f"somebody noticed), {max(times.from_promotion):.1f} s from the end of the promotion; no "
        f"call waited longer than {max(times.answered_within):.1f} s; /readyz named the database "
        f"within {max(times.red):.1f} s and was well {max(times.green):.1f} s after the promotion"
    )
    for words in (*found.faults[:10], *found.lost[:5], *found.doubled[:5]):
        print(f"  {words}")
    return 0 if found.all_is_well else 1


if __name__ == "__main__":
    raise SystemExit(main())
