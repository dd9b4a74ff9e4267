"""A long request is kept in a temporary file while it comes; when there is no room, it is said.

The web server's own way then is to drop the connection, which tells nobody anything. Here the rest
of the request is let go by, and it is answered that there is no room.
"""

import errno
from typing import Any

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.receiver import FixedStreamReceiver


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
    def received(self, data: bytes) -> int:
        """How much of `data` belongs to this request; also of what is not kept."""
        try:
            return super().received(data)
        except OSError:
            # One that comes in chunks does not say how much there is to let go by.
            if not isinstance(self.body_rcv, FixedStreamReceiver):
                raise
            self.body_rcv.buf = NoBody()
            return super().received(data)


class Channel(HTTPChannel):
    parser_class = Request


def found_no_room(environ: dict[str, Any]) -> bool:
    return getattr(environ.get("wsgi.input"), "no_room", False)
