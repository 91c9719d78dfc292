"""Who says nothing is let go; who has much to read is given time for it, and no more."""

import pytest

from live.heartbeat import Heartbeat
from live.limits import PING_EVERY, SIGNAL_CEILING
from live.protocol import Close

pytestmark = pytest.mark.covers("L1")


class Socket:
    """As the heartbeat sees one; it never answers."""

    def __init__(self, unread: int = 0) -> None:
        self.unread, self.place, self.is_owing = unread, 0, False
        self.code: int | None = None

    def buffered(self) -> int:
        return self.unread

    def ping(self) -> None:
        self.is_owing = True

    def cut(self, code: int, reason: str) -> None:
        self.code = code


class FaultySocket(Socket):
    def ping(self) -> None:
        raise RuntimeError("a fault of one socket")


async def rounds(heart: Heartbeat, count: int) -> None:
    for second in range(count * PING_EVERY):
        await heart.beat(second)


async def test_a_silent_socket_with_much_unread_ends_with_its_next_turn() -> None:
    heart, socket = Heartbeat(), Socket(unread=SIGNAL_CEILING)
    heart.add(socket)
    await rounds(heart, 1)
    assert (socket.is_owing, socket.code) == (True, None)
    await rounds(heart, 1)
    assert socket.code == Close.SILENT


async def test_one_that_has_answered_by_then_stays() -> None:
    heart, socket = Heartbeat(), Socket(unread=SIGNAL_CEILING)
    heart.add(socket)
    await rounds(heart, 1)
    socket.is_owing = False
    await rounds(heart, 1)
    assert socket.code is None


async def test_a_fault_of_one_socket_keeps_the_beat_from_no_other() -> None:
    heart, sockets = Heartbeat(), [FaultySocket(), Socket(), FaultySocket(), Socket()]
    for socket in sockets:
        heart.add(socket)
    await rounds(heart, 1)
    assert [socket.is_owing for socket in sockets] == [False, True, False, True]
