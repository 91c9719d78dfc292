"""How fast an inbox usually answers, from what it really did; a promise is made to nobody without it."""

from datetime import timedelta
from statistics import median

from django.core.cache import cache
from django.db.models import OuterRef, Subquery

from accounts.models import Firm
from core import clock
from inbox.models import Conversation, Inbox, Message

LATELY = timedelta(days=30)
SAMPLE, ENOUGH = 100, 5
FRESH_FOR = 600
STEPS = (("minutes", timedelta(minutes=5)), ("hour", timedelta(hours=1)), ("day", timedelta(days=1)))


def usual_answer(inbox: Inbox, firm: Firm) -> str:
    """ "minutes", "hour", "day": half of the newest conversations were answered within that; "" where nothing is known."""
    kept: str | None = cache.get(f"speed:{inbox.pk}")
    if kept is None:
        kept = _measured(inbox, firm)
        cache.set(f"speed:{inbox.pk}", kept, FRESH_FOR)
    return kept


def _measured(inbox: Inbox, firm: Firm) -> str:
    """Those that began outside business hours do not count: nobody said to be there."""
    hours, now = inbox.business_hours(firm.time_zone), clock.now()
    replies = Message.objects.filter(conversation=OuterRef("pk"), kind=Message.Kind.REPLY, author__isnull=False)
    lately = Conversation.objects.filter(inbox=inbox, created_at__gt=now - LATELY).order_by("-active_at", "-id")
    rows = lately.annotate(first=Subquery(replies.order_by("seq").values("created_at")[:1]))[:SAMPLE]
    waits = [(row.first or now) - row.created_at for row in rows if hours is None or hours.is_open(row.created_at)]
    if len(waits) < ENOUGH:
        return ""
    usual = timedelta(seconds=median(wait.total_seconds() for wait in waits))
    return next((name for name, most in STEPS if usual <= most), "")
