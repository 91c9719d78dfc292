"""API tokens. A token makes no tokens: this needs the session of a person."""

from typing import Any

from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.shapes import OneLine, known_permissions
from accounts.api_auth import BySessionOnly
from accounts.endpoint import Endpoint
from accounts.models import ApiToken
from accounts.policies import PROFILE


class TokenShape(serializers.ModelSerializer[ApiToken]):
    class Meta:
        model = ApiToken
        fields: Any = ("id", "name", "ending", "scopes", "created_at", "expires_at", "last_used_at", "revoked_at")


class MadeTokenShape(TokenShape):
    token = serializers.CharField(required=False, help_text="Only in the answer to POST.")

    class Meta(TokenShape.Meta):
        fields: Any = (*TokenShape.Meta.fields, "token")


class TokenWish(serializers.Serializer[Any]):
    name = OneLine(max_length=80)
    scopes = serializers.ListField(child=serializers.ChoiceField(choices=[]), allow_empty=False)
    expires_at = serializers.DateTimeField(required=False, allow_null=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"].child.choices = known_permissions()  # type: ignore[attr-defined]


class Tokens(Endpoint):
    """GET: my tokens. POST: a new one; the answer holds the token, once."""

    needs = PROFILE
    permission_classes = (BySessionOnly,)
    serializer_class = TokenWish
    answer, lists = MadeTokenShape, True
    ordering = "-pk"

    def get(self, request: Request) -> Response:
        page = self.paginate_queryset(ApiToken.objects.filter(membership=self.me))
        return self.get_paginated_response(TokenShape(page, many=True).data)

    def post(self, request: Request) -> Response:
        row, token = ApiToken.make(by=self.me, **self.checked())
        return Response({**TokenShape(row).data, "token": token}, status=201)


class OneToken(Endpoint):
    """DELETE: revoke it."""

    needs = PROFILE
    permission_classes = (BySessionOnly,)

    def delete(self, request: Request, pk: int) -> Response:
        get_object_or_404(ApiToken.objects.filter(membership=self.me), pk=pk).revoke(by=self.me)
        return Response(status=204)
