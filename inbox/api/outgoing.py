"""Replies that wait to be sent: scheduling, changing, sending now, taking back."""

from typing import Any
from uuid import UUID

from django.http import Http404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.endpoint import Endpoint
from inbox.api.reach import AboutConversation
from inbox.api.shapes import AttachmentShape, LineShape
from inbox.lines import line_of
from inbox.models import Message, Outgoing
from inbox.policies import READ, REPLY


class OutgoingShape(serializers.ModelSerializer[Outgoing]):
    """`state`: held (for some seconds), scheduled, or stopped, and then `stopped` says why. `anyway`: it goes also if
    the client writes before."""

    state = serializers.ChoiceField(choices=("held", "scheduled", "stopped"))
    anyway = serializers.SerializerMethodField()
    attachments = AttachmentShape(source="files", many=True)

    class Meta:
        model = Outgoing
        fields: Any = (
            "id", "conversation", "author", "body", "due_at", "state", "stopped", "anyway", "attachments", "created_at",
        )  # fmt: skip

    def get_anyway(self, outgoing: Outgoing) -> bool:
        return outgoing.seen is None


class OutgoingWish(serializers.Serializer[Any]):
    """`id` is a UUID of your own, so that a retry is the same reply. `seen` is the newest line you know."""

    body = serializers.CharField(allow_blank=True, default="", trim_whitespace=False)
    due_at = serializers.DateTimeField()
    id = serializers.UUIDField(required=False)
    seen = serializers.IntegerField(required=False, min_value=0, max_value=2**53)
    anyway = serializers.BooleanField(required=False)
    quotes = serializers.UUIDField(required=False, help_text="The line this one answers.")
    attachments = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=50)
    snippets = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=50)


class OutgoingChange(serializers.Serializer[Any]):
    body = serializers.CharField(required=False, allow_blank=True, trim_whitespace=False)
    due_at = serializers.DateTimeField(required=False)
    anyway = serializers.BooleanField(required=False)


class SendingWish(serializers.Serializer[Any]):
    anyway = serializers.BooleanField(default=False)


class ConversationOutgoing(AboutConversation):
    needs = {"GET": READ, "POST": REPLY}
    serializer_class = OutgoingWish
    answer, lists = OutgoingShape, True
    pagination_class = None

    def get(self, request: Request, id: UUID) -> Response:
        """What waits to be sent here, by anybody."""
        return Response({"results": OutgoingShape(self.conversation(id).what_waits(), many=True).data})

    def post(self, request: Request, id: UUID) -> Response:
        """Send a reply at `due_at`. It stops, and its author is told, where the client or a colleague replied before
        (unless `anyway`), the conversation was closed or given to somebody else, or its author sees it no more."""
        held = self.conversation(id).hold(by=self.me, scheduled=True, **self.checked())
        if isinstance(held, Message):
            return Response(LineShape(line_of(held.pk)).data, status=201)
        return Response(OutgoingShape(held).data, status=201)


class MyOutgoing(Endpoint):
    needs = READ
    answer, lists = OutgoingShape, True
    pagination_class = None

    def get(self, request: Request) -> Response:
        """All of yours that waits, the next to go first; what stopped among them."""
        mine = Outgoing.mine(self.me).order_by("due_at", "id")[: Outgoing.MOST * 2]
        return Response({"results": OutgoingShape(mine, many=True).data})


class OneOutgoing(Endpoint):
    needs = REPLY
    serializer_class: Any = OutgoingChange
    answer: Any = OutgoingShape

    def outgoing(self, id: UUID) -> Outgoing:
        found: Outgoing | None = Outgoing.mine(self.me, id).select_related("conversation").first()
        if found is None:
            raise Http404
        return found

    def get(self, request: Request, id: UUID) -> Response:
        return Response(OutgoingShape(self.outgoing(id)).data)

    def patch(self, request: Request, id: UUID) -> Response:
        """Set what is named; one that stopped waits again. What was said until now is no reason any more to stop."""
        self.outgoing(id).change(by=self.me, **self.checked(partial=True))
        return Response(OutgoingShape(self.outgoing(id)).data)

    def delete(self, request: Request, id: UUID) -> Response:
        """Take it back into your draft; with `?discard`, throw it away."""
        found = self.outgoing(id)
        if "discard" in request.query_params:
            found.discard(by=self.me)
        else:
            found.take_back(by=self.me)
        return Response(status=204)


class Sending(OneOutgoing):
    serializer_class = SendingWish
    answer = LineShape
    http_method_names = ("post", "options")

    def post(self, request: Request, id: UUID) -> Response:
        """Send it now. 409 `thread_moved` where others wrote since, unless `anyway`."""
        message = self.outgoing(id).send_now(by=self.me, **self.checked())
        if message is None:
            raise Http404
        return Response(LineShape(line_of(message.pk)).data, status=201)
