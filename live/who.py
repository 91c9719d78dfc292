"""Who is present on a stream, asked from outside the hub: by a task, before it gives somebody work."""

import time
from functools import cache
from typing import Any

import redis
import structlog
from django.conf import settings

from live.presence_change import LIFE
from live.roster import Roster, of_member, roster

PATIENCE = 2.0
"""Seconds: a task can wait for Redis longer than a commit."""
log = structlog.get_logger(__name__)


def present(stream: str) -> Roster:
    """Each person once, with their newest status; nobody while Redis does not say."""
    key = f"{settings.REDIS_PREFIX}:present:{stream}"
    try:
        found: Any = _client().zrangebyscore(key, time.time() - LIFE, "+inf")
    except redis.RedisError as error:
        log.warning("live.presence_unknown", stream=stream, error=repr(error))
        return {}
    return roster(of_member(member)[0] for member in found if member)


@cache
def _client() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)
