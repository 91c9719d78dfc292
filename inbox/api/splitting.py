"""Making a conversation of its own from some lines of another."""

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from inbox.api.reach import AboutConversation
from inbox.api.shapes import ConversationShape
from inbox.policies import MERGE


class SplittingWish(serializers.Serializer[Any]):
    """One of the two: `start`, a reply or a note with which the new one begins, or `lines`, those that move."""

    start = serializers.UUIDField(required=False)
    lines = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=1000)


class Splitting(AboutConversation):
    needs = MERGE
    serializer_class = SplittingWish
    answer = ConversationShape

    def post(self, request: Request, id: UUID) -> Response:
        """Move lines into a new conversation of the same client. To undo it, merge the two."""
        conversation, said = self.conversation(id), self.checked()
        start = said.get("start")
        lines = conversation.lines_from(start) if start else said.get("lines", [])
        branch = conversation.split(lines, by=self.me)
        return Response(ConversationShape(self.conversation(branch.pk)).data, status=201)
