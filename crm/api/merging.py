"""Two records that are one, over the API."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.endpoint import Endpoint
from crm.duplicates import pairs
from crm.models import Merge
from crm.policies import MERGE
from crm.views.merging import model_of, one_of


class PairShape(serializers.Serializer[Any]):
    """Two that look like one, and why."""

    one: Any = serializers.UUIDField(source="one.pk")
    other: Any = serializers.UUIDField(source="other.pk")
    reasons = serializers.ListField(child=serializers.CharField())


class MergeShape(serializers.ModelSerializer[Merge]):
    class Meta:
        model = Merge
        fields: Any = ("id", "of", "kept_id", "merged_id", "by", "at", "undone_at")


class MergeWish(serializers.Serializer[Any]):
    """`merged` becomes part of this one; `choose` are the fields that count as it says them, a custom one as `field_KEY`."""

    merged = serializers.UUIDField()
    choose = serializers.ListField(child=serializers.CharField(max_length=60), default=list, max_length=300)


class SeparationWish(serializers.Serializer[Any]):
    """`goes` are entries since, which are of the one that was merged."""

    goes = serializers.ListField(child=serializers.UUIDField(), default=list, max_length=1_000)


class Duplicates(Endpoint):
    """Contacts or companies that look like one, the surest first."""

    needs = MERGE
    serializer_class = None
    answer = PairShape

    def get(self, request: Request, kind: str) -> Response:
        return Response(PairShape(pairs(model_of(kind)), many=True).data)


class Merging(Endpoint):
    """Make another record part of this one."""

    needs = MERGE
    serializer_class = MergeWish
    answer = MergeShape

    def post(self, request: Request, kind: str, id: UUID) -> Response:
        said = self.checked()
        merge = one_of(kind, id).take_in(one_of(kind, said["merged"]), by=self.me, choose=said["choose"])
        return Response(MergeShape(merge).data, status=201)


class OneMerge(Endpoint):
    """GET: what was made one. POST: make them two again."""

    needs = MERGE
    serializer_class = SeparationWish
    answer = MergeShape

    def get(self, request: Request, id: UUID) -> Response:
        return Response(MergeShape(get_object_or_404(Merge.objects.all(), pk=id)).data)

    def post(self, request: Request, id: UUID) -> Response:
        merge: Merge = get_object_or_404(Merge.objects.all(), pk=id)
        merge.undo(by=self.me, goes=self.checked()["goes"])
        return Response(MergeShape(Merge.objects.get(pk=id)).data, status=201)
