"""What belongs together."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.endpoint import Endpoint
from crm.errors import NoSuchRecord
from crm.models import Association, Contact, Record
from crm.policies import EDIT, READ
from crm.records import KINDS, record_of
from timeline.refs import Ref


class AssociationShape(serializers.ModelSerializer[Association]):
    """The two records, each as `kind:ID`."""

    one = serializers.CharField()
    other = serializers.CharField()

    class Meta:
        model = Association
        fields: Any = ("id", "one", "other", "label", "created_at")


class AssociationWish(serializers.Serializer[Any]):
    """`to` is the other record, `kind:ID`; `label` says as what it belongs to this one."""

    to = serializers.CharField(max_length=60)
    label: Any = serializers.CharField(max_length=40, allow_blank=True, default="")


class Label(serializers.Serializer[Any]):
    label: Any = serializers.CharField(max_length=40, allow_blank=True)


class RecordAssociations(Endpoint):
    needs = {"GET": READ, "POST": EDIT}
    serializer_class = AssociationWish
    answer, lists = AssociationShape, True
    ordering = ("created_at", "id")

    def record(self, kind: str, id: UUID) -> Record:
        of = KINDS.get(kind)
        return get_object_or_404(of.model.objects.all() if of else Contact.objects.none(), pk=id)

    def get(self, request: Request, kind: str, id: UUID) -> Response:
        """What belongs to a record."""
        page = self.paginate_queryset(Association.objects.of(self.record(kind, id).ref))
        return self.get_paginated_response(AssociationShape(page, many=True).data)

    def post(self, request: Request, kind: str, id: UUID) -> Response:
        """Let two records belong together. Where they do already, only the label is set."""
        said, record = self.checked(), self.record(kind, id)
        other = record_of(Ref.parse(said["to"]))
        if other is None:
            raise serializers.ValidationError({"to": [str(NoSuchRecord())]})
        made = Association.make(record.ref, other.ref, by=self.me, label=said["label"])
        return Response(AssociationShape(made).data, status=201)


class OneAssociation(Endpoint):
    needs = EDIT
    serializer_class = Label
    answer = AssociationShape

    def patch(self, request: Request, id: UUID) -> Response:
        """Call it otherwise."""
        found: Association = get_object_or_404(Association.objects.all(), pk=id)
        found.relabel(self.checked()["label"], by=self.me)
        return Response(AssociationShape(found).data)

    def delete(self, request: Request, id: UUID) -> Response:
        """They belong together no more."""
        get_object_or_404(Association.objects.all(), pk=id).part(by=self.me)
        return Response(status=204)
