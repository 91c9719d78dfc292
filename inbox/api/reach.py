"""Reaching a conversation through the person who asks."""

from uuid import UUID

from django.http import Http404

from accounts.endpoint import Endpoint
from inbox.models import Conversation, Merge


class AboutConversation(Endpoint):
    """A part of one conversation. What this person does not see is not there; what was merged is where it goes on."""

    def conversation(self, id: UUID) -> Conversation:
        seen = Conversation.objects.visible_to(self.me).for_rows()
        found: Conversation | None = seen.filter(pk=id).first() or seen.filter(pk=Merge.survivor_of(id)).first()
        if found is None:
            raise Http404
        return found
