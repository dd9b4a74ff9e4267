"""Fill each disk under a server while contacts come in: it says so, and what it took is there.

    python3 dev.py torture full_disk

Needs root, for small disks of its own (tmpfs). First the one with the database on it; then, of
three others, the one of attached files, the one of what is being received, and the one of the log.
/readyz must name the disk within half a minute and be silent about it again when there is room;
nothing is acknowledged that is not there. With the last three full contacts are still taken, and
files are told 507, but for the log, which must stop nothing.
"""

import http.client
import json
import os
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import ExitStack, contextmanager
from pathlib import Path
from uuid import uuid4

from tools.torture._instance import Instance
from tools.torture.kill_during_intake import (
    Found,
    Sending,
    _look,
    _send_each_again,
    sending_to,
)

SIZE = "64m"
OTHERS = {"uploads": "700m", "temp": "16m", "log": "1m"}  # uploads leave 500 MB to what matters
# Below and above what the web server keeps in memory of a request.
SHORT, LONG = b"He has a bruise.\n" * 10, b"He has a bruise.\n" * 60_000


@contextmanager
def a_small_disk(size: str = SIZE, at: Path | None = None):
    """A folder on a disk of its own of this size."""
    with ExitStack() as undone:
        made = at or undone.enter_context(tempfile.TemporaryDirectory(prefix="lintel-small-"))
        folder = Path(made)
        folder.mkdir(mode=0o700, exist_ok=True)
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={size},mode=0700", "tmpfs", folder], check=True
        )
        try:
            yield folder
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


def attach(sending: Sending, content: bytes) -> int:
    """The status of attaching a file to a contact that was just handed in."""
    contact, token = next(reversed(sending.acknowledged.copy().values()))
    edge = uuid4().hex
    body = (
        f'--{edge}\r\nContent-Disposition: form-data; name="handling"\r\n\r\nH1\r\n'
        f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="note.txt"\r\n'
        "Content-Type: text/plain\r\n\r\n"
    ).encode()
    body += content + f"\r\n--{edge}--\r\n".encode()
    connection = sending.connection()
    headers = {
        "Authorization": f"Bearer {token}",
        "Content-Type": f"multipart/form-data; boundary={edge}",
    }
    try:
        connection.request("POST", f"/api/v1/contacts/{contact}/files", body, headers)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def others_filled() -> tuple[Found, list[str]]:
    """The disks beside the database's, in turn; a line of what was seen of each."""
    found, told = Found(), []
    with ExitStack() as disks:
        folder = Path(disks.enter_context(tempfile.TemporaryDirectory(prefix="lintel-torture-")))
        instance = Instance(folder, "")
        places = {"uploads": folder / "instance" / "files", "temp": folder / "temp"}
        places["log"] = folder / "log"
        for name, place in places.items():
            disks.enter_context(a_small_disk(OTHERS[name], place))
        instance.environment["TMPDIR"] = str(places["temp"])
        instance.said = places["log"] / "server.log"
        sending = sending_to(instance)
        try:
            instance.start()
            sending.begin()
            sending.wait_for(10)
            for name, place in places.items():
                told.append(one_filled(name, place, sending, found))
            sending.finish()
            found.acknowledged = len(sending.acknowledged)
            _send_each_again(sending, found)
            found.faults += sending.faults
        finally:
            sending.stop.set()
            instance.kill()
        _look(instance, found)
    return found, told


def one_filled(name: str, place: Path, sending: Sending, found: Found) -> str:
    before = [attach(sending, content) for content in (SHORT, LONG)]
    stuff, count = filled(place), len(sending.acknowledged)
    red = within(30, sending.port, "failed")
    during = [attach(sending, content) for content in (SHORT, LONG)]
    sending.wait_for(count + 20, most=60)
    taken = len(sending.acknowledged) - count
    stuff.unlink()
    green = within(30, sending.port, "ok")
    after = [attach(sending, content) for content in (SHORT, LONG)]
    wanted = [201, 201] if name == "log" else [507, 507]
    if (before, during, after) != ([201, 201], wanted, [201, 201]):
        found.faults.append(f"{name}: files answered {before}, full {during}, then {after}")
    if taken < 20:
        found.faults.append(f"{name}: only {taken} contacts were taken while it was full")
    if max(red, green) >= 30:
        found.faults.append(f"{name}: named after {red:.1f} s, well again after {green:.1f} s")
    return (
        f"{name} full: files answered {during}, {taken} contacts taken; "
        f"named within {red:.1f} s, well again within {green:.1f} s"
    )


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
    beside, told = others_filled()
    print(
        f"  beside it: {beside.acknowledged} acknowledged, {len(beside.lost)} lost, "
        f"{len(beside.doubled)} doubled, {len(beside.faults)} faults"
    )
    for words in (*told, *found.faults, *beside.faults):
        print(f"  {words}")
    return 0 if found.all_is_well and beside.all_is_well and max(red, green) < 30 else 1


if __name__ == "__main__":
    raise SystemExit(main())
