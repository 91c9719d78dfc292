"""Closing a conversation, and undoing it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from accounts.access import needs
from inbox.policies import CLOSE
from inbox.views.reach import the_conversation, the_membership


@require_http_methods(["POST", "DELETE"])
@needs(CLOSE)
def closure(request: HttpRequest, id: UUID) -> HttpResponse:
    conversation, membership = the_conversation(request, id), the_membership(request)
    if request.method == "POST":
        conversation.close(by=membership)
    else:
        conversation.reopen(by=membership)
    return HttpResponse(status=204)
