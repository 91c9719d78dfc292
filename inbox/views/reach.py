"""Reaching things through the person: what they do not see is not there."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, QueryDict

from accounts.models import Membership
from inbox.models import Attachment, Conversation, Merge, Message


def the_membership(request: HttpRequest) -> Membership:
    membership: Membership = request.membership  # type: ignore[attr-defined]
    return membership


def the_conversation(request: HttpRequest, id: UUID) -> Conversation:
    """One that was merged is the one in which it goes on."""
    seen = Conversation.objects.visible_to(the_membership(request)).select_related(
        "contact", "inbox", "assignee", "team"
    )
    found: Conversation | None = seen.filter(pk=id).first() or seen.filter(pk=Merge.survivor_of(id)).first()
    if found is None:
        raise Http404
    return found


def the_attachment(request: HttpRequest, id: UUID) -> Attachment:
    visible = Conversation.objects.visible_to(the_membership(request))
    found: Attachment | None = (
        Attachment.objects.select_related("file", "conversation").filter(pk=id, conversation__in=visible).first()
    )
    if found is None:
        raise Http404
    return found


def the_message(request: HttpRequest, id: UUID) -> Message:
    """A reply or a note."""
    visible = Conversation.objects.visible_to(the_membership(request))
    said = Message.objects.filter(pk=id, conversation__in=visible).exclude(kind=Message.Kind.EVENT)
    found: Message | None = said.select_related("conversation", "author").first()
    if found is None:
        raise Http404
    return found


def the_form(request: HttpRequest) -> QueryDict:
    """What was sent, for PUT as for POST."""
    if request.method == "POST":
        return request.POST
    return QueryDict(request.body, encoding="utf-8")


def a_number(form: Any, name: str) -> int | None:
    """A whole number that the form carries, or None. Never raises."""
    text = str(form.get(name) or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
