"""The one place that asks what time it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """This instant, in UTC. Tests freeze it with time-machine."""
    return _told.get() or datetime.now(UTC)


@contextmanager
def as_of(instant: datetime) -> Iterator[None]:
    """What is done inside happened at `instant`: for history that is told afterwards."""
    token = _told.set(instant)
    try:
        yield
    finally:
        _told.reset(token)


def to_ms(instant: datetime) -> int:
    """Unix milliseconds of `instant`."""
    return round(instant.timestamp() * 1000)


def to_us(instant: datetime) -> int:
    """Unix microseconds of `instant`, exactly."""
    return (instant - EPOCH) // timedelta(microseconds=1)


def from_us(us: int) -> datetime:
    return EPOCH + timedelta(microseconds=us)
