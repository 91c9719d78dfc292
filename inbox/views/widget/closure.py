"""The visitor ends the chat, and says how it was."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from inbox.errors import BadScore, NotToBeRated
from inbox.models import Conversation
from inbox.views.widget.door import answers, text_in, the_visitor
from inbox.views.widget.rates import limit
from inbox.views.widget.refusals import NotBegun
from inbox.visitor_view import closed_last, family_of, rating_view


@answers("POST")
def closure(request: HttpRequest, said: dict[str, Any]) -> HttpResponse:
    """What they write next opens it again."""
    with the_visitor(request) as visitor:
        limit(request, "closure", token=str(visitor.pk))
        conversation = Conversation.of_visitor(visitor)
        if conversation is None:
            raise NotBegun
        for member in family_of(conversation):
            member.close(by=None)
        return JsonResponse({"closed": True})


@answers("PUT")
def rating(request: HttpRequest, said: dict[str, Any]) -> HttpResponse:
    """`{"score": 1…5, "comment"}`."""
    score = said.get("score")
    if type(score) is not int:
        raise BadScore
    with the_visitor(request) as visitor:
        limit(request, "rating", token=str(visitor.pk))
        conversation = Conversation.of_visitor(visitor)
        last = closed_last(conversation) if conversation else None
        if conversation is None or last is None:
            raise NotToBeRated
        last.rate(score=score, comment=text_in(said, "comment"))
        return JsonResponse({"rating": rating_view(conversation)})
