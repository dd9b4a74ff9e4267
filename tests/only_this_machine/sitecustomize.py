"""Nothing here speaks to anything but this machine: whoever tries is refused, and counted.

Python loads a module of this name by itself when it starts: conftest.py puts this folder on the
path of every process that a test starts. Only tests do; the product knows nothing of it. What is
not Python's own is not seen: libpq, a browser, Java.
"""

import os
import sys

# Where the processes of one run write what they reached for.
COUNTED_IN = "TESTS_REACHED"
OURS = {"localhost", "::1", "::"}
TRIED_ON_PURPOSE = "192.0.2.1"  # an address for documents


def refuse(event: str, said: tuple) -> None:
    if event in {"socket.connect", "socket.sendto"}:
        where = said[1][0] if isinstance(said[1], tuple) else None
    else:
        where = said[0] if event == "socket.getaddrinfo" else None
    where = where.decode() if isinstance(where, bytes) else where
    if where and where not in OURS and not where.startswith(("127.", "0.")):
        with open(os.environ[COUNTED_IN], "a") as counted:
            counted.write(f"{where} by {' '.join(sys.orig_argv[1:5])!r}\n")
        raise ConnectionRefusedError(f"a test reaches for {where}")


def reached() -> list[str]:
    """Each time, with who did: though the code that did minded no refusal."""
    with open(os.environ[COUNTED_IN]) as counted:
        return counted.read().splitlines()


if __name__ == "sitecustomize" and COUNTED_IN in os.environ:
    sys.addaudithook(refuse)
