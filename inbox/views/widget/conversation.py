"""The visitor's conversation: its newest messages, or those before one."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from inbox.models import Conversation
from inbox.views.widget.door import answers, the_visitor
from inbox.views.widget.rates import limit
from inbox.views.widget.refusals import NotUnderstood
from inbox.visitor_view import conversation_view


@answers("GET")
def conversation(request: HttpRequest, said: dict[str, Any]) -> HttpResponse:
    before = request.GET.get("before")
    if before is not None and not (before.isascii() and before.isdigit() and len(before) < 10):
        raise NotUnderstood
    with the_visitor(request) as visitor:
        limit(request, "read", token=str(visitor.pk))
        found = Conversation.of_visitor(visitor)
        shown = conversation_view(found, int(before) if before else None) if found else None
        return JsonResponse({"conversation": shown})
