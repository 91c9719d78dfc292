"""Where a widget may stand: the inbox's allowed origins, for the configuration request and for `frame-ancestors`.

An empty list is anywhere while developing, and nowhere in production: a widget is let out by naming its sites.
"""

from urllib.parse import urlsplit

from django.conf import settings

from inbox.models import Inbox


def may_stand_on(inbox: Inbox, origin: str) -> bool:
    """`origin` as the browser sends it; "null" and an absent one never."""
    if urlsplit(origin).scheme not in ("http", "https"):
        return False
    return origin in inbox.allowed_origins if inbox.allowed_origins else not settings.PRODUCTION


def frame_ancestors(inbox: Inbox) -> str:
    if inbox.allowed_origins:
        return " ".join(inbox.allowed_origins)
    return "'none'" if settings.PRODUCTION else "http: https:"
