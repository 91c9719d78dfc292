"""The chat's own page, shown in an iframe on the firm's sites and nowhere else."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Firm
from core.errors import Refusal
from inbox.models import Inbox
from inbox.sites import frame_ancestors
from inbox.views.widget.door import the_inbox
from inbox.views.widget.receipts import MOST_FILES
from inbox.views.widget.words import emoji_language, words
from inbox.visitor_view import inbox_view

SOCKET = settings.WIDGET_URL.replace("http", "ws", 1)
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data: {content};"
    " connect-src 'self' {socket}; form-action 'none'; base-uri 'none'; frame-ancestors {ancestors}"
)


@require_safe
def frame(request: HttpRequest, key: UUID) -> HttpResponse:
    return _page(request, key, preview=False)


@require_safe
def preview(request: HttpRequest, key: UUID) -> HttpResponse:
    """The same page for the inbox's settings, which tell it the look that is being tried. It asks the server nothing."""
    return _page(request, key, preview=True)


def _page(request: HttpRequest, key: UUID, *, preview: bool) -> HttpResponse:
    try:
        with the_inbox(key) as (inbox, firm):
            ancestors = settings.PUBLIC_URL if preview else frame_ancestors(inbox)
            chat = {**begin(key, inbox, firm), "preview": preview, "origins": allowed_parents(inbox, preview)}
    except Refusal as refusal:
        return HttpResponse(f"{refusal}\n", content_type="text/plain; charset=utf-8", status=refusal.status)
    direction = "rtl" if get_language_bidi() else "ltr"
    response = render(
        request,
        "inbox/widget/frame.html",
        {"chat": chat, "firm_name": firm.name, "direction": direction, "scores": scores()},
    )
    response["Content-Security-Policy"] = POLICY.format(
        content=settings.CONTENT_URL, socket=SOCKET, ancestors=ancestors
    )
    response["Cache-Control"] = "no-cache"
    response["Referrer-Policy"] = "no-referrer"
    response["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
    response.xframe_options_exempt = True
    return response


def scores() -> list[tuple[int, str]]:
    return [(1, _("Poor")), (2, _("Not so good")), (3, _("All right")), (4, _("Good")), (5, _("Great"))]


def begin(key: UUID, inbox: Inbox, firm: Firm) -> dict[str, Any]:
    """What the page's script starts from."""
    return {
        "key": str(key),
        **inbox_view(inbox, firm),
        "socket": f"{SOCKET}/widget/live",
        "limits": {"bytes": settings.FILE_MAX_BYTES, "files": MOST_FILES},
        "words": words(),
        "emoji": static(f"dist/emoji/{emoji_language()}.json"),
    }


def allowed_parents(inbox: Inbox, preview: bool) -> list[str] | None:
    """Origins the page talks to; None: any that may frame it."""
    if preview:
        return [settings.PUBLIC_URL]
    return inbox.allowed_origins or None
