"""Contacts arrive faster than anybody planned for: each is taken in time, or told to come again.

    python3 dev.py torture intake_storm
    bash tools/with_postgres.sh python3 dev.py torture intake_storm

Fifty a second for sixty seconds, on a fixed schedule, so that waiting counts; LINTEL_RATE and
LINTEL_SECONDS say otherwise, LINTEL_SERVING with how many processes. Nothing may be answered but
201, or 429 or 503 with Retry-After; of what was taken, 95 in a hundred within two seconds. What was
acknowledged is then there, once. Who asks is on the same machine. Source: qualities K3.
"""

import http.client
import os
import statistics
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from queue import Queue
from uuid import uuid4

from tools.bench._ground import machine
from tools.torture._instance import Instance, a_database
from tools.torture.kill_during_intake import Found, Sending, _look, _send_each_again, sending_to

AT_ONCE = 64  # more than can wait for an answer before all of them are late
MOST_SECONDS = 2.0


class Storm:
    """Shape: `taken` is how long each that was acknowledged took, from when it was due."""

    def __init__(self, sending: Sending, tokens: list[str]) -> None:
        self.sending, self.tokens = sending, tokens
        self.due: Queue[tuple[float, str] | None] = Queue()
        self.taken: list[float] = []
        self.answers: Counter[str] = Counter()

    def blows(self, rate: float, seconds: float) -> None:
        askers = [threading.Thread(target=self._asks) for _ in range(AT_ONCE)]
        for asker in askers:
            asker.start()
        began = time.monotonic()
        for number in range(int(rate * seconds)):
            at = began + number / rate
            time.sleep(max(0.0, at - time.monotonic()))
            self.due.put((at, self.tokens[number % len(self.tokens)]))
        for _ in askers:
            self.due.put(None)
        for asker in askers:
            asker.join()

    def _asks(self) -> None:
        connection = self.sending.connection()
        while (one := self.due.get()) is not None:
            due, token = one
            key = uuid4().hex
            try:
                status, said, told = self.sending.send(connection, key, token)
            except (OSError, http.client.HTTPException, ValueError) as problem:
                self.sending.faults.append(f"no answer: {type(problem).__name__}")
                connection.close()
                connection = self.sending.connection()
                continue
            self.answers[str(status)] += 1
            if status == 201:
                self.taken.append(time.monotonic() - due)
                self.sending.acknowledged[key] = said["id"], token
            elif status not in {429, 503} or not told["Retry-After"]:
                self.sending.faults.append(f"{status}: {said.get('detail')}")
        connection.close()


def main() -> int:
    rate = float(os.environ.get("LINTEL_RATE", "50"))
    seconds = float(os.environ.get("LINTEL_SECONDS", "60"))
    found = Found()
    with tempfile.TemporaryDirectory(prefix="lintel-torture-") as folder, a_database() as database:
        serving = int(os.environ.get("LINTEL_SERVING", "2" if database else "1"))
        instance = Instance(Path(folder), database)
        sending = sending_to(instance)
        storm = Storm(sending, sending.tokens)
        try:
            instance.start(workers=serving)
            storm.blows(rate, seconds)
            found.acknowledged = len(sending.acknowledged)
            _send_each_again(sending, found)
            found.faults += sending.faults
        finally:
            instance.kill()
        _look(instance, found)
    p95 = statistics.quantiles(storm.taken, n=20)[-1]
    print(machine())
    print(
        f"intake_storm on {'PostgreSQL' if database else 'SQLite'}, {serving} serving: {rate:g} a "
        f"second for {seconds:g} s, answers {dict(storm.answers)}; taken within "
        f"{statistics.median(storm.taken):.2f} s in the middle, p95 {p95:.2f} s of "
        f"{MOST_SECONDS:g}, longest {max(storm.taken):.2f} s; {len(found.lost)} lost, "
        f"{len(found.doubled)} doubled, {len(found.faults)} faults"
    )
    for words in (*found.faults[:10], *found.lost[:5], *found.doubled[:5]):
        print(f"  {words}")
    return 0 if found.all_is_well and p95 <= MOST_SECONDS else 1


if __name__ == "__main__":
    raise SystemExit(main())
