"""The sweep: compare streams with the database, so that no loss outlives a second.

A lost publish without a successor leaves no hole to notice; only this finds it. It also carries
everything while Redis is away, and lets go of streams that nobody has listened to for a while.
"""

import asyncio
import time
from typing import TYPE_CHECKING

import structlog

from live import metrics
from live.limits import LINGER, SWEEP_EVERY, SWEEP_EVERY_WITHOUT_REDIS, SWEEP_STREAMS
from live.source import Unavailable
from live.stream import Stream

if TYPE_CHECKING:
    from live.hub import Hub

log = structlog.get_logger(__name__)


async def keep(hub: "Hub") -> None:
    """Sweep for as long as the hub runs."""
    turn = 0
    while True:
        connected = hub.subscriber.connected
        await asyncio.sleep(SWEEP_EVERY if connected else SWEEP_EVERY_WITHOUT_REDIS)
        try:
            let_go(hub)
            await once(hub, choose(list(hub.streams.values()), turn))
        except Exception:  # the sweep is what heals: it may fail, never end
            log.exception("live.sweep_failed")
        turn += 1


def choose(streams: list[Stream], turn: int, limit: int = SWEEP_STREAMS) -> list[Stream]:
    """The streams to compare now: those that moved last, and of the quiet ones a part in turn."""
    known = sorted((stream for stream in streams if stream.is_open), key=lambda stream: stream.active_at, reverse=True)
    if len(known) <= limit:
        return known
    lively, quiet = known[: limit // 2], known[limit // 2 :]
    quiet.sort(key=lambda stream: stream.name)
    share = limit - len(lively)
    start = turn * share % len(quiet)
    return lively + (quiet + quiet)[start : start + share]


async def once(hub: "Hub", streams: list[Stream]) -> None:
    """Compare and heal. While PostgreSQL is away nothing is known, and the next sweep tries again."""
    known = {stream.name: stream.log.last for stream in streams if stream.is_open}
    if not known:
        return
    try:
        heads = await hub.source.heads(known)
    except Unavailable as error:
        log.warning("live.database_away", error=str(error) or type(error).__name__)
        return
    behind = []
    for stream in streams:
        before, head = known.get(stream.name), heads.get(stream.name)
        if before is None or head is None or hub.streams.get(stream.name) is not stream:
            continue
        if head < before:  # read after `before` was committed: the database went back in time
            log.warning("live.stream_went_back", stream=stream.name, seq=before, head=head)
            hub.leap(stream, head)
        elif head > (stream.log.last or 0):
            behind.append(heal(hub, stream, head))
    metrics.swept.inc(len(behind))
    await asyncio.gather(*behind)


async def heal(hub: "Hub", stream: Stream, head: int) -> None:
    try:
        if not await hub.reach(stream, head):
            hub.leap(stream, head)
    except Unavailable:
        return


def let_go(hub: "Hub") -> None:
    """Close streams that have had no listener for LINGER seconds."""
    limit = time.monotonic() - LINGER
    for stream in list(hub.streams.values()):
        if not stream.is_wanted and stream.active_at < limit:
            hub.close(stream)
