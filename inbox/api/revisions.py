"""Changing what was said, and what a firm allows."""

from typing import Any
from uuid import UUID

from django.http import Http404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.endpoint import Endpoint
from inbox.api.shapes import LineShape
from inbox.errors import CannotChange
from inbox.lines import line_of
from inbox.models import Conversation, Message, WritingRules
from inbox.models.writing_rules import LONGEST
from inbox.policies import MANAGE, READ, may_see_wordings


class AboutMessage(Endpoint):
    """A part of one message. What this person does not see is not there."""

    def message(self, id: UUID) -> Message:
        found = Message.objects.filter(pk=id, conversation__in=Conversation.objects.visible_to(self.me))
        message: Message | None = found.exclude(kind=Message.Kind.EVENT).first()
        if message is None:
            raise Http404
        return message


class EditWish(serializers.Serializer[Any]):
    body = serializers.CharField(allow_blank=True, trim_whitespace=False)


class WordingShape(serializers.Serializer[Any]):
    body = serializers.CharField()
    written_at = serializers.DateTimeField()
    replaced_at = serializers.DateTimeField()
    replaced_by = serializers.IntegerField(source="replaced_by_id", allow_null=True)


class RulesShape(serializers.ModelSerializer[WritingRules]):
    """`edit_minutes`: for how long who sent a reply may edit or delete it; 0 is never. Notes are not bounded."""

    edit_minutes = serializers.IntegerField(min_value=0, max_value=LONGEST)

    class Meta:
        model = WritingRules
        fields = ("edit_minutes",)


class OneMessage(AboutMessage):
    needs = READ
    serializer_class = EditWish
    answer = LineShape

    def get(self, request: Request, id: UUID) -> Response:
        """A reply or a note."""
        return Response(LineShape(line_of(self.message(id).pk)).data)

    def patch(self, request: Request, id: UUID) -> Response:
        """Say it in other words: your own note at any time, your own reply within what the firm allows."""
        self.message(id).edit(by=self.me, **self.checked())
        return Response(LineShape(line_of(id)).data)


class Deletion(AboutMessage):
    needs = READ
    answer = LineShape

    def post(self, request: Request, id: UUID) -> Response:
        """Delete it. Its words and files wait in the bin for 30 days; the client sees that something was removed."""
        self.message(id).withdraw(by=self.me)
        return Response(LineShape(line_of(id)).data, status=201)

    def delete(self, request: Request, id: UUID) -> Response:
        """Bring it back."""
        self.message(id).restore(by=self.me)
        return Response(status=204)


class Versions(AboutMessage):
    needs = READ
    answer, lists = WordingShape, True

    def get(self, request: Request, id: UUID) -> Response:
        """How it read before, the newest first."""
        message = self.message(id)
        if not may_see_wordings(self.me, message):
            raise CannotChange
        return Response({"next": None, "results": WordingShape(message.wordings_shown(), many=True).data})


class Rules(Endpoint):
    needs = {"GET": READ, "PUT": MANAGE}
    serializer_class = RulesShape
    answer = RulesShape

    def get(self, request: Request) -> Response:
        """What your firm allows when colleagues write."""
        return Response(RulesShape(WritingRules.of_firm()).data)

    def put(self, request: Request) -> Response:
        kept = WritingRules.of_firm()
        kept.change(by=self.me, **self.checked())
        return Response(RulesShape(kept).data)
