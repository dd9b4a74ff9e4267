"""Cut the power again and again while contacts come in: what was acknowledged is on the disk.

    python3 dev.py torture power_cut

The server runs over a layer of ours below SQLite (tools/torture/_power.py). At each cut it is
killed in the middle of a commit or a checkpoint, after a write that no sync has followed, and of
what it wrote since a file's last sync nothing, something or the beginning is left. LINTEL_CUTS and
LINTEL_CONTACTS say how long, LINTEL_SECONDS at most how long it hands in. The same is then done to
a careless server, with synchronous=NORMAL, which must lose something: a test that finds nothing
there finds nothing at all. SQLite only: what PostgreSQL keeps is PostgreSQL's own.
"""

import contextlib
import os
import random
import subprocess
import tempfile
from pathlib import Path

from tools.torture import _power
from tools.torture._instance import Instance
from tools.torture.kill_during_intake import Found, torture

MOST_WRITES = 60  # one intake's commit is some thirty pages; a checkpoint is hundreds
NOBODY_WRITES = 5  # seconds without a write, and it is killed from outside


class Powered(Instance):
    """An instance whose machine loses its power."""

    def __init__(self, folder: Path, database: str, *, careless: bool = False) -> None:
        super().__init__(folder, database)
        self.log = folder / "unsynced.log"
        more = ("--careless",) if careless else ()
        self.served_by = ("tools.torture._power", str(self.log), *more)
        self.chance = random.Random(11)
        self.taken_back = 0
        self.bitten = 0  # cuts that found something no sync had followed

    def kill(self) -> None:
        if self.server is None:
            return
        _power.fails_at(self.log, self.chance.randint(1, MOST_WRITES))
        with contextlib.suppress(subprocess.TimeoutExpired):  # nobody writes any more
            self.server.wait(NOBODY_WRITES)
        super().kill()
        _power.failing(self.log).unlink(missing_ok=True)
        self.bitten += any(_power.unsynced(self.log).values())
        self.taken_back += _power.cut(self.log, self.chance)


def cuts(
    folder: Path, *, cuts: int, contacts: int, careless: bool = False, seconds: float = 0
) -> tuple[Found, Powered]:
    """What came of it, and the machine whose power was cut."""
    made: list[Powered] = []

    def powered(where: Path, database: str) -> Instance:
        made.append(Powered(where, database, careless=careless))
        return made[0]

    found = torture(folder, "", kills=cuts, contacts=contacts, made=powered, seconds=seconds)
    return found, made[0]


def main() -> int:
    number = int(os.environ.get("LINTEL_CUTS", "24"))
    contacts = int(os.environ.get("LINTEL_CONTACTS", "5000"))
    seconds = float(os.environ.get("LINTEL_SECONDS", "0"))
    with tempfile.TemporaryDirectory(prefix="lintel-torture-") as folder:
        found, machine = cuts(Path(folder), cuts=number, contacts=contacts, seconds=seconds)
    print(
        f"power_cut: {found.kills} cuts, {machine.bitten} of them before a sync, "
        f"{machine.taken_back:,} writes taken back, {found.acknowledged:,} of {contacts:,} "
        f"acknowledged, {len(found.lost)} lost, {len(found.doubled)} doubled, "
        f"{len(found.faults)} faults; {found.seconds:.0f} s"
    )
    for words in (*found.faults, *found.lost[:5]):
        print(f"  {words}")
    with tempfile.TemporaryDirectory(prefix="lintel-torture-") as folder:
        careless, _ = cuts(Path(folder), cuts=4, contacts=400, careless=True)
    print(f"  careless: {careless.acknowledged:,} acknowledged, {len(careless.lost)} lost")
    is_well = found.all_is_well and machine.bitten >= number and careless.lost
    return 0 if is_well else 1


if __name__ == "__main__":
    raise SystemExit(main())
