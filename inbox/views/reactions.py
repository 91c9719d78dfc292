"""Reactions of colleagues."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from accounts.access import needs, require
from inbox.policies import READ, what_writes
from inbox.views.reach import the_form, the_membership, the_message
from inbox.views.refusals import told


@require_http_methods(["POST", "DELETE"])
@needs(READ)
@told
def reactions(request: HttpRequest, id: UUID) -> HttpResponse:
    """POST puts `emoji` on the message, DELETE takes it back."""
    message, membership = the_message(request, id), the_membership(request)
    require(membership, what_writes(message))
    emoji = the_form(request).get("emoji", "")
    if request.method == "POST":
        message.react(emoji, by=membership)
    else:
        message.unreact(emoji, by=membership)
    return HttpResponse(status=204)
