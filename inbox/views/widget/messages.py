"""A visitor writes. The browser made the id, so a post that is sent twice is one message."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from core.ids import parse_uuid
from inbox.models import Block, Conversation
from inbox.views.widget.contact import checked_details
from inbox.views.widget.door import answers, text_in, the_visitor
from inbox.views.widget.rates import address_mark, limit
from inbox.views.widget.receipts import MOST_FILES, open_receipt
from inbox.views.widget.refusals import BadEmail, NotUnderstood, TooManyFiles
from inbox.visitor_view import message_views, public_seq, replies, stream_of


@answers("POST")
def messages(request: HttpRequest, said: dict[str, Any]) -> HttpResponse:
    """`{"id", "body", "files": [receipt, …]}` → the message as the thread shows it, and its stream.

    `answers`: the id of the chat's own message that they answer; it comes back as the line before, `opening`.

    `contact`, where nobody is there to answer now: `{"name", "email"}`, which goes to the contact with the message or not at all.
    """
    id, receipts = parse_uuid(said.get("id")), said.get("files", [])
    if id is None or id.version != 7 or not isinstance(receipts, list):
        raise NotUnderstood
    if len(receipts) > MOST_FILES:
        raise TooManyFiles
    with the_visitor(request) as visitor:
        limit(request, "message", token=str(visitor.pk), inbox=str(visitor.inbox_id))
        if visitor.identity_id is None and Block.shadows(address_mark(request)):
            limit(request, "message-shadowed")
        visitor.note_address(address_mark(request))
        about = details_in(said)
        files = [open_receipt(receipt, visitor) for receipt in receipts]
        answers = parse_uuid(said.get("answers"))
        message = Conversation.take_from(visitor, body=text_in(said, "body"), id=id, files=files, answers=answers)
        if about:
            visitor.locked().tell(**about)
        return JsonResponse(told(message.conversation, message.pk), status=201)


def details_in(said: dict[str, Any]) -> dict[str, str]:
    """Name and email that came with a message. Raises BadEmail: without an address there is nowhere to answer."""
    about = said.get("contact")
    if about is None:
        return {}
    if not isinstance(about, dict):
        raise NotUnderstood
    fields = checked_details(about)
    if not fields.get("email"):
        raise BadEmail
    return fields


def told(conversation: Conversation, message_id: Any) -> dict[str, Any]:
    message = replies(conversation).get(pk=message_id)
    seq = public_seq(conversation, message.seq)
    opening = replies(conversation).filter(conversation=message.conversation_id, seq=message.seq - 1).first()
    lines = [opening, message] if opening and opening.data.get("proactive") else [message]
    *before, shown = message_views(lines, first=seq - len(lines) + 1)
    place = {"id": str(conversation.root), "stream": stream_of(conversation.root)}
    return {"message": shown, "opening": before[0] if before else None, "conversation": place}
