"""How often something may be asked for: token buckets in Redis, shared by all processes.

Redis is only speed here as everywhere: while it is away everything is let through, and the log says so.
"""

import time
from dataclasses import dataclass
from functools import cache

import redis
import structlog
from django.conf import settings

log = structlog.get_logger(__name__)

TIMEOUT = 0.25
PAUSE = 1.0
"""Seconds without another try after a failure, so that a dead Redis slows one request in many."""

# All buckets are looked at first; only when each has a token is one taken from each. Answers the seconds to wait.
TAKE = """
local now = redis.call('TIME')
now = tonumber(now[1]) + tonumber(now[2]) / 1000000
local wait, levels = 0, {}
for i, key in ipairs(KEYS) do
  local size, speed = tonumber(ARGV[2 * i - 1]), tonumber(ARGV[2 * i])
  local kept = redis.call('HMGET', key, 'level', 'at')
  local level = math.min(size, (tonumber(kept[1]) or size) + (now - (tonumber(kept[2]) or now)) * speed)
  levels[i] = level
  if level < 1 then wait = math.max(wait, (1 - level) / speed) end
end
if wait == 0 then
  for i, key in ipairs(KEYS) do
    local size, speed = tonumber(ARGV[2 * i - 1]), tonumber(ARGV[2 * i])
    redis.call('HSET', key, 'level', tostring(levels[i] - 1), 'at', tostring(now))
    redis.call('EXPIRE', key, math.ceil(size / speed) + 1)
  end
end
return tostring(wait)
"""


@dataclass(frozen=True)
class Rate:
    """`count` at once, and as many again every `seconds`, evenly."""

    count: int
    seconds: float

    @property
    def speed(self) -> float:
        return self.count / self.seconds


class Buckets:
    def __init__(self, url: str) -> None:
        self._redis = redis.Redis.from_url(url, socket_timeout=TIMEOUT, socket_connect_timeout=TIMEOUT)
        self._script = self._redis.register_script(TAKE)
        self._closed_until = 0.0

    def take(self, wanted: dict[str, Rate]) -> float:
        """Take one token of each bucket, or of none. Returns the seconds to wait; 0 when it is allowed."""
        if time.monotonic() < self._closed_until:
            return 0.0
        keys = [f"{settings.REDIS_PREFIX}:rate:{name}" for name in wanted]
        numbers = [number for rate in wanted.values() for number in (rate.count, rate.speed)]
        try:
            return float(self._script(keys=keys, args=numbers))
        except (redis.RedisError, OSError) as error:
            self._closed_until = time.monotonic() + PAUSE
            log.warning("rate.unlimited", error=str(error), wanted=list(wanted))
            return 0.0


@cache
def buckets() -> Buckets:
    """The process's connection."""
    return Buckets(settings.REDIS_URL)


def take(wanted: dict[str, Rate]) -> float:
    """Take one token from each named bucket, or none; the seconds to wait, 0 when it is allowed."""
    return buckets().take(wanted)
