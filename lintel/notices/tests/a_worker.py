"""A worker in a process of its own, for tests that kill it. Not a test.

Run with a folder for the e-mail, the seconds of a lease, the seconds each e-mail takes, and how
many workers are to be begun and killed before one is left alone.
"""

import os
import signal
import sys
import time
from datetime import timedelta
from pathlib import Path
from threading import Event

import django


def main() -> None:
    folder, lease, takes = Path(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3])
    django.setup()
    from lintel.notices import jobs

    to_file = jobs.FileSink(folder)

    def slowly(mail) -> None:
        to_file(mail)
        time.sleep(takes)  # the moment in which it has been sent and not yet noted

    def work() -> None:
        stop = Event()
        signal.signal(signal.SIGTERM, lambda *_: stop.set())
        jobs.run_worker(stop, sink=slowly, sweeps=(), lease=timedelta(seconds=lease))

    print("at work", flush=True)
    for kill in range(int(sys.argv[4])):
        # Forked before any connection is open, so that a kill costs no second start of Django.
        child = os.fork()
        if child == 0:
            work()
            os._exit(0)
        time.sleep(0.15 + 0.01 * kill)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    work()


if __name__ == "__main__":
    main()
