"""How far a person has read."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts.access import needs
from inbox.policies import READ
from inbox.views.reach import a_number, the_conversation, the_form, the_membership


@require_http_methods(["GET", "PUT", "DELETE"])
@needs(READ)
def reading(request: HttpRequest, id: UUID) -> HttpResponse:
    """A list asks for a row that comes into it; a thread tells how far its reader has come.

    DELETE: as if line `from` and what follows were not read; without it, the newest words of others.
    """
    conversation, membership = the_conversation(request, id), the_membership(request)
    if request.method == "PUT":
        conversation.mark_read(by=membership, seq=a_number(the_form(request), "seq") or 0)
        return HttpResponse(status=204)
    if request.method == "DELETE":
        conversation.mark_unread(by=membership, seq=a_number(request.GET, "from"))
        return HttpResponse(status=204)
    return render(request, "inbox/_read.html", {"conversation_id": id, "seq": conversation.read_seq(membership)})
