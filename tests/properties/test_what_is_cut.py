"""A connection is cut at the same word on every machine, however fast what is said arrives."""

import socket
import threading

import pytest

from tools.torture._proxy import _things_said


def message(kind: bytes, body: bytes) -> bytes:
    return kind + (len(body) + 4).to_bytes(4, "big") + body


OPENS = message(b"", (196608).to_bytes(4, "big") + b"user\0lintel\0\0")
MAY_I_ENCRYPT = message(b"", (80877103).to_bytes(4, "big"))
ASKED = message(b"Q", b"SELECT 1\0" * 3000)
MANY = b"".join(message(kind, b"x" * 7) for kind in (b"P", b"B", b"D", b"E", b"B", b"E", b"S"))
GOES = message(b"X", b"")


@pytest.mark.parametrize("at_a_time", [1, 7, 4096, 1 << 20])
def test_what_is_said_is_the_same_however_it_was_cut_up_on_the_way(at_a_time):
    here, there = socket.socketpair()
    whole = OPENS + ASKED + MANY + ASKED + GOES

    def say() -> None:
        here.sendall(MAY_I_ENCRYPT)
        assert here.recv(1) == b"N"
        for begin in range(0, len(whole), at_a_time):
            here.sendall(whole[begin : begin + at_a_time])
        here.shutdown(socket.SHUT_WR)

    thread = threading.Thread(target=say)
    thread.start()
    with here, there:
        assert [*_things_said(there)] == [OPENS, ASKED, MANY, ASKED, GOES]
        thread.join()
