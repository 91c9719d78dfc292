"""The conversation to keep: as a file, or by mail to the address that the visitor gave here."""

import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from accounts.models import Firm
from inbox.models import Conversation
from inbox.transcript import Transcript
from inbox.views.widget.door import answers, the_visitor
from inbox.views.widget.rates import limit
from inbox.views.widget.refusals import NotBegun


@answers("GET", "POST")
def transcript(request: HttpRequest, said: dict[str, Any]) -> HttpResponse:
    """GET: a file, `?format=html` or text. POST: by mail; never to an address that comes with the request."""
    with the_visitor(request) as visitor:
        if request.method == "POST":
            visitor.ask_for_transcript()
            address = hashlib.sha256(visitor.told["email"].lower().encode()).hexdigest()
            limit(request, "transcript", token=str(visitor.pk), inbox=str(visitor.inbox_id), address_written=address)
            return JsonResponse({"email": visitor.told["email"]}, status=202)
        limit(request, "read", token=str(visitor.pk))
        conversation = Conversation.of_visitor(visitor)
        if conversation is None:
            raise NotBegun
        return as_file(
            Transcript(conversation, Firm.objects.get(pk=visitor.firm_id), whole=True), request.GET.get("format")
        )


def as_file(transcript: Transcript, kind: str | None) -> HttpResponse:
    html = kind == "html"
    response = HttpResponse(
        transcript.html() if html else transcript.text(),
        content_type=f"text/{'html' if html else 'plain'}; charset=utf-8",
    )
    response["Content-Disposition"] = f'attachment; filename="{transcript.name}.{"html" if html else "txt"}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
