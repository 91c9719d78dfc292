"""Who a visitor is, by a token that the firm's own server signed; and signing out again."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from core import clock
from core.ids import parse_uuid
from inbox.errors import InboxClosed
from inbox.identity.refusals import BadToken
from inbox.identity.token import Claims, read
from inbox.models import IdentityKey, Inbox, Visitor
from inbox.views.widget.door import answers, text_in, the_inbox, the_visitor, token_in
from inbox.views.widget.rates import limit
from inbox.views.widget.refusals import NoSuchInbox
from inbox.views.widget.session import known, told


@answers("POST", "DELETE")
def identity(request: HttpRequest, said: dict[str, Any]) -> HttpResponse:
    return identify(request, said) if request.method == "POST" else forget(request)


def identify(request: HttpRequest, said: dict[str, Any]) -> HttpResponse:
    """`{"key", "token", "page"}` → as `session` answers; `token` where this browser has a new one."""
    key = parse_uuid(said.get("key"))
    if key is None:
        raise NoSuchInbox
    page = text_in(said, "page")
    with the_inbox(key) as (inbox, firm):
        current = known(inbox, token_in(request))
        if current is not None and current.is_blocked:  # type: ignore[attr-defined]
            raise InboxClosed
        limit(request, "identify", token=str(current.pk) if current else "", inbox=str(inbox.pk))
        claims = proven(request, inbox, said.get("token"), current)
        visitor, token = Visitor.identify(inbox, claims, current, page)
        claims.key.note_use()
        return JsonResponse(told(inbox, firm, visitor, token), status=201 if token else 200)


def proven(request: HttpRequest, inbox: Inbox, token: object, current: Visitor | None) -> Claims:
    """Its claims. Wrong ones cost more than right ones: who tries many is told to wait, whatever was wrong."""
    try:
        return read(token, list(IdentityKey.living(inbox)), str(inbox.key), clock.now())
    except BadToken:
        limit(request, "forged", token=str(current.pk) if current else "")
        raise


def forget(request: HttpRequest) -> HttpResponse:
    """Signed out: the token in the header is worth nothing from now on."""
    with the_visitor(request) as visitor:
        limit(request, "read", token=str(visitor.pk))
        visitor.forget()
    return HttpResponse(status=204)
