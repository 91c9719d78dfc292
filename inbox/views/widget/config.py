"""What the loader needs to draw the button, for pages of the inbox's sites."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from core.colour import readable_under_white
from core.errors import Refusal
from inbox.sites import may_stand_on
from inbox.views.widget.door import for_any_site, refused, the_inbox
from inbox.views.widget.rates import limit
from inbox.views.widget.refusals import WrongSite
from inbox.visitor_view import proactive_view

FRESH_FOR = 60
"""Seconds a browser may keep it, so that walking a site asks once a minute."""


@csrf_exempt
@require_safe
def config(request: HttpRequest, key: UUID) -> HttpResponse:
    origin = request.headers.get("Origin", "")
    try:
        limit(request, "config")
        with the_inbox(key) as (inbox, firm):
            if not may_stand_on(inbox, origin):
                raise WrongSite
            said = {
                "accent": readable_under_white(inbox.accent),
                "title": inbox.title or firm.name,
                "launcher": inbox.launcher,
                "side": inbox.side,
                "offset": inbox.offset,
                "open": _("Chat with %(firm)s") % {"firm": inbox.title or firm.name},
                "close": _("Close the chat"),
                "messages": proactive_view(inbox, firm),
                "dismiss": _("Not now"),
                "unread": {"one": _("1 new message"), "other": _("%(count)s new messages")},
            }
    except Refusal as refusal:
        response: HttpResponse = refused(refusal)
        response["Cache-Control"] = "no-store"
        # The sentence is for whoever sets the widget up and looks into the console; it says nothing of the firm.
        return for_any_site(response, "*")
    response = for_any_site(JsonResponse(said), origin)
    response["Cache-Control"] = f"private, max-age={FRESH_FOR}"
    return response
