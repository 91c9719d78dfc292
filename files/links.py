"""Links to content that work without signing in: short-lived, signed, for one file of one firm and one purpose.

    CONTENT_URL/f/<60 characters>      firm, file, purpose, end, and half an HMAC-SHA-256 over them

Whoever holds a link may read that one thing until it ends; so links are made per page, and only for people who may
read the file.
"""

import base64
import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NewType
from uuid import UUID

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from core import clock
from files.errors import LinkExpired, LinkInvalid
from files.limits import LINK_STEP

Purpose = NewType("Purpose", int)
FULL, THUMBNAIL, SQUARE, LOOK = Purpose(0), Purpose(1), Purpose(2), Purpose(3)
PURPOSES = (FULL, THUMBNAIL, SQUARE, LOOK)

SALT = "files.links"
SIGNATURE = 16
LAYOUT = struct.Struct(">QI16sB")


@dataclass(frozen=True)
class Claim:
    """What a link opens."""

    firm_id: int
    file_id: UUID
    purpose: Purpose
    ends_at: datetime


def link(firm_id: int, file_id: UUID, purpose: Purpose, lasts: timedelta) -> str:
    return f"{settings.CONTENT_URL}/f/{sign(firm_id, file_id, purpose, end_of(lasts))}"


def end_of(lasts: timedelta) -> datetime:
    """The first whole step after `lasts`, so that a page shown again names the same address."""
    step = int(LINK_STEP.total_seconds())
    return datetime.fromtimestamp((int((clock.now() + lasts).timestamp()) // step + 1) * step, UTC)


def sign(firm_id: int, file_id: UUID, purpose: Purpose, ends_at: datetime) -> str:
    said = LAYOUT.pack(firm_id, int(ends_at.timestamp()), file_id.bytes, purpose)
    return base64.urlsafe_b64encode(said + _signature(said)).decode()


def read(token: str) -> Claim:
    """What `token` opens. Raises LinkInvalid, LinkExpired."""
    try:
        raw = base64.b64decode(token.encode("ascii"), altchars=b"-_", validate=True)
        said, signature = raw[: LAYOUT.size], raw[LAYOUT.size :]
        firm_id, ends, file_id, purpose = LAYOUT.unpack(said)
    except (ValueError, struct.error) as error:
        raise LinkInvalid from error
    if not constant_time_compare(signature, _signature(said)) or purpose not in PURPOSES:
        raise LinkInvalid
    claim = Claim(firm_id, UUID(bytes=file_id), Purpose(purpose), datetime.fromtimestamp(ends, UTC))
    if claim.ends_at <= clock.now():
        raise LinkExpired
    return claim


def _signature(said: bytes) -> bytes:
    return salted_hmac(SALT, said, algorithm="sha256").digest()[:SIGNATURE]
