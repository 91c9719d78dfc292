"""Row ids: UUID version 7 (RFC 9562, section 5.7), sortable by the millisecond they were made in."""

import os
import time
from uuid import UUID

_VERSION = 0x7000
_VARIANT = 0x8000000000000000


def uuid7(unix_ms: int | None = None) -> UUID:
    """A new id: 48 bits of Unix milliseconds, then 74 random bits."""
    ms = time.time_ns() // 1_000_000 if unix_ms is None else unix_ms
    chance = int.from_bytes(os.urandom(10))
    high = (ms & 0xFFFFFFFFFFFF) << 16 | _VERSION | (chance >> 64) & 0x0FFF
    low = _VARIANT | chance & 0x3FFFFFFFFFFFFFFF
    return UUID(int=high << 64 | low)


def parse_uuid(text: object) -> UUID | None:
    """The id in `text`, or None where it is not one. Never raises."""
    try:
        return UUID(str(text))
    except ValueError:
        return None
