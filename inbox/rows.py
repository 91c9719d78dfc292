"""A conversation's row in a list."""

from typing import Any

from django.utils.safestring import SafeString

from inbox.drawn import drawn_once
from inbox.models import Conversation


def row_of(conversation: Conversation) -> SafeString:
    """`conversation` comes with all that a row says: `Conversation.objects.for_rows()`."""
    return drawn_once("inbox/_row.html", {"conversation": conversation}, facts_of(conversation))


def facts_of(conversation: Conversation) -> list[Any]:
    """Everything that a row can say: all columns, and how the client, the colleague, the team and the tags are called."""
    who, team = conversation.assignee, conversation.team
    facts: list[Any] = [*(getattr(conversation, name) for name in COLUMNS), conversation.contact.label]
    facts += [who and (who.name, who.photo), team and team.name]
    return facts + [(tag.pk, tag.name, tag.colour) for tag in conversation.tags]


COLUMNS = [field.attname for field in Conversation._meta.concrete_fields]
