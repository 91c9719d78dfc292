"""The keys that an inbox's firm signs its visitors' tokens with."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.endpoint import Endpoint
from inbox.models import IdentityKey, Inbox
from inbox.policies import MANAGE


class IdentityKeyShape(serializers.ModelSerializer[IdentityKey]):
    """`id` is what a token's `kid` may name."""

    class Meta:
        model = IdentityKey
        fields: Any = ("id", "algorithm", "ending", "created_at", "used_at", "ended_at")


class MadeIdentityKeyShape(IdentityKeyShape):
    secret = serializers.CharField(required=False, help_text="Only in the answer to POST, and only for HS256.")

    class Meta(IdentityKeyShape.Meta):
        fields: Any = (*IdentityKeyShape.Meta.fields, "secret")


class IdentityKeyWish(serializers.Serializer[Any]):
    """`public` is the public key in PEM, for ES256 and EdDSA."""

    algorithm = serializers.ChoiceField(choices=IdentityKey.Algorithm.choices)
    public = serializers.CharField(required=False, allow_blank=True, max_length=2000, default="")


class OfInbox(Endpoint):
    needs = MANAGE

    def inbox(self, id: UUID) -> Inbox:
        found: Inbox = get_object_or_404(Inbox.objects.visible_to(self.me), pk=id)
        return found


class IdentityKeys(OfInbox):
    serializer_class = IdentityKeyWish
    answer, lists = MadeIdentityKeyShape, True
    pagination_class = None

    def get(self, request: Request, id: UUID) -> Response:
        """The newest twenty, the ended ones too."""
        found = IdentityKey.objects.filter(inbox=self.inbox(id)).order_by("-created_at")[:20]
        return Response({"results": IdentityKeyShape(found, many=True).data})

    def post(self, request: Request, id: UUID) -> Response:
        """A new key; the answer holds an HS256 secret, once. Two may live at a time."""
        made, secret = IdentityKey.make(self.inbox(id), by=self.me, **self.checked())
        return Response({**IdentityKeyShape(made).data, **({"secret": secret} if secret else {})}, status=201)


class OneIdentityKey(OfInbox):
    serializer_class = None

    def delete(self, request: Request, id: UUID, key: UUID) -> Response:
        """End it: it proves nothing any more."""
        get_object_or_404(IdentityKey.objects.filter(inbox=self.inbox(id)), pk=key).end(by=self.me)
        return Response(status=204)
