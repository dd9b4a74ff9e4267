"""A way to PostgreSQL that can be cut at any word, on either side of the answer."""

import contextlib
import socket
import threading

CHUNK = 1 << 16


class Proxy:
    """Listens on a port of its own and passes everything on, until it is told to cut.

    `cut_after(n)` cuts at the n-th thing a client says from then on: with `swallow`, after the
    server has heard and answered it, so that the client never learns what became of it.
    """

    def __init__(self, host: str, port: int) -> None:
        self._there = (host, port)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self._left: int | None = None
        self._swallow = False
        self.was_cut = False
        self.said = 0
        self._open: set[socket.socket] = set()
        self.answered = threading.Event()
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
                    server = socket.create_connection(self._there, timeout=30)
                except OSError:
                    client.close()
                    continue
                self._open |= {client, server}
                muted = threading.Event()
                threading.Thread(
                    target=self._from_client, args=(client, server, muted), daemon=True
                ).start()
                threading.Thread(
                    target=self._from_server, args=(client, server, muted), daemon=True
                ).start()

    def _from_client(self, client: socket.socket, server: socket.socket, muted) -> None:
        with contextlib.suppress(OSError):
            while said := client.recv(CHUNK):
                self.said += 1
                if self._left is not None:
                    self._left -= 1
                    if self._left == 0:
                        if self._swallow:
                            muted.set()
                            server.sendall(said)
                            self.answered.wait(10)
                        self.was_cut = True
                        self._cut()
                        return
                server.sendall(said)
        self._shut(client, server)

    def _from_server(self, client: socket.socket, server: socket.socket, muted) -> None:
        with contextlib.suppress(OSError):
            while said := server.recv(CHUNK):
                if muted.is_set():
                    self.answered.set()
                    continue
                client.sendall(said)
        self._shut(client, server)

    def _cut(self) -> None:
        """Every connection at once, as when a cable is pulled."""
        self._shut(*self._open)
        self._open.clear()
        self.answered.clear()

    @staticmethod
    def _shut(*sockets: socket.socket) -> None:
        for one in sockets:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
