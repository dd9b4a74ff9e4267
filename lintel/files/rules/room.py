"""How much may still be attached. What is full is said; nothing else waits for it."""

from collections.abc import Iterable
from dataclasses import dataclass

from lintel.kernel.refusals import Refusal
from lintel.policy.attaching import MEGABYTE, Attaching


class NoRoom(Exception):
    """There is no room for files here just now, whoever asks. Contacts are still taken."""


@dataclass(frozen=True, slots=True)
class Taken:
    """How many files there are of one kind of whole, and how many bytes they are."""

    files: int = 0
    size: int = 0


def reasons_not_at_once(sizes: Iterable[int], allowed: Attaching) -> tuple[Refusal, ...]:
    """What is wrong with how many there are and how large each is, by its place."""
    sizes = list(sizes)
    if len(sizes) > allowed.files_at_once:
        said = f"You can only attach up to {allowed.files_at_once} files at once"
        return (Refusal("too_many_files", said, field="files"),)
    said = f"The selected file must be {allowed.file_megabytes}MB or smaller"
    return tuple(
        Refusal("file_too_large", said, field=f"files.{place}")
        for place, size in enumerate(sizes)
        if size > allowed.file_bytes
    )


def reasons_no_more(
    sizes: Iterable[int], allowed: Attaching, *, contact: Taken, person: Taken, public: bool
) -> tuple[Refusal, ...]:
    """Whether the contact, or whoever attaches, has reached a limit. The public form has one for
    everybody together."""
    sizes = list(sizes)
    more = sum(sizes)
    found = []
    if contact.files + len(sizes) > allowed.contact_files or (
        contact.size + more > allowed.contact_megabytes * MEGABYTE
    ):
        said = (
            f"This contact already has as many files as it can hold: {allowed.contact_files} files "
            f"or {allowed.contact_megabytes}MB"
        )
        found.append(Refusal("contact_full", said, field="files"))
    most = allowed.public_megabytes_a_day if public else allowed.person_megabytes_a_day
    too_many = not public and person.files + len(sizes) > allowed.person_files_a_day
    if too_many or person.size + more > most * MEGABYTE:
        said = "As many files as can be taken in a day have been attached. Try again tomorrow"
        found.append(Refusal("person_full", said, field="files"))
    return tuple(found)


def has_room(size: int, allowed: Attaching, *, kept: int, free: int) -> bool:
    """Whether the instance and its disk take `size` more, leaving what contacts need."""
    within = kept + size <= allowed.instance_megabytes * MEGABYTE
    return within and free - size >= allowed.left_free_megabytes * MEGABYTE
