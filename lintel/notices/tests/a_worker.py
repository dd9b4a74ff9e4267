"""A worker in a process of its own, for tests that kill it. Not a test.

Run with a folder for the e-mail, the seconds of a lease and the seconds each e-mail takes.
"""

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

    stop = Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    print("at work", flush=True)
    jobs.run_worker(stop, sink=slowly, sweeps=(), lease=timedelta(seconds=lease))


if __name__ == "__main__":
    main()
