"""Reactions over JSON."""

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import require
from inbox.api.revisions import AboutMessage
from inbox.api.shapes import LineShape
from inbox.lines import line_of
from inbox.policies import READ, what_writes


class ReactionWish(serializers.Serializer[Any]):
    emoji = serializers.CharField(max_length=64, help_text="One emoji.")


class Reactions(AboutMessage):
    needs = READ
    serializer_class = ReactionWish
    answer = LineShape

    def post(self, request: Request, id: UUID) -> Response:
        """Put an emoji on it; at most five of yours on one message."""
        self._message(id).react(self.checked()["emoji"], by=self.me)
        return Response(LineShape(line_of(id)).data, status=201)

    def delete(self, request: Request, id: UUID) -> Response:
        """Take yours back, named as `?emoji=`."""
        self._message(id).unreact(self.checked({"emoji": request.query_params.get("emoji", "")})["emoji"], by=self.me)
        return Response(status=204)

    def _message(self, id: UUID) -> Any:
        message = self.message(id)
        require(self.me, what_writes(message))
        return message
