"""Waiting for the thing itself, never for a while."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def until(found: Callable[[], T], seconds: float = 15, what: str = "") -> T:
    """Ask until the answer is true; return it. Fails with `what` when time is up."""
    end = time.monotonic() + seconds
    while not (answer := found()):
        if time.monotonic() > end:
            raise AssertionError(f"waited {seconds} s in vain: {what or found}")
        time.sleep(0.02)
    return answer
