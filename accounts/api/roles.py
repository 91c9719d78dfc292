"""Roles: the four built in, and the firm's own."""

from typing import Any

from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.shapes import RoleShape, RoleWish
from accounts.endpoint import Endpoint
from accounts.models import Role
from accounts.permissions import declared
from accounts.policies import ROLES, SEE


class PermissionShape(serializers.Serializer[Any]):
    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]


class Roles(Endpoint):
    """GET: every role and what it allows. POST: a role of the firm's own, within one's own rights."""

    needs = {"GET": SEE, "POST": ROLES}
    serializer_class = RoleWish
    answer, lists = RoleShape, True
    pagination_class = None

    def get(self, request: Request) -> Response:
        return Response({"results": RoleShape(Role.objects.order_by("pk"), many=True).data})

    def post(self, request: Request) -> Response:
        role = Role.make(by=self.me, **self.checked())
        return Response(RoleShape(role).data, status=201)


class OneRole(Endpoint):
    """PATCH: another name, other permissions. DELETE: a role that nobody holds."""

    needs = {"GET": SEE, "PATCH": ROLES, "DELETE": ROLES}
    serializer_class = RoleWish
    answer = RoleShape

    def get(self, request: Request, pk: int) -> Response:
        return Response(RoleShape(get_object_or_404(Role.objects.all(), pk=pk)).data)

    def patch(self, request: Request, pk: int) -> Response:
        role = get_object_or_404(Role.objects.all(), pk=pk)
        wish = {"name": role.name, "permissions": role.permissions} | self.checked(partial=True)
        role.edit(by=self.me, **wish)
        return Response(RoleShape(role).data)

    def delete(self, request: Request, pk: int) -> Response:
        get_object_or_404(Role.objects.all(), pk=pk).remove(by=self.me)
        return Response(status=204)


class Permissions(Endpoint):
    """GET: every permission there is; roles and tokens are made of them."""

    needs = SEE
    answer, lists = PermissionShape, True
    pagination_class = None

    def get(self, request: Request) -> Response:
        return Response({"results": PermissionShape(declared(), many=True).data})
