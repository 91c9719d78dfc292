"""Who this browser is: its token confirmed, or a new one, told once; and where the conversation stands."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from accounts.models import Firm
from core.ids import parse_uuid
from inbox.models import Block, Conversation, Inbox, Visitor
from inbox.speed import usual_answer
from inbox.views.widget.door import answers, find, text_in, the_inbox, token_in
from inbox.views.widget.rates import address_mark, limit
from inbox.views.widget.refusals import NoSuchInbox
from inbox.visitor_view import contact_view, conversation_view, identity_view, inbox_view, look_stream
from ledger.heads import heads_of


@answers("POST")
def session(request: HttpRequest, said: dict[str, Any]) -> HttpResponse:
    """`{"key", "page"}`. A token that is not this inbox's, or not welcome any more, is answered with a new one."""
    key = parse_uuid(said.get("key"))
    if key is None:
        raise NoSuchInbox
    page = text_in(said, "page")
    with the_inbox(key) as (inbox, firm):
        visitor = known(inbox, token_in(request))
        if visitor is not None:
            limit(request, "read", token=str(visitor.pk))
            if visitor.is_blocked:  # type: ignore[attr-defined]
                return JsonResponse(shut(inbox, firm))
            visitor.come_back(page)
            return JsonResponse(told(inbox, firm, visitor, None))
        if inbox.is_closed or inbox.identity_required:
            return JsonResponse(told(inbox, firm, None, None))
        limit(request, "session", inbox=str(inbox.pk))
        if Block.shadows(address_mark(request)):
            limit(request, "session-shadowed")
        visitor, token = Visitor.arrive(inbox, page)
        return JsonResponse(told(inbox, firm, visitor, token), status=201)


def known(inbox: Inbox, token: str) -> Visitor | None:
    found = find(token)
    if found is None or found[0] != inbox.firm_id:
        return None
    visitor: Visitor | None = Visitor.at_the_door().filter(pk=found[1], inbox=inbox).first()
    return visitor.catch_up() if visitor is not None and visitor.is_welcome else None


def shut(inbox: Inbox, firm: Firm) -> dict[str, Any]:
    """The chat as somebody who is blocked sees it: closed, and nothing in it."""
    nothing = told(inbox, firm, None, None)
    return {**nothing, "inbox": {**nothing["inbox"], "closed": True}}


def told(inbox: Inbox, firm: Firm, visitor: Visitor | None, token: str | None) -> dict[str, Any]:
    stream = look_stream(inbox)
    after = heads_of([stream])[stream]
    identity = identity_view(visitor)
    conversation = Conversation.of_visitor(visitor) if visitor else None
    return {
        "token": token,
        "identity": identity,
        "inbox": inbox_view(inbox, firm),
        "look": {"stream": stream, "after": after},
        "answers": usual_answer(inbox, firm),
        "contact": contact_view(visitor),
        "conversation": conversation_view(conversation) if conversation else None,
    }
