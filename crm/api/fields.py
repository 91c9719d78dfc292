"""Custom fields over JSON: which there are, and making and changing them."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.endpoint import Endpoint
from crm.models import Field
from crm.models.field.kinds import SHAPES
from crm.policies import FIELDS, READ
from crm.records import KINDS
from crm.views.fields import one, revealed


class OptionWish(serializers.Serializer[Any]):
    """An option that stays brings its `id`."""

    id = serializers.CharField(max_length=20, required=False)
    label: Any = serializers.CharField(max_length=80)


class FieldShape(serializers.ModelSerializer[Field]):
    """`key` names it in the `fields` of a record, and never changes. Options that are `gone` are kept for who has them."""

    class Meta:
        model = Field
        fields: Any = (
            "id", "of", "key", "kind", "name", "group", "help", "required", "unique", "default", "options", "rules",
            "readers", "editors", "sensitive", "position", "created_at", "closed_at",
        )  # fmt: skip


class RulesWish(serializers.Serializer[Any]):
    """What its kind knows: `least` and `most` of a number, the `shape` of a text, `of` which kind another record is."""

    shape = serializers.ChoiceField(choices=[*SHAPES], required=False)
    least = serializers.DecimalField(max_digits=18, decimal_places=4, required=False)
    most = serializers.DecimalField(max_digits=18, decimal_places=4, required=False)
    currency = serializers.CharField(max_length=3, required=False)
    of = serializers.ChoiceField(choices=["contact", "company", "deal"], required=False)
    formula = serializers.CharField(max_length=500, required=False)


class FieldChangeWish(serializers.Serializer[Any]):
    """Any of these. `readers` and `editors` are roles; none: everyone who may see, or edit, records."""

    name = serializers.CharField(max_length=80, required=False)
    group = serializers.CharField(max_length=60, allow_blank=True, required=False)
    help = serializers.CharField(max_length=300, allow_blank=True, required=False)
    required: Any = serializers.BooleanField(required=False)
    unique = serializers.BooleanField(required=False)
    sensitive = serializers.BooleanField(required=False)
    default: Any = serializers.JSONField(required=False, allow_null=True)
    options = OptionWish(many=True, required=False)
    rules = RulesWish(required=False)
    readers = serializers.ListField(child=serializers.IntegerField(), required=False, max_length=100)
    editors = serializers.ListField(child=serializers.IntegerField(), required=False, max_length=100)

    def validate_rules(self, rules: dict[str, Any]) -> dict[str, str]:
        return {name: str(rule) for name, rule in rules.items()}


class FieldWish(FieldChangeWish):
    """A new one is `of` a kind of record."""

    of = serializers.ChoiceField(choices=["contact", "company", "deal"])
    kind = serializers.ChoiceField(choices=Field.Kind.choices)
    name = serializers.CharField(max_length=80)


class Fields(Endpoint):
    needs = {"GET": READ, "POST": FIELDS}
    serializer_class = FieldWish
    answer, lists = FieldShape, True
    ordering = ("created_at", "id")

    def get(self, request: Request) -> Response:
        """All, those that are closed too; with `?of=` those of one kind of record."""
        found = Field.objects.all()
        if "of" in request.query_params:
            found = found.filter(of=request.query_params["of"][:12])
        return self.get_paginated_response(FieldShape(self.paginate_queryset(found), many=True).data)

    def post(self, request: Request) -> Response:
        return Response(FieldShape(Field.make(by=self.me, **self.checked())).data, status=201)


class OneField(Endpoint):
    needs = {"GET": READ, "PATCH": FIELDS}
    serializer_class = FieldChangeWish
    answer = FieldShape

    def get(self, request: Request, id: UUID) -> Response:
        return Response(FieldShape(get_object_or_404(Field.objects.all(), pk=id)).data)

    def patch(self, request: Request, id: UUID) -> Response:
        found: Field = get_object_or_404(Field.objects.all(), pk=id)
        found.change(by=self.me, **self.checked())
        return Response(FieldShape(Field.objects.get(pk=id)).data)


class FieldClosure(Endpoint):
    """POST closes it: what was written in it is kept. DELETE opens it again."""

    needs = FIELDS
    serializer_class = None

    def post(self, request: Request, id: UUID) -> Response:
        get_object_or_404(Field.objects.all(), pk=id).close(by=self.me)
        return Response(status=204)

    def delete(self, request: Request, id: UUID) -> Response:
        get_object_or_404(Field.objects.all(), pk=id).reopen(by=self.me)
        return Response(status=204)


class RevealedShape(serializers.Serializer[Any]):
    value: Any = serializers.JSONField()


class Revealed(Endpoint):
    """POST tells a sensitive field of a record as it is; that you looked is written down."""

    needs = READ
    serializer_class = None
    answer = RevealedShape

    def post(self, request: Request, kind: str, id: UUID, key: str) -> Response:
        if kind not in KINDS:
            raise Http404
        return Response({"value": revealed(self.me, one(kind, id), key).told()[key]})
