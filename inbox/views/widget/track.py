"""What the firm's page says a visitor did, told once the chat is there. Colleagues see the newest beside the conversation."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from inbox.views.widget.door import answers, text_in, the_visitor
from inbox.views.widget.rates import limit
from inbox.views.widget.refusals import NotUnderstood

MOST = 20


@answers("POST")
def track(request: HttpRequest, said: dict[str, Any]) -> HttpResponse:
    """`{"steps": [{"name", "facts": {…}, "page", "at"}, …], "page"}`, oldest first; `page` is where they are now."""
    steps = said.get("steps")
    page = text_in(said, "page")
    if not isinstance(steps, list) or len(steps) > MOST or not all(isinstance(step, dict) for step in steps):
        raise NotUnderstood
    with the_visitor(request) as visitor:
        limit(request, "track", token=str(visitor.pk))
        visitor.walk([as_step(step) for step in steps])
        if page:
            visitor.come_back(page)
    return HttpResponse(status=204)


def as_step(step: dict[str, Any]) -> dict[str, Any]:
    name, facts, page, at = step.get("name"), step.get("facts", {}), step.get("page", ""), step.get("at")
    if not isinstance(name, str) or not isinstance(facts, dict) or not isinstance(page, str) or type(at) is not int:
        raise NotUnderstood
    return {"name": name, "facts": facts, "page": page, "at": at}
