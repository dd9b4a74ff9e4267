"""Asks a server on a fixed schedule and says how long each answer took from when it was due.

    python -m tools.bench._asking PLAN

PLAN is what tools.bench.load wrote. JSON on the standard output: kind, milliseconds, whether it was
the right answer.
"""

import http.client
import json
import random
import sys
import threading
import uuid
from pathlib import Path
from queue import Queue
from time import monotonic, sleep
from typing import Any

from tools.bench.intake import TOLD

AT_ONCE = 64  # more than can wait for an answer before all of them are late
# How often each page is asked for, of twenty.
PAGES = (
    *(["board"] * 8),
    *(["later"] * 2),
    *(["queue"] * 3),
    *(["contact"] * 5),
    *(["search"] * 2),
)
NAMES = ("Ashgrove", "Okonkwo", "Marsh", "Petrov", "Hussain", "Llewellyn", "Byrne", "Nowak")
ADDRESSES = {"board": "/board", "later": "/board?page=3", "queue": "/board?queue=to_decide"}


class Asking:
    """One schedule of pages and intakes, and what came of each."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self.plan, self.rng = plan, random.Random(11)
        self.due: Queue[tuple[float, str] | None] = Queue()
        self.told: list[dict[str, Any]] = []
        self.tokens = {key: self._form_token(key) for key in plan["sessions"]}  # for searches

    def run(self) -> list[dict[str, Any]]:
        workers = [threading.Thread(target=self._works) for _ in range(AT_ONCE)]
        for worker in workers:
            worker.start()
        began = monotonic()
        counts_from = began + self.plan["warm"]
        for at, kind in self._schedule():
            sleep(max(0.0, began + at - monotonic()))
            self.due.put((began + at, kind))
        for _ in workers:
            self.due.put(None)
        for worker in workers:
            worker.join()
        return [one for one in self.told if one.pop("due") >= counts_from]

    def _schedule(self) -> list[tuple[float, str]]:
        length = self.plan["warm"] + self.plan["seconds"]
        pages = [
            (n / self.plan["pages"], self.rng.choice(PAGES))
            for n in range(int(length * self.plan["pages"]))
        ]
        apart = 1 / self.plan["intakes"]
        intakes = [(apart * (n + 0.5), "intake") for n in range(int(length / apart))]
        return sorted(pages + intakes)

    def _works(self) -> None:
        asked = http.client.HTTPConnection("127.0.0.1", self.plan["port"], timeout=60)
        while (one := self.due.get()) is not None:
            due, kind = one
            try:
                said = self._ask(asked, kind)
            except (OSError, http.client.HTTPException) as problem:
                said = type(problem).__name__
                asked.close()
            took = (monotonic() - due) * 1000
            self.told.append({"kind": kind, "ms": took, "ok": not said, "said": said, "due": due})

    def _ask(self, asked: http.client.HTTPConnection, kind: str) -> str:
        """What was wrong with the answer, "" when nothing was."""
        if kind == "intake":
            headers = {
                "Content-Type": "application/json",
                "Authorization": f"Bearer {self.plan['token']}",
                "Idempotency-Key": uuid.uuid4().hex,
            }
            return self._sent(asked, "POST", "/api/v1/contacts", json.dumps(TOLD), headers, 201)
        key = self.rng.choice(self.plan["sessions"])
        headers = {"Cookie": self._cookies(key)}
        if kind == "search":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            words = f"text={self.rng.choice(NAMES)}&csrfmiddlewaretoken={self.tokens[key]}"
            return self._sent(asked, "POST", "/search", words, headers, 200)
        where = ADDRESSES.get(kind) or f"/contacts/{self.rng.choice(self.plan['contacts'])}"
        return self._sent(asked, "GET", where, None, headers, 200)

    def _sent(self, asked: Any, method: str, where: str, body: Any, headers: dict, ok: int) -> str:
        asked.request(method, where, body, headers)
        answer = asked.getresponse()
        answer.read()
        return "" if answer.status == ok else str(answer.status)

    def _cookies(self, key: str) -> str:
        return f"{self.plan['cookie']}={key}; {self.plan['form_cookie']}={self.tokens[key]}"

    def _form_token(self, key: str) -> str:
        asked = http.client.HTTPConnection("127.0.0.1", self.plan["port"], timeout=60)
        asked.request("GET", "/search", headers={"Cookie": f"{self.plan['cookie']}={key}"})
        answer = asked.getresponse()
        answer.read()
        assert answer.status == 200, answer.status
        for name, value in answer.getheaders():
            if name == "Set-Cookie" and value.startswith(self.plan["form_cookie"]):
                return value.partition("=")[2].partition(";")[0]
        raise AssertionError("no cookie of the form")


if __name__ == "__main__":
    print(json.dumps(Asking(json.loads(Path(sys.argv[1]).read_text())).run()))
