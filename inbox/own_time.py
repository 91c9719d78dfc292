"""Moments to come in a person's own time."""

from datetime import datetime
from zoneinfo import ZoneInfo

from accounts.models import Membership
from core import clock
from inbox.errors import NoSuchMoment
from inbox.moments import understand

ON_REPLY = "reply"


def the_moment(text: str, me: Membership) -> datetime | None:
    """The moment that was chosen or written, in the person's zone; None: when the client replies."""
    if text == ON_REPLY:
        return None
    try:
        found = understand(text, now_of(me), me.working_hours)
    except OverflowError:
        found = None
    if found is None:
        raise NoSuchMoment(text)
    return found.astimezone(ZoneInfo(me.time_zone))


def now_of(me: Membership) -> datetime:
    return clock.now().astimezone(ZoneInfo(me.time_zone))
