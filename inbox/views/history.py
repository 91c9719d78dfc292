"""Who changed what in a conversation, when, from what, to what."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.access import needs
from inbox.history import changes_of
from inbox.policies import READ
from inbox.views.reach import the_conversation


@require_GET
@needs(READ)
def history(request: HttpRequest, id: UUID) -> HttpResponse:
    conversation = the_conversation(request, id)
    return render(request, "inbox/_history.html", {"conversation": conversation, "changes": changes_of(conversation)})
