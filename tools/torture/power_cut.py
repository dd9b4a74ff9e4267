"""Cut the power again and again while contacts come in: what was acknowledged is on the disk.

    python3 dev.py torture power_cut

The server runs over a layer of ours below SQLite (tools/torture/_power.py). At each cut it is
killed, and of what it wrote since a file's last sync nothing, something or the beginning is left.
LINTEL_CUTS and LINTEL_CONTACTS say how long. The same is then done to a careless server, with
synchronous=NORMAL, which must lose something: a test that finds nothing there finds nothing at all.
SQLite only: what PostgreSQL keeps is PostgreSQL's own.
"""

import os
import random
import tempfile
from pathlib import Path

from tools.torture import _power
from tools.torture._instance import Instance
from tools.torture.kill_during_intake import Found, torture


class Powered(Instance):
    """An instance whose machine loses its power."""

    def __init__(self, folder: Path, database: str, *, careless: bool = False) -> None:
        super().__init__(folder, database)
        self.log = folder / "unsynced.log"
        more = ("--careless",) if careless else ()
        self.served_by = ("tools.torture._power", str(self.log), *more)
        self.chance = random.Random(11)
        self.taken_back = 0

    def kill(self) -> None:
        if self.server is None:
            return
        super().kill()
        self.taken_back += _power.cut(self.log, self.chance)


def cuts(folder: Path, *, cuts: int, contacts: int, careless: bool = False) -> tuple[Found, int]:
    """What came of it, and how many writes the cuts took back."""
    made: list[Powered] = []

    def powered(where: Path, database: str) -> Instance:
        made.append(Powered(where, database, careless=careless))
        return made[0]

    found = torture(folder, "", kills=cuts, contacts=contacts, made=powered)
    return found, made[0].taken_back


def main() -> int:
    number = int(os.environ.get("LINTEL_CUTS", "24"))
    contacts = int(os.environ.get("LINTEL_CONTACTS", "5000"))
    with tempfile.TemporaryDirectory(prefix="lintel-torture-") as folder:
        found, taken = cuts(Path(folder), cuts=number, contacts=contacts)
    print(
        f"power_cut: {found.kills} cuts, {found.acknowledged:,} acknowledged, {taken:,} writes "
        f"taken back, {len(found.lost)} lost, {len(found.doubled)} doubled, "
        f"{len(found.faults)} faults; {found.seconds:.0f} s"
    )
    for words in (*found.faults, *found.lost[:5]):
        print(f"  {words}")
    with tempfile.TemporaryDirectory(prefix="lintel-torture-") as folder:
        careless, taken = cuts(Path(folder), cuts=4, contacts=400, careless=True)
    print(f"  careless: {careless.acknowledged:,} acknowledged, {len(careless.lost)} lost")
    return 0 if found.all_is_well and careless.lost else 1


if __name__ == "__main__":
    raise SystemExit(main())
