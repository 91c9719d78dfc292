"""One request to a push service, and what its answer means."""

from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr, parsedate_to_datetime

import httpx
from django.conf import settings

from core import clock
from timeline.push.base64url import decoded
from timeline.push.encryption import encrypt
from timeline.push.endpoints import is_known
from timeline.push.message import Message
from timeline.push.vapid import authorization

TIMEOUT = 10.0
DAY = 24 * 3600


@dataclass(frozen=True)
class Answer:
    """`status` is 0 where nothing answered; `after` the seconds that a push service asked us to wait."""

    status: int
    after: float | None = None

    @property
    def is_sent(self) -> bool:
        return 200 <= self.status < 300

    @property
    def is_gone(self) -> bool:
        return self.status in (404, 410)

    @property
    def may_be_tried_again(self) -> bool:
        return self.status in (0, 429) or self.status >= 500


def post(message: Message, *, endpoint: str, p256dh: str, auth: str) -> Answer:
    """Send it. No redirect is followed and no body is read: the status and `Retry-After` say everything."""
    if not is_known(endpoint):
        return Answer(410)  # the operator has taken this service away
    body = encrypt(message.body(), p256dh=decoded(p256dh), auth=decoded(auth))
    headers = {
        "Authorization": authorization(
            endpoint, private=settings.VAPID_PRIVATE_KEY, contact=contact(), now=clock.now()
        ),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(DAY),
        "Topic": message.tag,
        "Urgency": message.urgency,
    }
    try:
        with (
            httpx.Client(timeout=TIMEOUT, follow_redirects=False) as client,
            client.stream("POST", endpoint, content=body, headers=headers) as answer,
        ):
            return Answer(answer.status_code, _seconds(answer.headers.get("Retry-After", ""), clock.now()))
    except httpx.HTTPError:
        return Answer(0)


def contact() -> str:
    """Whom a push service writes to if we trouble it."""
    if settings.SECURE:
        return str(settings.PUBLIC_URL)
    return f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}"


def _seconds(said: str, now: datetime) -> float | None:
    """`Retry-After` as seconds or as a date (RFC 9110); None for neither."""
    if said.isascii() and said.isdigit():
        return float(said[:9])
    try:
        return max((parsedate_to_datetime(said) - now).total_seconds(), 0)
    except (TypeError, ValueError):
        return None
