"""What a text can say of the conversation it is written in."""

from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from inbox.models import Conversation
from timeline.filling import Blank, register
from timeline.subjects import Kind
from timeline.subjects import register as register_kind


def open_conversation(me: Membership, id: UUID) -> dict[str, Any] | None:
    seen = Conversation.objects.visible_to(me).select_related("contact", "inbox", "assignee", "team")
    conversation = seen.filter(pk=id).first()
    return about(conversation) if conversation else None


def about(conversation: Conversation) -> dict[str, Any]:
    return {"conversation": conversation, "inbox": conversation.inbox, "contact": conversation.contact}


register(
    Blank("inbox.name", _("Name of the inbox"), "Website", lambda inbox: inbox.name),
    Blank(
        "conversation.assignee",
        _("Who has the conversation"),
        "Nora Lind",
        lambda conversation: conversation.assignee.name if conversation.assignee else "",
    ),
    Blank(
        "conversation.team",
        _("The team that has the conversation"),
        "Client care",
        lambda conversation: conversation.team.name if conversation.team else "",
    ),
    Blank(
        "conversation.started_on",
        _("The day the conversation began"),
        "3 March 2026",
        lambda conversation: date_format(conversation.created_at, "DATE_FORMAT"),
    ),
)
register_kind(Kind("conversation", open_conversation))
