"""Files for a message: uploaded first, waiting in the conversation until the message is sent."""

from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.defaultfilters import filesizeformat
from django.views.decorators.http import require_http_methods

from accounts.access import needs
from core.errors import Refusal
from files.policies import UPLOAD
from inbox.views.reach import the_attachment, the_conversation, the_membership


@require_http_methods(["POST"])
@needs(UPLOAD)
def attachments(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take in one file, sent as `file`; it waits here for the message. Answers in JSON, as the browser's uploader asks."""
    conversation = the_conversation(request, id)
    try:
        attachment = conversation.attach(request.FILES.get("file"), by=the_membership(request))
    except Refusal as refusal:
        transaction.set_rollback(True)
        return JsonResponse({"error": str(refusal), "code": refusal.code}, status=refusal.status)
    file = attachment.file
    return JsonResponse({"id": str(attachment.pk), "name": file.name, "size": filesizeformat(file.size)}, status=201)


@require_http_methods(["DELETE"])
@needs(UPLOAD)
def attachment(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take a file off again before it is sent."""
    the_attachment(request, id).discard(by=the_membership(request))
    return HttpResponse(status=204)
