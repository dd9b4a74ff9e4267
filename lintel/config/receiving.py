"""How the web server receives a request, and two things it says of it that waitress does not.

A long request is kept in a temporary file while it comes. With no room for it waitress drops the
connection, which tells nobody anything; here the rest is let go by, and it is answered that there
is no room. And each request says how long it waited for a thread, once it had come.
"""

import errno
from time import monotonic
from typing import Any

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.receiver import FixedStreamReceiver
from waitress.task import WSGITask

WAITED = "lintel.waited"  # seconds, in the environment of a request


class NoBody:
    """Stands for what came and was not kept."""

    no_room = True

    def __len__(self) -> int:
        return 0

    def append(self, part: bytes) -> None: ...

    def close(self) -> None: ...

    def getfile(self) -> "NoBody":
        return self

    def read(self, *size: int) -> bytes:
        raise OSError(errno.ENOSPC, "there was no room for what came")

    readline = read


class Request(HTTPRequestParser):
    came_at = 0.0

    def received(self, data: bytes) -> int:
        """How much of `data` belongs to this request; also of what is not kept."""
        taken = self._taken(data)
        if self.completed:
            self.came_at = monotonic()
        return taken

    def _taken(self, data: bytes) -> int:
        try:
            return super().received(data)
        except OSError:
            # One that comes in chunks does not say how much there is to let go by.
            if not isinstance(self.body_rcv, FixedStreamReceiver):
                raise
            self.body_rcv.buf = NoBody()
            return super().received(data)


class Task(WSGITask):
    def get_environment(self) -> dict[str, Any]:
        return super().get_environment() | {WAITED: monotonic() - self.request.came_at}


class Channel(HTTPChannel):
    parser_class, task_class = Request, Task


def found_no_room(environ: dict[str, Any]) -> bool:
    return getattr(environ.get("wsgi.input"), "no_room", False)
