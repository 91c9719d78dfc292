"""Redis for what is rare: tickets, presence, signals. The hot path has `live.subscriber`."""

from functools import cache

import redis
import redis.asyncio
from django.conf import settings

TIMEOUT = 0.5


@cache
def client() -> redis.Redis:
    """For views and tasks."""
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=TIMEOUT, socket_connect_timeout=TIMEOUT)


@cache
def patient_client() -> "redis.asyncio.Redis":
    """For the event loop; nothing here is ever subscribed, so a timeout cuts no idle socket."""
    return redis.asyncio.Redis.from_url(settings.REDIS_URL, socket_timeout=TIMEOUT, socket_connect_timeout=TIMEOUT)
