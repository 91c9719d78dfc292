"""Files of a visitor: brought before their message; and fresh links to those of the conversation."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse

from files.models import File
from inbox.errors import InboxClosed
from inbox.models import Attachment, Conversation, Message
from inbox.views.widget.door import answers, the_visitor
from inbox.views.widget.rates import limit
from inbox.views.widget.receipts import receipt_for
from inbox.views.widget.refusals import NoFilesHere, NoSuchFile, NotUnderstood
from inbox.visitor_view import attachment_view, file_view


@answers("POST")
def attachments(request: HttpRequest, said: dict[str, Any]) -> HttpResponse:
    """One file, as `file` of a form → its receipt, and how it is shown."""
    with the_visitor(request) as visitor:
        limit(request, "upload", token=str(visitor.pk), inbox=str(visitor.inbox_id))
        limit(request, "uploads", token=str(visitor.pk))
        if visitor.inbox.is_closed:
            raise InboxClosed
        if not visitor.inbox.takes_files:
            raise NoFilesHere
        upload = request.FILES.get("file")
        if upload is None:
            raise NotUnderstood
        file = File.take_in(upload)
        return JsonResponse({"receipt": receipt_for(file, visitor), "file": file_view(file)}, status=201)


@answers("GET")
def attachment(request: HttpRequest, said: dict[str, Any], id: UUID) -> HttpResponse:
    """Fresh links to a file both sides see."""
    with the_visitor(request) as visitor:
        limit(request, "read", token=str(visitor.pk))
        conversation = Conversation.of_visitor(visitor)
        public = Attachment.objects.filter(
            pk=id, conversation=conversation, message__kind=Message.Kind.REPLY, message__deleted_at=None
        )
        found = public.select_related("file").first() if conversation else None
        if found is None:
            raise NoSuchFile
        return JsonResponse(attachment_view(found))
