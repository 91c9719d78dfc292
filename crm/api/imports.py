"""Bringing records in over the API: a file, where its columns go, writing it, taking it back."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.endpoint import Endpoint
from crm.importing.taking import take_in
from crm.importing.targets import Reader
from crm.models import Import
from crm.policies import IMPORT
from crm.views.imports import problems, the_import


class ImportShape(serializers.ModelSerializer[Import]):
    """`columns` say for each of `headers` where it goes, such as `contact.email`; `counts` what becomes of its lines.
    `job` tells how far its work is."""

    class Meta:
        model = Import
        fields: Any = (
            "id", "name", "state", "reading", "headers", "samples", "columns", "mode", "keep_filled", "region", "counts",
            "job", "created_at",
        )  # fmt: skip


class FileWish(serializers.Serializer[Any]):
    file = serializers.FileField(allow_empty_file=True)
    id = serializers.UUIDField(required=False)


class DecisionWish(serializers.Serializer[Any]):
    """A place for each column, in their order; "" for none."""

    columns = serializers.ListField(child=serializers.CharField(max_length=80, allow_blank=True), max_length=200)
    mode = serializers.ChoiceField(choices=Import.Mode.choices, default=Import.Mode.BOTH)
    keep_filled = serializers.BooleanField(default=False)
    region = serializers.CharField(max_length=2, allow_blank=True, default="")

    def validate_columns(self, columns: list[str]) -> list[str]:
        reader = Reader(self.context["request"]._request.membership)
        strange = [target for target in columns if target and not reader.knows(target)]
        if strange:
            offered = ", ".join(target for _kind, targets in reader.offered() for target, _label in targets)
            raise serializers.ValidationError(f"“{strange[0]}” is no place. There are: {offered}.")
        return columns


class Imports(Endpoint):
    needs = IMPORT
    serializer_class = FileWish
    parser_classes = (MultiPartParser,)
    answer, lists = ImportShape, True
    ordering = ("-created_at", "-id")

    def get(self, request: Request) -> Response:
        """The newest first."""
        return self.get_paginated_response(ImportShape(self.paginate_queryset(Import.objects.all()), many=True).data)

    def post(self, request: Request) -> Response:
        """Bring a file, as multipart. Nothing is written yet."""
        said = self.checked()
        return Response(ImportShape(take_in(said["file"], by=self.me, id=said.get("id"))).data, status=201)


class OneImport(Endpoint):
    """GET: where it stands. PUT: where its columns go; then all of it is looked through."""

    needs = IMPORT
    serializer_class = DecisionWish
    answer = ImportShape

    def get(self, request: Request, id: UUID) -> Response:
        return Response(ImportShape(get_object_or_404(Import.objects.all(), pk=id)).data)

    def put(self, request: Request, id: UUID) -> Response:
        found: Import = get_object_or_404(Import.objects.all(), pk=id)
        said = self.checked()
        if len(said["columns"]) != len(found.headers):
            raise serializers.ValidationError({"columns": [f"Name {len(found.headers)}: one for each column."]})
        found.decide(by=self.me, **said)
        return Response(ImportShape(Import.objects.get(pk=id)).data)


class ImportWriting(Endpoint):
    """POST writes what was looked through. DELETE takes it back as a whole."""

    needs = IMPORT
    serializer_class = None
    answer = ImportShape

    def post(self, request: Request, id: UUID) -> Response:
        get_object_or_404(Import.objects.all(), pk=id).write(by=self.me)
        return Response(ImportShape(Import.objects.get(pk=id)).data, status=201)

    def delete(self, request: Request, id: UUID) -> Response:
        get_object_or_404(Import.objects.all(), pk=id).undo(by=self.me)
        return Response(status=204)


class ImportProblems(Endpoint):
    """The lines with a problem as CSV, with what it is."""

    needs = IMPORT
    serializer_class = None

    def get(self, request: Request, id: UUID) -> HttpResponse:
        the_import(id)
        return problems(request._request, id)
