"""The hub between Redis and PostgreSQL, at the moments that no page can bring about when it likes."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
import uvloop
from django.conf import settings
from django.db import connection

from ledger.wire import channel, wire
from live import frames, sweep
from live.hub import Hub
from live.redis import client
from live.source import Source, conninfo
from live.subscriber import Subscriber
from tests.live.writing import Row, append

pytestmark = pytest.mark.covers("L2")


class Ear:
    """What listens to a stream inside the process."""

    def __init__(self) -> None:
        self.heard: list[dict] = []
        self.cuts: list[int] = []

    def write(self, data: bytes) -> None:
        self.heard += [json.loads(payload) for payload in frames.payloads(data)]

    def buffered(self) -> int:
        return 0

    def cut(self, code: int, reason: str) -> None:
        self.cuts.append(code)


class DeadEar(Ear):
    def write(self, data: bytes) -> None:
        raise ConnectionResetError


@pytest.fixture
async def hub() -> AsyncIterator[Hub]:
    """One that hears only what a test lets it hear, and sweeps when it is told to."""
    hub = Hub(Source(conninfo()), settings.REDIS_URL)
    await hub.source.open()
    yield hub
    await hub.stop()


@pytest.fixture
def stream(cast) -> str:
    return f"person:{cast.alice.pk}"


async def appended(cast, stream: str, count: int) -> list[Row]:
    def work() -> list[Row]:
        try:
            return append(cast.acme, stream, count)
        finally:
            connection.close()

    return await asyncio.to_thread(work)


async def test_a_sweep_that_meets_a_reading_begun_before_loses_nothing(hub, cast, stream):
    ear = Ear()
    await hub.attach(stream, cast.acme.pk, ear)
    first, second, third, _unheard = await appended(cast, stream, 4)
    for _stream, seq, ms, body in (third, first, second):  # the hole asks for a reading, and is gone before it begins
        hub.received(channel(stream).encode(), wire(seq, stream, ms, body).encode())
    await sweep.once(hub, list(hub.streams.values()))
    hub.carry()
    assert [said.get("q", said["op"]) for said in ear.heard] == [1, 2, 3, 4]


async def test_a_page_ahead_of_the_hub_meets_a_reading_begun_before_and_joins(hub, cast, stream):
    await hub.attach(stream, cast.acme.pk, Ear())
    first, second, third, _unheard = await appended(cast, stream, 4)
    for _stream, seq, ms, body in (third, first, second):
        hub.received(channel(stream).encode(), wire(seq, stream, ms, body).encode())
    ahead = Ear()
    await hub.attach(stream, cast.acme.pk, ahead, after=4)
    assert ahead.heard == []


async def test_a_dead_socket_keeps_no_reset_from_the_others(hub, cast, stream):
    ears = [Ear(), DeadEar(), Ear()]
    for ear in ears:
        await hub.attach(stream, cast.acme.pk, ear)
    hub.leap(hub.streams[stream], 7)
    assert [[said["op"] for said in ear.heard] for ear in ears] == [["reset"], [], ["reset"]]
    assert [len(ear.cuts) for ear in ears] == [0, 1, 0]


@pytest.mark.parametrize("loop", [asyncio.new_event_loop, uvloop.new_event_loop], ids=["asyncio", "uvloop"])
def test_in_the_moment_redis_is_lost_streams_are_opened_and_closed_as_ever(loop):
    async def story() -> None:
        standing = asyncio.Event()
        subscriber = Subscriber(settings.REDIS_URL, lambda *_: None, lambda: None, standing.set)
        subscriber.start()
        await standing.wait()
        await subscriber.add(b"one")
        standing.clear()
        client().client_kill_filter(_type="pubsub")
        await subscriber.line.lost
        assert not subscriber.connected
        subscriber.remove(b"one")
        await subscriber.add(b"two")
        await standing.wait()
        assert [client().pubsub_numsub(name)[0][1] for name in ("one", "two")] == [0, 1]
        await subscriber.stop()

    with asyncio.Runner(loop_factory=loop) as runner:
        runner.run(story())
