"""How long a thing takes, in milliseconds, over and over."""

import time
from collections.abc import Callable, Sequence
from typing import Any


class Times:
    def __init__(self, taken: Sequence[float]) -> None:
        self.taken = sorted(taken)

    def at(self, share: float) -> float:
        return self.taken[min(len(self.taken) - 1, int(share * len(self.taken)))]

    @property
    def row(self) -> tuple[float, float, float, int]:
        return self.at(0.5), self.at(0.99), self.taken[-1], len(self.taken)


def taken(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def times(work: Callable[[], Any], count: int) -> Times:
    return Times([taken(work) for _ in range(count)])
