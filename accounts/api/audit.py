"""The audit trail."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.audit import Trail
from accounts.endpoint import Endpoint
from accounts.policies import AUDIT
from ledger.models import Change


class ChangeShape(serializers.ModelSerializer[Change]):
    actor = serializers.SerializerMethodField()

    class Meta:
        model = Change
        fields = ("id", "at", "actor", "kind", "subject_type", "subject_id", "before", "after")

    def get_actor(self, change: Change) -> dict[str, Any] | None:
        return {"id": change.actor, "name": self.context["trail"].name_of(change.actor)} if change.actor else None


class Audit(Endpoint):
    """GET: who changed what, when, from what, to what; newest first. `?person=ID`, `?kind=CODE`."""

    needs = AUDIT
    serializer_class = ChangeShape
    answer, lists = ChangeShape, True
    ordering = "-id"

    def get(self, request: Request) -> Response:
        trail = Trail(person=request.GET.get("person", ""), kind=request.GET.get("kind", ""))
        page = self.paginate_queryset(trail.changes())
        return self.get_paginated_response(self.get_serializer(page, many=True, context={"trail": trail}).data)
