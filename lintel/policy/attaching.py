"""How much may be attached: to one file, one contact, by one person, and in all.

A council changes any of it under [attaching] in its own file.
"""

from dataclasses import dataclass, fields

from lintel.policy.files import SHIPPED, Table, read

MEGABYTE = 1024 * 1024
# What the web server takes at all, whatever a council sets: the limit of a request's body.
LARGEST_FILE, MOST_AT_ONCE = 20, 5


@dataclass(frozen=True, slots=True)
class Attaching:
    """Shape: as data/attaching.toml says beside each; sizes in megabytes of 1,048,576 bytes."""

    file_megabytes: int
    files_at_once: int
    contact_files: int
    contact_megabytes: int
    person_files_a_day: int
    person_megabytes_a_day: int
    public_megabytes_a_day: int
    instance_megabytes: int
    left_free_megabytes: int

    @property
    def file_bytes(self) -> int:
        return self.file_megabytes * MEGABYTE


def shipped_attaching() -> Attaching:
    """
    Errors:
        PolicyFileWrong: the shipped file cannot be used.
    """
    file = read(SHIPPED / "attaching.toml")
    found = Attaching(**{one.name: file.number(one.name) for one in fields(Attaching)})
    file.finished()
    return found


def lay_attaching(held: Attaching, file: Table) -> Attaching:
    """`held` with what a council's file says under [attaching].

    Errors:
        PolicyFileWrong: a number that makes no sense, or more than a request may carry.
    """
    table = file.table("attaching")
    laid = Attaching(
        **{one.name: table.number(one.name, getattr(held, one.name)) for one in fields(Attaching)}
    )
    table.finished()
    if not 1 <= laid.file_megabytes <= LARGEST_FILE:
        raise table.wrong("file_megabytes", f"write 1 to {LARGEST_FILE}")
    if not 1 <= laid.files_at_once <= MOST_AT_ONCE:
        raise table.wrong("files_at_once", f"write 1 to {MOST_AT_ONCE}")
    return laid
