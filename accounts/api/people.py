"""Colleagues: reading them, changing their role, taking them out."""

from typing import Any

from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.shapes import PersonShape
from accounts.endpoint import Endpoint
from accounts.models import Membership, Role
from accounts.policies import MANAGE, SEE


class RoleChoice(serializers.Serializer[Any]):
    role = serializers.IntegerField(help_text="The id of a role of the firm.")


def current() -> Any:
    return Membership.objects.current().prefetch_related("teams")


class People(Endpoint):
    """GET: everybody who works in the firm."""

    needs = SEE
    answer, lists = PersonShape, True
    ordering = "pk"

    def get(self, request: Request) -> Response:
        page = self.paginate_queryset(current())
        return self.get_paginated_response(PersonShape(page, many=True).data)


class OnePerson(Endpoint):
    """GET: a colleague. PATCH {"role": id}: change their role. DELETE: take them out of the firm."""

    needs = {"GET": SEE, "PATCH": MANAGE, "DELETE": MANAGE}
    serializer_class = RoleChoice
    answer = PersonShape

    def get(self, request: Request, pk: int) -> Response:
        return Response(PersonShape(get_object_or_404(current(), pk=pk)).data)

    def patch(self, request: Request, pk: int) -> Response:
        person = get_object_or_404(current(), pk=pk)
        role = Role.objects.filter(pk=self.checked()["role"]).first()
        if role is None:
            raise serializers.ValidationError({"role": ["There is no such role in this firm."]})
        person.change_role(by=self.me, role=role)
        return Response(PersonShape(person).data)

    def delete(self, request: Request, pk: int) -> Response:
        get_object_or_404(current(), pk=pk).end(by=self.me)
        return Response(status=204)
