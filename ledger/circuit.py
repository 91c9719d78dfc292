"""Keeping away from a Redis that just failed, so that a dead one slows a commit in many, and none for long."""

import time
from collections.abc import Callable
from typing import Any

import structlog

log = structlog.get_logger(__name__)

TIMEOUT = 0.25
"""Seconds that one call waits for Redis at most."""
PAUSE = 1.0
"""Seconds after a failure in which nobody tries again."""


class Circuit:
    """Runs calls that may be lost. After a failure it skips them for a while; then one goes ahead of the others."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failed = False
        self._closed_until = 0.0

    def attempt(self, call: Callable[[], Any], name: str) -> bool:
        """Whether `call` was made and came through. Never raises."""
        now = self._clock()
        if self._failed:
            if now < self._closed_until:
                return False
            self._closed_until = now + PAUSE
        try:
            call()
        except Exception as error:  # whatever it is: what the call would have told is in the database
            self._failed, self._closed_until = True, self._clock() + PAUSE
            log.warning("ledger.hint_lost", hint=name, error=str(error))
            return False
        self._failed = False
        return True


redis = Circuit()
"""The process's Redis."""
