"""After the commit: poke the open screens through Redis.

Redis is only speed. Whoever listens finds a frame in the database as well, a second later;
so a failure here is logged and forgotten, and never reaches the person who saved something.
"""

from collections.abc import Iterable
from functools import cache

import redis
from django.conf import settings

from ledger import circuit
from ledger.wire import channel, wire

Sent = Iterable[tuple[str, int, int, str]]
"""`(stream, seq, ms, body)`, as `ledger_append` returned them."""


@cache
def client() -> redis.Redis:
    """The process's connections to Redis for what follows a commit."""
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=circuit.TIMEOUT, socket_connect_timeout=circuit.TIMEOUT
    )


def publish(frames: Sent) -> bool:
    """Send frames, in one round trip, to whoever listens now; False when Redis could not take them."""
    return circuit.redis.attempt(lambda: _publish(frames), "publish")


def _publish(frames: Sent) -> None:
    with client().pipeline(transaction=False) as pipeline:
        for stream, seq, ms, body in frames:
            pipeline.publish(channel(stream), wire(seq, stream, ms, body))
        pipeline.execute()
