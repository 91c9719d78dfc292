"""Saying something that may be missed to the listeners of a stream, in all processes.

What is said in the same turn of the loop goes to Redis in one round trip. Without Redis the
listeners of this process hear it at least.
"""

import json
from typing import TYPE_CHECKING, Any

import redis
import structlog

from ledger.wire import channel
from live.redis import patient_client

if TYPE_CHECKING:
    from live.hub import Hub

log = structlog.get_logger(__name__)


def signal(stream: str, kind: str, **members: Any) -> bytes:
    """A signal as it travels: it has no sequence, so it begins with its stream."""
    said = {"s": stream, "op": "signal", "kind": kind, **members}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


class Announcer:
    def __init__(self, hub: "Hub") -> None:
        self._hub = hub
        self._waiting: list[tuple[str, bytes]] = []
        self._is_sending = False

    def say(self, stream: str, message: bytes) -> None:
        self._waiting.append((stream, message))
        if not self._is_sending:
            self._is_sending = True
            self._hub.spawn(self._send())

    async def _send(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting, []
                if not await self._publish(batch):
                    for stream, message in batch:
                        self._hub.signal(stream, message)
        finally:
            self._is_sending = False

    async def _publish(self, batch: list[tuple[str, bytes]]) -> bool:
        if not self._hub.subscriber.connected:
            return False
        try:
            async with patient_client().pipeline(transaction=False) as pipeline:
                for stream, message in batch:
                    pipeline.publish(channel(stream), message)
                await pipeline.execute()
        except (redis.RedisError, OSError) as error:
            log.warning("live.signal_not_published", error=str(error))
            return False
        return True
