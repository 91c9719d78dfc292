"""A conversation's row in a list, drawn once for what it says.

It is the same for everyone, so a list of thirty rows mostly finds them drawn: by the list that somebody opened before, or
by the stream that told of it. Drawing one takes a hundred times as long as finding it.
"""

from hashlib import blake2b
from typing import Any

from django.core.cache import caches
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from inbox.models import Conversation


def row_of(conversation: Conversation) -> SafeString:
    """`conversation` comes with all that a row says: `Conversation.objects.for_rows()`."""
    drawn = caches["rows"].get_or_set(_key(conversation), lambda: _drawn(conversation))
    return SafeString(drawn)


def _drawn(conversation: Conversation) -> SafeString:
    return render_to_string("inbox/_row.html", {"conversation": conversation})


def _key(conversation: Conversation) -> str:
    """Of everything that a row can say: all columns, and how the client, the colleague, the team and the tags are called."""
    who, team = conversation.assignee, conversation.team
    facts: list[Any] = [get_language(), *(getattr(conversation, name) for name in COLUMNS), conversation.contact.label]
    facts += [who and (who.name, who.photo), team and team.name]
    facts += [(tag.pk, tag.name, tag.colour) for tag in conversation.tags]
    return blake2b(repr(facts).encode(), digest_size=20).hexdigest()


COLUMNS = [field.attname for field in Conversation._meta.concrete_fields]
