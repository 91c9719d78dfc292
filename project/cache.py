"""The cache, in Redis. Redis is only speed here as everywhere: while it is away nothing is found, and nothing fails."""

import time
from collections.abc import Callable
from typing import Any, ClassVar

import redis
import structlog
from django.core.cache.backends.redis import RedisCache, RedisCacheClient

log = structlog.get_logger(__name__)

TIMEOUT = 0.25
PAUSE = 1.0
"""Seconds without another try after a failure, so that a dead or hanging Redis slows one request in many."""


class SpareClient(RedisCacheClient):
    """Answers without Redis as an empty cache would, to which everybody's `add` is the first: limits let pass."""

    _closed_until: ClassVar[float] = 0.0  # the process's; Django makes a cache for each thread

    def add(self, key: Any, value: Any, timeout: Any) -> bool:
        return self._try(True, super().add, key, value, timeout)

    def get(self, key: Any, default: Any) -> Any:
        return self._try(default, super().get, key, default)

    def set(self, key: Any, value: Any, timeout: Any) -> None:
        self._try(None, super().set, key, value, timeout)

    def touch(self, key: Any, timeout: Any) -> bool:
        return self._try(False, super().touch, key, timeout)

    def delete(self, key: Any) -> bool:
        return self._try(False, super().delete, key)

    def get_many(self, keys: Any) -> Any:
        return self._try({}, super().get_many, keys)

    def has_key(self, key: Any) -> bool:
        return self._try(False, super().has_key, key)

    def incr(self, key: Any, delta: int) -> int:
        number: int | None = self._try(None, super().incr, key, delta)
        if number is None:
            raise ValueError(f"Key '{key}' not found.")  # as Django says it of any missing key
        return number

    def set_many(self, data: Any, timeout: Any) -> None:
        self._try(None, super().set_many, data, timeout)

    def delete_many(self, keys: Any) -> None:
        self._try(None, super().delete_many, keys)

    def clear(self) -> bool:
        return self._try(False, super().clear)

    def _try(self, otherwise: Any, call: Callable[..., Any], *args: Any) -> Any:
        if time.monotonic() < SpareClient._closed_until:
            return otherwise
        try:
            return call(*args)
        except (redis.RedisError, OSError) as error:
            SpareClient._closed_until = time.monotonic() + PAUSE
            log.warning("cache.away", error=str(error))
            return otherwise


class SpareCache(RedisCache):
    def __init__(self, server: str, params: dict[str, Any]) -> None:
        waits = {"socket_timeout": TIMEOUT, "socket_connect_timeout": TIMEOUT}
        super().__init__(server, params | {"OPTIONS": waits})
        self._class = SpareClient
