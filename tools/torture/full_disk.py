"""Fill the disk under a server while contacts come in: it says so, and what it took is there.

    python3 dev.py torture full_disk

Needs root, for a small disk of its own (tmpfs). /readyz must name the disk within half a minute and
be silent about it again when there is room; nothing is acknowledged that is not there.
"""

import json
import os
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from tools.torture._instance import Instance
from tools.torture.kill_during_intake import Found, _look, _send_each_again, sending_to

SIZE = "64m"


@contextmanager
def a_small_disk():
    """A folder on a disk of its own of SIZE."""
    with tempfile.TemporaryDirectory(prefix="lintel-small-") as folder:
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=0700", "tmpfs", folder], check=True
        )
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "-l", folder], check=False)


def ready(port: int) -> tuple[int, dict[str, str]]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=30) as answer:
            return answer.status, json.loads(answer.read())["components"]
    except urllib.error.HTTPError as answer:
        return answer.code, json.loads(answer.read())["components"]


def within(seconds: float, port: int, wanted: str) -> float:
    """How long until the disk is what it should be, at most so many seconds."""
    began = time.monotonic()
    while time.monotonic() < began + seconds:
        if ready(port)[1].get("disk") == wanted:
            return time.monotonic() - began
        time.sleep(0.5)
    return float("inf")


def filled(folder: Path) -> Path:
    """Every byte that is left, taken by something else."""
    stuff = folder / "somebody-elses"
    with stuff.open("wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12):
            try:
                while file.write(b"x" * size) == size:
                    pass
            except OSError:
                continue
    return stuff


def main() -> int:
    if os.geteuid() != 0:
        print("full_disk: left out: it needs root for a small disk")
        return 0
    found, turns = Found(), int(os.environ.get("LINTEL_FILLS", "3"))
    red = green = 0.0
    refused = 0
    with a_small_disk() as folder:
        instance = Instance(folder, "")
        sending = sending_to(instance)
        try:
            instance.start()
            sending.begin()
            for turn in range(turns):
                sending.wait_for(20 * (turn + 1))
                stuff = filled(folder)
                red = max(red, within(30, instance.port, "failed"))
                before = len(sending.acknowledged)
                time.sleep(5)
                refused += len(sending.acknowledged) == before
                stuff.unlink()
                green = max(green, within(30, instance.port, "ok"))
                sending.wait_for(len(sending.acknowledged) + 10)
            sending.finish()
            found.acknowledged = len(sending.acknowledged)
            _send_each_again(sending, found)
            found.faults += sending.faults
        finally:
            sending.stop.set()
            instance.kill()
        _look(instance, found)
    print(
        f"full_disk: filled {turns} times, {found.acknowledged} acknowledged, {len(found.lost)} "
        f"lost, {len(found.doubled)} doubled, {len(found.faults)} faults; "
        f"named within {red:.1f} s, well again within {green:.1f} s"
    )
    for words in found.faults:
        print(f"  {words}")
    return 0 if found.all_is_well and max(red, green) < 30 else 1


if __name__ == "__main__":
    raise SystemExit(main())
