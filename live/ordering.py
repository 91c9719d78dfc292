"""The order of one stream, without I/O.

Frames arrive in any order, twice, or not at all. What leaves has every sequence once and in order.

    accept(seq, frame)   a frame has arrived, from Redis or from the database
    has_hole             something arrived before its turn: read what is missing from the database
    take()               the frames whose turn has come, joined for one write
    since(cursor)        what a returning browser missed, from memory; None: ask the database
    leap(head)           the history up to `head` cannot be had: everyone reloads
"""

from collections import deque
from itertools import islice

from live.limits import PENDING_BYTES, PENDING_EVENTS, RING_BYTES, RING_EVENTS


class StreamLog:
    """What one process knows of one stream."""

    __slots__ = ("last", "pending", "pending_bytes", "ready", "ring", "ring_bytes", "sent")

    def __init__(self) -> None:
        self.last: int | None = None
        """The newest sequence before which nothing is missing; None until `open`."""
        self.sent = 0
        """The newest sequence that `take` has handed out."""
        self.ready: list[bytes] = []
        self.pending: dict[int, bytes] = {}
        self.pending_bytes = 0
        self.ring: deque[tuple[int, bytes]] = deque()
        self.ring_bytes = 0

    @property
    def has_hole(self) -> bool:
        return bool(self.pending)

    def open(self, head: int) -> None:
        """Begin at `head`, the stream's sequence in the database; what arrived meanwhile is kept."""
        self.last = self.sent = head
        self._forget_pending_up_to(head)
        self._release_pending()

    def accept(self, seq: int, frame: bytes) -> None:
        last = self.last
        if last is None or seq > last + 1:
            self._hold(seq, frame)
        elif seq == last + 1:
            self._append(seq, frame)
            if self.pending:
                self._forget_pending_up_to(seq)
                self._release_pending()

    def take(self) -> tuple[bytes, int]:
        """The frames that are due, joined, and how many they are."""
        ready, self.ready = self.ready, []
        self.sent = self.last or 0
        return (ready[0] if len(ready) == 1 else b"".join(ready)), len(ready)

    def since(self, cursor: int) -> list[bytes] | None:
        """The frames after `cursor` up to `sent`, or None where the ring no longer reaches back."""
        if cursor >= self.sent:
            return []
        if not self.ring or self.ring[0][0] > cursor + 1:
            return None
        first = self.ring[0][0]
        return [frame for _, frame in islice(self.ring, cursor + 1 - first, self.sent + 1 - first)]

    def leap(self, head: int) -> None:
        """Forget everything and go on from `head`: forward over lost history, or back after a restore."""
        if self.last is not None and head < self.last:
            self._forget_pending_up_to(max(self.pending, default=0))
        self.ready.clear()
        self.forget()
        self.open(head)

    def forget(self) -> None:
        """Empty the ring; catch-up then comes from the database."""
        self.ring.clear()
        self.ring_bytes = 0

    def _append(self, seq: int, frame: bytes) -> None:
        self.last = seq
        self.ready.append(frame)
        self.ring.append((seq, frame))
        self.ring_bytes += len(frame)
        while self.ring_bytes > RING_BYTES or len(self.ring) > RING_EVENTS:
            self.ring_bytes -= len(self.ring.popleft()[1])

    def _hold(self, seq: int, frame: bytes) -> None:
        full = len(self.pending) >= PENDING_EVENTS or self.pending_bytes > PENDING_BYTES
        if seq not in self.pending and not full:
            self.pending[seq] = frame
            self.pending_bytes += len(frame)

    def _release_pending(self) -> None:
        while self.pending and self.last is not None:
            frame = self.pending.pop(self.last + 1, None)
            if frame is None:
                return
            self.pending_bytes -= len(frame)
            self._append(self.last + 1, frame)

    def _forget_pending_up_to(self, seq: int) -> None:
        for old in [held for held in self.pending if held <= seq]:
            self.pending_bytes -= len(self.pending.pop(old))
