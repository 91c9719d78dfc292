"""A visitor reacts to a message that both sides see."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse

from inbox.models import Conversation
from inbox.views.widget.door import answers, text_in, the_visitor
from inbox.views.widget.messages import told
from inbox.views.widget.rates import limit
from inbox.views.widget.refusals import NoSuchMessage
from inbox.visitor_view import public


@answers("POST", "DELETE")
def reactions(request: HttpRequest, said: dict[str, Any], id: UUID) -> HttpResponse:
    """`{"emoji"}` → the message as it is now."""
    with the_visitor(request) as visitor:
        limit(request, "reaction", token=str(visitor.pk))
        conversation = Conversation.of_visitor(visitor)
        message = public(conversation).filter(pk=id).first() if conversation else None
        if conversation is None or message is None:
            raise NoSuchMessage
        verb = message.react if request.method == "POST" else message.unreact
        verb(text_in(said, "emoji"), contact=conversation.contact)
        return JsonResponse({"message": told(conversation, id)["message"]})
