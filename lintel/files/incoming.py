"""Receiving what a browser or a program sends: to the disk as it comes, and no more than is taken.

Django calls `ToDisk` for each file of a form. A file longer than one may be is counted and not
kept; one that the disk has no room for is marked so. Either way the rest of the form arrives, so
that what was typed beside it is never lost.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest

from lintel.files.rules.room import NoRoom
from lintel.files.taking import Sent
from lintel.policy.attaching import LARGEST_FILE, MEGABYTE, MOST_AT_ONCE

LONGEST = LARGEST_FILE * MEGABYTE
# A form of files with what is typed beside them, or one over the API.
LARGEST_BODY = MOST_AT_ONCE * (LONGEST + 64 * 1024) + settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def takes_files(view: Callable[..., Any]) -> Callable[..., Any]:
    """The mark of a page that takes files: its requests may be as long as those are.

    Every other page answers 413 before a byte of a body of that length is read.
    """
    view.takes_files = True  # type: ignore[attr-defined]
    return view


class ToDisk(TemporaryFileUploadHandler):
    """One file at a time, to a file of the system's temporary folder that goes by itself."""

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.opened: list[UploadedFile] = []

    def new_file(self, *args: Any, **rest: Any) -> None:
        self.came, self.no_room = 0, False
        try:
            super().new_file(*args, **rest)
            self.opened.append(self.file)
        except OSError:
            self.no_room = True
            self.file = SimpleUploadedFile(self.file_name or "file", b"")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.came += len(raw_data)
        if self.came <= LONGEST and not self.no_room:
            try:
                self.file.write(raw_data)
            except OSError:
                self.no_room = True

    def file_complete(self, file_size: int) -> UploadedFile:
        try:
            self.file.seek(0)
        except OSError:
            self.no_room = True
        self.file.size = file_size
        self.file.no_room = self.no_room  # type: ignore[attr-defined]
        return self.file


def let_go(request: HttpRequest) -> None:
    """Close what came with a request, also where its form was found broken halfway: then Django
    closes the last file and forgets the others."""
    for handler in request.upload_handlers:
        for file in getattr(handler, "opened", ()):
            # What the disk had no room for is still in memory, and would be written now.
            with suppress(OSError):
                file.close()


def sent_with(request: HttpRequest, name: str) -> list[Sent]:
    """What came under one name, ready to be taken in. One too long has its length, no content.

    Errors:
        NoRoom: the disk had no room for one of them.
    """
    found = []
    for file in request.FILES.getlist(name):
        if getattr(file, "no_room", False):
            raise NoRoom
        size = file.size or 0
        found.append(Sent(file.name or "", b"" if size > LONGEST else file.read(), size))
        file.close()
    return found
