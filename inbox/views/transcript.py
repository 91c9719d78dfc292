"""What was said in a conversation, as a file for colleagues to hand on: what the client sees, without notes."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from accounts.access import needs
from accounts.models import Firm
from inbox.policies import READ
from inbox.transcript import Transcript
from inbox.views.reach import the_conversation
from inbox.views.widget.transcript import as_file


@require_safe
@needs(READ)
def transcript(request: HttpRequest, id: UUID) -> HttpResponse:
    conversation = the_conversation(request, id)
    return as_file(Transcript(conversation, Firm.objects.get(pk=conversation.firm_id)), request.GET.get("format"))
