"""lintel demo: an invented partnership, made once, served here with its worker."""

import argparse
import csv
import ctypes
import gc
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.utils import timezone

from lintel.config.commandline import Cannot
from lintel.config.commands.serve import address_of, listen, sound_enough, with_waitress
from lintel.config.instance import instance_id, make_instance
from lintel.demo import ground
from lintel.demo.making import SIZES, Made, give_secrets, make
from lintel.scoping import linkage
from lintel.scoping.shared_keys import keep, keys_with, new_secret

HELP = "serve an invented partnership on this machine only, to try Lintel with"
ANSWERS_WITHIN_SECONDS = 20.0
COUNCILS = ("northbeck", "southmere")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to make, where, and what to leave out."""
    parser.add_argument("--port", type=int, default=8000, help="0 takes a free one")
    parser.add_argument("--seed", type=int, default=7, help="the same seed, the same families")
    parser.add_argument("--size", choices=sorted(SIZES), default="small")
    parser.add_argument("--canaries", action="store_true", help="mark the fields of some records")
    parser.add_argument(
        "--omit",
        default="",
        metavar="KEY,...",
        help="accounts and objects to leave out, by key",
    )
    parser.add_argument("--manifest", type=Path, metavar="FILE", help="where to write who is who")


def run(args: argparse.Namespace) -> int:
    """
    Errors:
        Cannot: the folder or the database is not one the demo made, or the port is taken.
    """
    folder = settings.DATA
    try:
        earlier = ground.made(folder)
    except ground.NotOurs as problem:
        raise Cannot(str(problem)) from problem
    listening = listen("127.0.0.1", args.port)
    url = address_of(listening)
    at = timezone.now()
    made = _the_partnership(args, earlier, at)
    _share_a_secret()
    omit = _omitted(args)
    accounts = give_secrets(made.accounts, at=timezone.now(), omit=omit)
    manifest = {
        "instance": instance_id(),
        "url": url,
        "seed": args.seed,
        "data": str(folder),
        "database": connection.vendor,
        "accounts": [{k: v for k, v in a.items() if k != "what_for"} for a in accounts],
        "objects": made.objects,
        "canaries": made.canaries,
    }
    if args.manifest:
        ground.write_secret(args.manifest, manifest)
    ground.write_secret(folder / ground.DOOR, {"instance": instance_id(), "accounts": accounts})
    settings.LINTEL_DEMO = True
    connections.close_all()
    worker = _worker(args)
    threading.Thread(target=_say_when_ready, args=(url,), daemon=True).start()
    try:
        with_waitress(listening)
    finally:
        _end(worker)
    return 0


def _omitted(args: argparse.Namespace) -> frozenset[str]:
    return frozenset(filter(None, args.omit.split(",")))


def _the_partnership(args: argparse.Namespace, earlier: dict | None, at: datetime) -> Made:
    """What is there already when it is what is asked for; made anew otherwise."""
    objects = frozenset(key for key in _omitted(args) if "." in key)
    asked = {"seed": args.seed, "size": args.size, "canaries": args.canaries}
    if objects:
        asked["omit"] = sorted(objects)
    database = os.environ.get("LINTEL_DATABASE_URL", "")
    folder = settings.DATA
    if earlier and earlier["complete"] and earlier["asked"] == asked:
        if earlier["database"] != database:
            raise Cannot(f"{folder} goes with another --db; give that one, or another --data")
        sound_enough()
        call_command("migrate", interactive=False, verbosity=0)
        return Made(
            accounts={key: UUID(number) for key, number in earlier["accounts"].items()},
            objects=earlier["objects"],
            canaries=earlier["canaries"],
        )
    if earlier:
        if database:
            raise Cannot(f"{folder} holds another demo; choose a new --data and an empty --db")
        connections.close_all()
        ground.clear(folder)
    if database and connection.introspection.table_names():
        raise Cannot("the database is not empty; give --db one that is, or leave it out")
    base = {"asked": asked, "database": database}
    ground.mark(folder, {**base, "complete": False})
    make_instance()
    _say(f"Making an invented partnership ({args.size}) in {folder}")
    started = time.perf_counter()
    with _quick_and_careless():
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        tables = round(time.perf_counter() - started, 2)
        made = make(
            seed=args.seed,
            size=args.size,
            at=at,
            canaries=args.canaries,
            omit=objects,
            tell=_say_progress,
        )
    with (folder / ground.TRUTH).open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("reference", "household", "people"))
        rows.writerows(made.truth)
    ground.mark(
        folder,
        {
            **base,
            "complete": True,
            "accounts": {key: str(number) for key, number in made.accounts.items()},
            "objects": made.objects,
            "canaries": made.canaries,
        },
    )
    seconds = {"tables": tables, **made.seconds}
    _say("Made: " + ", ".join(f"{what} {took:.1f} s" for what, took in seconds.items()))
    return made


def _share_a_secret() -> None:
    """Let the two invented councils ask each other by token, where the packages for it are."""
    if linkage.is_installed() and not keys_with(*COUNCILS):
        secret = new_secret()
        keep(*COUNCILS, "demo", secret)
        keep(*reversed(COUNCILS), "demo", secret)


class _quick_and_careless:  # noqa: N801 - reads as a phrase
    """SQLite without waiting for the disk: a demo broken off half way is thrown away anyway.

    And without a search through all of memory again and again, which is a fifth of the time.
    """

    def __enter__(self) -> None:
        gc.disable()
        self._set("OFF")

    def __exit__(self, *problem: object) -> None:
        self._set("FULL")
        gc.enable()
        gc.collect()
        if connection.vendor == "sqlite" and problem[0] is None:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                cursor.execute("PRAGMA optimize")

    def _set(self, how: str) -> None:
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute(f"PRAGMA synchronous = {how}")


def _worker(args: argparse.Namespace) -> subprocess.Popen:
    """The worker as a process of its own, which ends when this one does."""
    words = [sys.executable, "-P", "-m", "lintel", "worker", "--data", str(settings.DATA)]
    root = str(settings.ROOT)
    environment = {**os.environ, "PYTHONPATH": root}
    return subprocess.Popen(
        words, env=environment, stdout=subprocess.DEVNULL, preexec_fn=_die_with_parent
    )


def _die_with_parent() -> None:
    """Ask Linux for a SIGTERM when the parent is gone, however it went; elsewhere, nothing."""
    if sys.platform == "linux":
        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)


def _end(worker: subprocess.Popen) -> None:
    worker.terminate()
    try:
        worker.wait(timeout=6)
    except subprocess.TimeoutExpired:
        worker.kill()


def _say_when_ready(url: str) -> None:
    """LINTEL READY, once a page has come back."""
    give_up = time.monotonic() + ANSWERS_WITHIN_SECONDS
    while time.monotonic() < give_up:
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=5) as answer:  # noqa: S310
                if answer.status == 200:
                    print(f"LINTEL READY {url}", flush=True)
                    print(f"Sign in at {url}/login as anybody on its list.", flush=True)
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _say_progress(words: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{words}      ", end="", file=sys.stderr, flush=True)
