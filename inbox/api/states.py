"""What a conversation is put aside until, how urgent it is, and when it comes back unanswered."""

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.endpoint import Endpoint
from inbox.api.reach import AboutConversation
from inbox.api.shapes import ConversationShape
from inbox.models import FollowUpRules, Priority
from inbox.models.follow_up_rules import LONGEST
from inbox.policies import MANAGE, READ, SORT


class SnoozeWish(serializers.Serializer[Any]):
    """`until` null: until the client replies."""

    until = serializers.DateTimeField(allow_null=True)


class PriorityWish(serializers.Serializer[Any]):
    priority = serializers.ChoiceField(choices=[each.code for each in Priority])


class Snooze(AboutConversation):
    needs = SORT
    serializer_class = SnoozeWish
    answer = ConversationShape

    def put(self, request: Request, id: UUID) -> Response:
        """Put it aside until a moment, or until the client replies: their message wakes it in any case."""
        self.conversation(id).snooze(by=self.me, until=self.checked()["until"])
        return Response(ConversationShape(self.conversation(id)).data)

    def delete(self, request: Request, id: UUID) -> Response:
        """Wake it now."""
        self.conversation(id).wake(by=self.me)
        return Response(status=204)


class PriorityOf(AboutConversation):
    needs = SORT
    serializer_class = PriorityWish
    answer = ConversationShape

    def put(self, request: Request, id: UUID) -> Response:
        """Say how urgent it is."""
        self.conversation(id).prioritise(by=self.me, priority=self.checked()["priority"])
        return Response(ConversationShape(self.conversation(id)).data)


class FollowUpShape(serializers.ModelSerializer[FollowUpRules]):
    """`days` without an answer to a reply, after which a conversation comes back; 0 is never."""

    days = serializers.IntegerField(min_value=0, max_value=LONGEST)

    class Meta:
        model = FollowUpRules
        fields = ("days",)


class FollowUp(Endpoint):
    needs = {"GET": READ, "PUT": MANAGE}
    serializer_class = FollowUpShape
    answer = FollowUpShape

    def get(self, request: Request) -> Response:
        """When a conversation comes back whose client does not answer."""
        return Response(FollowUpShape(FollowUpRules.of_firm()).data)

    def put(self, request: Request) -> Response:
        """It holds from the next reply on."""
        kept = FollowUpRules.of_firm()
        kept.change(by=self.me, **self.checked())
        return Response(FollowUpShape(kept).data)
