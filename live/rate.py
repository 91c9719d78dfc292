"""How fast a browser may talk."""

from live.limits import FRAMES_AT_ONCE, FRAMES_PER_SECOND


class Bucket:
    """A token bucket; the clock is passed in."""

    __slots__ = ("at", "left")

    def __init__(self, now: float) -> None:
        self.left, self.at = float(FRAMES_AT_ONCE), now

    def take(self, now: float) -> bool:
        """Whether one more frame is within the rate."""
        self.left = min(FRAMES_AT_ONCE, self.left + (now - self.at) * FRAMES_PER_SECOND)
        self.at = now
        if self.left < 1:
            return False
        self.left -= 1
        return True


class Throttle:
    """Each thing at most once in `every` seconds."""

    __slots__ = ("_until", "every")

    def __init__(self, every: float) -> None:
        self.every = every
        self._until: dict[object, float] = {}

    def take(self, thing: object, now: float) -> bool:
        if self._until.get(thing, 0.0) > now:
            return False
        if len(self._until) > 32:
            self._until = {old: until for old, until in self._until.items() if until > now}
        self._until[thing] = now + self.every
        return True
