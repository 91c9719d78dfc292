"""How far the visitor has seen the firm's replies."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from inbox.models import Conversation
from inbox.views.widget.door import answers, the_visitor
from inbox.views.widget.rates import limit
from inbox.views.widget.refusals import NotUnderstood
from inbox.visitor_view import seen_lines


@answers("PUT")
def reading(request: HttpRequest, said: dict[str, Any]) -> HttpResponse:
    """`{"seq": N}`: seen up to message N, as the visitor counts."""
    seq = said.get("seq")
    if type(seq) is not int or not 0 <= seq < 2**31:
        raise NotUnderstood
    with the_visitor(request) as visitor:
        limit(request, "read", token=str(visitor.pk))
        conversation = Conversation.of_visitor(visitor)
        if conversation is not None:
            for member, line in seen_lines(conversation, seq):
                member.mark_seen_by_visitor(seq=line)
    return HttpResponse(status=204)
