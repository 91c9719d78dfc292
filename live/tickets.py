"""Tickets: how a page that is signed in proves to the socket who it is.

A ticket is fetched over HTTP, lives for a minute and works once. It is kept in Redis by its
hash and taken with GETDEL. While Redis is away a signed ticket takes its place, so that a dead
Redis never locks anyone out (docs/decisions/0004-a-ticket-survives-the-loss-of-redis.md).
"""

import hashlib
import json
import secrets
import time
from typing import Any

import redis
import redis.asyncio
import structlog
from django.conf import settings
from django.core import signing

from live.actors import Actor
from live.redis import client, patient_client
from live.together import Together

LIFE = 60
SALT = "live.ticket"
SIGNED = "signed."


class BadTicket(Exception):
    """Forged, expired or used."""


def issue(actor: dict[str, Any]) -> str:
    """A ticket for `Actor(**actor)`."""
    asked_by = structlog.contextvars.get_contextvars().get("request_id", "")
    checked = Actor.from_dict(actor | {"request": asked_by}).as_dict()
    ticket = secrets.token_urlsafe(32)
    try:
        client().set(_key(ticket), json.dumps(checked), ex=LIFE)
    except (redis.RedisError, OSError):
        mark = secrets.token_urlsafe(16)
        return SIGNED + signing.dumps({"actor": checked, "mark": mark}, salt=SALT)
    return ticket


async def redeem(ticket: str) -> Actor:
    """Whose ticket this is; from now on it is worthless."""
    if ticket.startswith(SIGNED):
        return await _redeem_signed(ticket.removeprefix(SIGNED))
    kept = await _take(_key(ticket))
    if kept is None:
        raise BadTicket
    return Actor.from_dict(json.loads(kept))


async def _take_all(keys: list[str]) -> list[bytes | None]:
    try:
        async with patient_client().pipeline(transaction=False) as pipeline:
            for key in keys:
                pipeline.getdel(key)
            return await pipeline.execute()
    except (redis.RedisError, OSError):
        return [None] * len(keys)  # the browsers ask for others, which will be signed


_take: Together[str, bytes | None] = Together(_take_all)


async def _redeem_signed(ticket: str) -> Actor:
    try:
        said = signing.loads(ticket, salt=SALT, max_age=LIFE)
    except signing.BadSignature:
        raise BadTicket from None
    if not _first_use_here(said["mark"]) or not await _first_use_anywhere(said["mark"]):
        raise BadTicket
    return Actor.from_dict(said["actor"])


_used: dict[str, float] = {}


def _first_use_here(mark: str) -> bool:
    now = time.monotonic()
    for old in [known for known, at in _used.items() if at < now - LIFE]:
        del _used[old]
    if mark in _used:
        return False
    _used[mark] = now
    return True


async def _first_use_anywhere(mark: str) -> bool:
    try:
        return bool(await patient_client().set(_key(mark), "used", nx=True, ex=LIFE))
    except (redis.RedisError, OSError):
        return True


def _key(secret: str) -> str:
    digest = hashlib.sha256(secret.encode()).hexdigest()
    return f"{settings.REDIS_PREFIX}:ticket:{digest}"
