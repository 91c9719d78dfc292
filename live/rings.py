"""The memory of all rings of a process: the streams untouched for longest give theirs up first."""

from collections import OrderedDict

from live.limits import RINGS_BYTES
from live.ordering import StreamLog


class Rings:
    def __init__(self, limit: int = RINGS_BYTES) -> None:
        self.limit = limit
        self.held = 0
        self._sizes: OrderedDict[StreamLog, int] = OrderedDict()

    def touch(self, log: StreamLog) -> None:
        """`log` has grown or was read."""
        self.held += log.ring_bytes - self._sizes.get(log, 0)
        self._sizes[log] = log.ring_bytes
        self._sizes.move_to_end(log)
        while self.held > self.limit and len(self._sizes) > 1:
            oldest, size = self._sizes.popitem(last=False)
            oldest.forget()
            self.held -= size

    def drop(self, log: StreamLog) -> None:
        """`log` is closed."""
        self.held -= self._sizes.pop(log, 0)
