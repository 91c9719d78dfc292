"""Merging two conversations of a client, and separating them again."""

from typing import Any
from uuid import UUID

from django.http import Http404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.endpoint import Endpoint
from inbox.api.reach import AboutConversation
from inbox.models import Merge
from inbox.policies import MERGE


class MergeShape(serializers.ModelSerializer[Merge]):
    """`gone` is the id of the conversation that was taken in; it leads to the survivor from now on."""

    class Meta:
        model = Merge
        fields = ("id", "survivor", "gone", "inbox", "by", "at")


class MergingWish(serializers.Serializer[Any]):
    other = serializers.UUIDField(help_text="A conversation of the same client.")


class Merging(AboutConversation):
    needs = MERGE
    serializer_class = MergingWish
    answer = MergeShape

    def post(self, request: Request, id: UUID) -> Response:
        """Take in another conversation of the same client: its lines come in by time, and get new numbers; 422
        `not_the_same_client` otherwise. `DELETE /merges/ID/` undoes it."""
        other = self.conversation(self.checked()["other"])
        return Response(MergeShape(self.conversation(id).merge(other, by=self.me)).data, status=201)


class OneMerge(Endpoint):
    needs = MERGE
    answer = MergeShape

    def delete(self, request: Request, id: UUID) -> Response:
        """Separate the two again. What was written since stays with the survivor."""
        found = Merge.seen_by(self.me).filter(pk=id).select_related("survivor").first()
        if found is None:
            raise Http404
        found.survivor.separate(found, by=self.me)
        return Response(status=204)
