"""Who is told what is said in a conversation that another one has."""

from typing import Any
from uuid import UUID

from django.http import Http404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Membership
from inbox.api.reach import AboutConversation
from inbox.policies import READ, require_following


class FollowerShape(serializers.Serializer[Any]):
    id = serializers.IntegerField(read_only=True, source="pk")
    name = serializers.CharField(read_only=True)


class Followers(AboutConversation):
    needs = READ
    answer, lists = FollowerShape, True
    pagination_class = None

    def get(self, request: Request, id: UUID) -> Response:
        """Who follows it, by name."""
        return Response({"results": FollowerShape(self.conversation(id).following, many=True).data})


class OneFollower(AboutConversation):
    needs = READ
    answer = FollowerShape
    serializer_class = None

    def put(self, request: Request, id: UUID, person: int) -> Response:
        """They are told what is said here, from now on. For others than yourself you need the right to assign."""
        conversation, who = self.conversation(id), self.colleague(person)
        conversation.follow(by=self.me, who=who)
        return Response(FollowerShape(who).data)

    def delete(self, request: Request, id: UUID, person: int) -> Response:
        """They are told no more."""
        conversation, who = self.conversation(id), self.colleague(person)
        conversation.unfollow(by=self.me, who=who)
        return Response(status=204)

    def colleague(self, id: int) -> Membership:
        found: Membership | None = Membership.objects.filter(pk=id, ended_at=None).first()
        if found is None:
            raise Http404
        require_following(self.me, found)
        return found
