"""Tags: those of the firm, and those of a conversation."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.endpoint import Endpoint
from inbox.api.reach import AboutConversation
from inbox.api.shapes import ConversationShape, TagShape
from inbox.models import Tag
from inbox.models.tag import LONGEST
from inbox.policies import MAKE_TAGS, MANAGE_TAGS, READ, SORT
from inbox.tags import tags_like


class TagWish(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=LONGEST)
    colour = serializers.ChoiceField(choices=Tag.Colour.choices, required=False)


class MergeWish(serializers.Serializer[Any]):
    into = serializers.UUIDField(help_text="The tag that stays.")


class TagsWish(serializers.Serializer[Any]):
    add = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=2 * Tag.MOST)
    remove = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=2 * Tag.MOST)


class Tags(Endpoint):
    needs = {"GET": READ, "POST": MAKE_TAGS}
    serializer_class = TagWish
    answer, lists = TagShape, True
    ordering = "pk"

    def get(self, request: Request) -> Response:
        """The firm's tags; with `?q=`, those that have it in their name."""
        found = Tag.objects.filter(pk__in=tags_like(request.query_params.get("q", "")).order_by().values("pk"))
        return self.get_paginated_response(TagShape(self.paginate_queryset(found), many=True).data)

    def post(self, request: Request) -> Response:
        """Make a tag; without a colour, its name picks one."""
        return Response(TagShape(Tag.make(by=self.me, **self.checked())).data, status=201)


class OneTag(Endpoint):
    needs = {"GET": READ, "PATCH": MANAGE_TAGS, "DELETE": MANAGE_TAGS}
    serializer_class = TagWish
    answer = TagShape

    def get(self, request: Request, id: UUID) -> Response:
        return Response(TagShape(the_tag(id)).data)

    def patch(self, request: Request, id: UUID) -> Response:
        """Rename or recolour it."""
        the_tag(id).change(by=self.me, **self.checked(partial=True))
        return Response(TagShape(the_tag(id)).data)

    def delete(self, request: Request, id: UUID) -> Response:
        """It is taken off every conversation."""
        the_tag(id).remove(by=self.me)
        return Response(status=204)


class Merging(Endpoint):
    needs = MANAGE_TAGS
    serializer_class = MergeWish
    answer = TagShape

    def post(self, request: Request, id: UUID) -> Response:
        """What has this tag has `into` instead; this one is gone."""
        found, into = the_tag(id), named([self.checked()["into"]], "into")[0]
        found.merge(by=self.me, into=into)
        return Response(TagShape(into).data, status=201)


class TagsOfConversation(AboutConversation):
    needs = SORT
    serializer_class = TagsWish
    answer = ConversationShape

    def put(self, request: Request, id: UUID) -> Response:
        """Put tags on and take tags off, by their ids; the others stay."""
        conversation, said = self.conversation(id), self.checked()
        add, remove = named(said.get("add", []), "add"), Tag.objects.filter(pk__in=said.get("remove", []))
        conversation.tag(by=self.me, add=add, remove=remove)
        return Response(ConversationShape(self.conversation(id)).data)


def the_tag(id: UUID) -> Tag:
    return get_object_or_404(Tag.objects.all(), pk=id)


def named(ids: list[UUID], field: str) -> list[Tag]:
    found = list(Tag.objects.filter(pk__in=ids))
    if len(found) < len(set(ids)):
        raise serializers.ValidationError({field: ["There is no such tag in this firm."]})
    return found
