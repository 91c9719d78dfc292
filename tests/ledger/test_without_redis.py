"""Redis is only speed: dead or hanging, it neither fails a commit nor keeps one waiting."""

import os
import signal
import time
from collections.abc import Iterator

import pytest
from django.conf import settings

from core.ids import uuid7
from ledger import wake
from ledger.circuit import PAUSE, Circuit
from ledger.handlers import firms_behind
from ledger.publish import client, publish
from ledger.record import record
from ledger.wake import wake_handlers
from tests.ledger.test_record import LampLit, seqs, stream
from tests.support.waiting import until
from tools.valkey import Valkey

pytestmark = pytest.mark.covers("L2")

COMMITS = 20
PATIENCE = 5.0
"""Seconds. One commit that waits for a broker as Celery does by itself takes longer than this."""


@pytest.fixture
def redis(redis_server: Valkey) -> Iterator[Valkey]:
    yield redis_server
    if not redis_server.child.is_running:
        redis_server.start()
    until(lambda: publish([]), what="the circuit to close again")


def test_with_a_dead_redis_everything_is_committed_at_once(cast, redis: Valkey) -> None:
    redis.child.kill()
    commits_are_quick(cast)
    assert cast.acme.pk in firms_behind()  # so the sweep finds what no hint told


def test_with_a_hanging_redis_too(cast, redis: Valkey) -> None:
    os.killpg(redis.child.process.pid, signal.SIGSTOP)
    try:
        commits_are_quick(cast)
    finally:
        os.killpg(redis.child.process.pid, signal.SIGCONT)


def test_a_redis_that_comes_back_is_used_again(cast, redis: Valkey) -> None:
    redis.child.kill()
    assert not publish([("test:gone", 1, 0, '{"op":"x"}')])
    redis.start()
    until(lambda: publish([("test:back", 1, 0, '{"op":"x"}')]), what="frames to be published again")
    until(lambda: wake_handlers(cast.acme.pk), what="workers to be woken again")


def commits_are_quick(cast) -> None:
    name, began = stream(), time.monotonic()
    for _ in range(COMMITS):
        with cast.scope():
            record(LampLit(uuid7(), [name]))
    assert time.monotonic() - began < PATIENCE
    with cast.scope():
        assert seqs(name) == list(range(1, COMMITS + 1))


class Fragile:
    """Something that may be down, and a clock."""

    def __init__(self) -> None:
        self.now, self.is_up, self.calls = 0.0, True, 0
        self.circuit = Circuit(lambda: self.now)

    def call(self) -> None:
        self.calls += 1
        if not self.is_up:
            raise ConnectionError

    def attempt(self) -> bool:
        return self.circuit.attempt(self.call, "test")


def test_after_a_failure_nobody_tries_for_a_while() -> None:
    it = Fragile()
    assert it.attempt()
    it.is_up = False
    assert [it.attempt() for _ in range(5)] == [False] * 5
    assert it.calls == 2


def test_then_one_goes_ahead_and_the_others_follow() -> None:
    it = Fragile()
    it.is_up = False
    it.attempt()
    it.now += PAUSE
    tried_by_others: list[bool] = []
    it.is_up = True
    it.circuit.attempt(lambda: tried_by_others.append(it.attempt()), "the first")
    assert tried_by_others == [False]
    assert it.attempt()


def test_one_that_fails_again_is_left_alone_again() -> None:
    it = Fragile()
    it.is_up = False
    it.attempt()
    it.now += PAUSE
    it.attempt()
    it.now += PAUSE / 2
    it.attempt()
    assert it.calls == 2


def test_a_firm_is_hinted_at_once_until_a_worker_looks(cast, redis: Valkey) -> None:
    """However much is committed, one task waits; when it has begun, the next commit sends another."""
    wake.awake(cast.acme.pk)
    before = queued()
    for _ in range(3):
        wake_handlers(cast.acme.pk)
    assert queued() == before + 1
    wake.awake(cast.acme.pk)
    wake_handlers(cast.acme.pk)
    assert queued() == before + 2


def queued() -> int:
    """Tasks that wait for a worker."""
    return client().llen(f"{settings.REDIS_PREFIX}:celery:celery")
