"""A way to PostgreSQL that can be cut at any word, on either side of the answer."""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator

CHUNK = 1 << 16
# Source: PostgreSQL 15, 55.7 message formats. What opens a connection says its length, then these;
# everything later says its kind in a letter, then its length.
ENCRYPTS = {80877103, 80877104}
# Parse, Bind, Describe, Execute, Close and rows of COPY: the server may keep its answer to itself.
MORE_FOLLOWS = b"PBDECd"
GOODBYE = b"X"


class Proxy:
    """Listens on a port of its own and passes everything on, until it is told to cut.

    `cut_after(n)` cuts at the n-th thing a client says from then on: with `swallow`, after the
    server has heard and answered it, so that the client never learns what became of it. A thing
    said is whatever the server has to answer, however it was cut up on the way: so the same
    request says as much on every machine.
    """

    def __init__(self, host: str, port: int) -> None:
        self._there = (host, port)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self._left: int | None = None
        self._swallow = False
        self.was_cut = False
        self.cut_at = 0.0  # by time.monotonic
        self.said = 0
        self._open: set[socket.socket] = set()
        threading.Thread(target=self._accept, daemon=True).start()

    def cut_after(self, said: int, *, swallow: bool) -> None:
        self._left, self._swallow, self.was_cut = said, swallow, False

    def listen(self) -> None:
        """Count from here on what clients say."""
        self.said = 0

    def heal(self) -> None:
        self._left = None

    def close(self) -> None:
        self._listening.close()
        self._cut()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                try:
                    server = socket.create_connection(self._there, timeout=60)
                    server.settimeout(None)  # a client may think for as long as it likes
                except OSError:
                    client.close()
                    continue
                self._open |= {client, server}
                muted, answered = threading.Event(), threading.Event()
                threading.Thread(
                    target=self._from_client, args=(client, server, muted, answered), daemon=True
                ).start()
                threading.Thread(
                    target=self._from_server, args=(client, server, muted, answered), daemon=True
                ).start()

    def _from_client(self, client: socket.socket, server: socket.socket, muted, answered) -> None:
        with contextlib.suppress(OSError):
            for said in _things_said(client):
                if said[:1] != GOODBYE:
                    self.said += 1
                    if self._left is not None:
                        self._left -= 1
                        if self._left == 0:
                            if self._swallow:
                                muted.set()
                                server.sendall(said)
                                answered.wait(60)
                            self.was_cut, self.cut_at = True, time.monotonic()
                            self._cut()
                            return
                server.sendall(said)
        self._shut(client, server)

    def _from_server(self, client: socket.socket, server: socket.socket, muted, answered) -> None:
        with contextlib.suppress(OSError):
            while said := server.recv(CHUNK):
                if muted.is_set():
                    answered.set()
                    continue
                client.sendall(said)
        answered.set()  # to a goodbye it says nothing and goes
        self._shut(client, server)

    def _cut(self) -> None:
        """Every connection at once, as when a cable is pulled."""
        self._shut(*self._open)
        self._open.clear()

    @staticmethod
    def _shut(*sockets: socket.socket) -> None:
        for one in sockets:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()


def _things_said(client: socket.socket) -> Iterator[bytes]:
    """All that a client says, in pieces that each have an answer. Encryption is declined."""
    came, opened, ends = b"", False, 0
    while new := client.recv(CHUNK):
        came += new
        while len(came) >= ends + 5 + 3 * (not opened):
            begins = ends + opened
            ends_here = begins + int.from_bytes(came[begins : begins + 4], "big")
            if len(came) < ends_here:
                break
            kind, ends = came[ends : ends + 1], ends_here
            if not opened:
                code = int.from_bytes(came[begins + 4 : begins + 8], "big")
                if code in ENCRYPTS:
                    client.sendall(b"N")
                    came, ends = came[ends:], 0
                    continue
                opened = True
            elif kind in MORE_FOLLOWS:
                continue
            yield came[:ends]
            came, ends = came[ends:], 0
