"""lintel worker: sends what is queued and announces what falls due."""

import argparse
import os
import signal
from threading import Event, Timer

from lintel.config.commandline import USAGE, Cannot
from lintel.config.commands.serve import ready_to_work
from lintel.notices import jobs

HELP = "send what is queued and announce what falls due; run as many as you like"

# Promised: five seconds from SIGTERM to the end. Stopping hard is safe, it is only less tidy.
PATIENCE_SECONDS = 4.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whether to stay."""
    parser.add_argument("--once", action="store_true", help="do what is due now, then end")


def run(args: argparse.Namespace) -> int:
    """
    Errors:
        Cannot: no instance here, its tables are behind, or LINTEL_SMTP_URL cannot be read.
    """
    ready_to_work()
    try:
        sink = jobs.default_sink()
    except ValueError as problem:
        raise Cannot(str(problem), USAGE) from problem
    if args.once:
        print(f"{jobs.run_once(sink=sink)} sent or tried")
        return 0
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop_soon(stop))
    print("Lintel's worker is at work", flush=True)
    jobs.run_worker(stop, sink=sink)
    return 0


def stop_soon(stop: Event) -> None:
    """Ask the worker to end, and end it where it stands if a mail server keeps it waiting."""
    stop.set()
    last = Timer(PATIENCE_SECONDS, os._exit, (0,))
    last.daemon = True
    last.start()
