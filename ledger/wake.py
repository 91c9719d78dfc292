"""Hints to the workers, sent after a commit. Each may be lost: a sweep finds the row that it spoke of.

A firm's readers are woken once at a time. The worker takes the mark away before it reads, so whatever is committed
while the mark stands is read by the task that is under way.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from celery import current_app
from django.conf import settings
from kombu import Connection
from kombu.pools import producers

from ledger import circuit
from ledger.publish import client

MARK_MS = 5_000
"""How long a mark stands if its task was lost; the sweep comes as often."""
ALONE_MS = 10_000
"""How long a task that must be alone is taken to be there, if its worker was killed."""
IMPATIENT = {"max_retries": 0, "socket_timeout": circuit.TIMEOUT, "socket_connect_timeout": circuit.TIMEOUT}


def hint(task: str, *, after: float = 0, **arguments: Any) -> bool:
    """Hand a task to the workers now, to be done `after` seconds, or not at all; False when they could not be told."""
    return circuit.redis.attempt(lambda: _send(task, arguments, after), task)


def wake_handlers(firm_id: int) -> bool:
    """The firm's ledger has grown."""
    return circuit.redis.attempt(lambda: _wake(firm_id), "wake")


def awake(firm_id: int) -> None:
    """A worker begins to read for the firm."""
    circuit.redis.attempt(lambda: client().delete(_mark(firm_id)), "awake")


@contextmanager
def alone(name: str) -> Iterator[bool]:
    """Whether nobody else is doing `name` now. Where Redis does not say, somebody may be."""
    mark, free = f"{settings.REDIS_PREFIX}:alone:{name}", []
    circuit.redis.attempt(lambda: free.append(client().set(mark, 1, nx=True, px=ALONE_MS)), name)
    try:
        yield any(free)
    finally:
        if any(free):
            circuit.redis.attempt(lambda: client().delete(mark), name)


def _wake(firm_id: int) -> None:
    if not client().set(_mark(firm_id), 1, nx=True, px=MARK_MS):
        return
    _send("ledger.run_handlers", {"firm_id": firm_id})


def _send(task: str, arguments: dict[str, Any], after: float = 0) -> None:
    with producers[_broker()].acquire(block=True, timeout=circuit.TIMEOUT) as producer:
        when: dict[str, Any] = {"countdown": after} if after else {}
        current_app.send_task(task, kwargs=arguments, producer=producer, retry=False, ignore_result=True, **when)


@cache
def _broker() -> Connection:
    """The way to the broker for hints: it gives up at once, where Celery's own would wait for Redis for seconds."""
    return current_app.connection_for_write(transport_options=IMPATIENT)


def _mark(firm_id: int) -> str:
    return f"{settings.REDIS_PREFIX}:wake:{firm_id}"
