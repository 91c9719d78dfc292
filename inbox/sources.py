"""Conversations on the timeline of whom they are with."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from crm.models.merge.moving import hangs
from inbox.models import Block, Conversation, Message, Reaction, Visitor, VisitorIdentity
from timeline.sources import Source, register

CONVERSATION = "conversation"


def find(me: Membership, ids: Collection[UUID]) -> Mapping[UUID, Conversation]:
    """Those of inboxes that one sees, and no spam."""
    seen = Conversation.objects.visible_to(me).filter(pk__in=ids, spam_at=None)
    return {each.pk: each for each in seen}


register(Source(CONVERSATION, find, "inbox/_in_timeline.html", _("Conversations")))
for model in (Conversation, Message, Visitor, VisitorIdentity):
    hangs("contact", model, "contact")
hangs("contact", Reaction, "contact", unless=("message_id", "emoji"))
hangs("contact", Block, "contact", unless=())
