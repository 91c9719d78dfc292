"""Spam, and clients who may not write any more."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.endpoint import Endpoint
from inbox.api.reach import AboutConversation
from inbox.api.shapes import ConversationShape
from inbox.models import Block
from inbox.policies import BLOCK, MANAGE


class BlockShape(serializers.ModelSerializer[Block]):
    class Meta:
        model = Block
        fields: Any = ("id", "contact", "by", "reason", "created_at")


class BlockWish(serializers.Serializer[Any]):
    """`reason` is for colleagues alone."""

    reason = serializers.CharField(max_length=200, allow_blank=True, required=False, default="")


class Spam(AboutConversation):
    needs = BLOCK
    answer = ConversationShape
    serializer_class = None

    def post(self, request: Request, id: UUID) -> Response:
        """Into the folder “Spam”; what its sender writes on lies there too."""
        self.conversation(id).mark_spam(by=self.me)
        return Response(ConversationShape(self.conversation(id)).data, status=201)

    def delete(self, request: Request, id: UUID) -> Response:
        """Back among the open ones."""
        self.conversation(id).not_spam(by=self.me)
        return Response(status=204)


class ClientBlock(AboutConversation):
    needs = BLOCK
    serializer_class = BlockWish
    answer = BlockShape

    def post(self, request: Request, id: UUID) -> Response:
        """Block the client of this conversation: nothing they send arrives."""
        block = Block.put(self.conversation(id).contact, by=self.me, **self.checked())
        return Response(BlockShape(block).data, status=201)

    def delete(self, request: Request, id: UUID) -> Response:
        """They can write again."""
        for block in Block.objects.filter(contact=self.conversation(id).contact):
            block.lift(by=self.me)
        return Response(status=204)


class Blocks(Endpoint):
    needs = MANAGE
    answer, lists = BlockShape, True
    ordering = ("-created_at", "-id")

    def get(self, request: Request) -> Response:
        """Who is blocked, the newest first."""
        return self.get_paginated_response(BlockShape(self.paginate_queryset(Block.objects.all()), many=True).data)


class OneBlock(Endpoint):
    needs = MANAGE
    serializer_class = None

    def delete(self, request: Request, id: UUID) -> Response:
        """Lift it."""
        get_object_or_404(Block.objects.all(), pk=id).lift(by=self.me)
        return Response(status=204)
