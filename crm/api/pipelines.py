"""Pipelines with what stands in them, now or at any moment, and moving cards."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.dateparse import parse_datetime
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.endpoint import Endpoint
from core.money import CURRENCIES
from crm.api.records import DealShape
from crm.boards import HOLDS
from crm.models import Pipeline, Stage
from crm.models.board.total import totals_of
from crm.models.pipeline import stage_of
from crm.past import Past
from crm.policies import ARRANGE, EDIT, READ


class TotalShape(serializers.Serializer[Any]):
    currency = serializers.CharField()
    count = serializers.IntegerField()
    amount = serializers.DecimalField(max_digits=20, decimal_places=2)
    weighted = serializers.DecimalField(max_digits=22, decimal_places=4)


class StageShape(serializers.ModelSerializer[Stage]):
    """`totals` are what stands in it, by currencies."""

    totals = serializers.SerializerMethodField()

    class Meta:
        model = Stage
        fields: Any = ("id", "name", "kind", "probability", "rot_days", "wip_limit", "totals")

    def get_totals(self, stage: Stage) -> list[dict[str, Any]]:
        return [dict(TotalShape(total).data) for total in totals_of([stage])[stage.pk]]


class PipelineShape(serializers.ModelSerializer[Pipeline]):
    stages = serializers.SerializerMethodField()

    class Meta:
        model = Pipeline
        fields: Any = ("id", "name", "holds", "currency", "version", "created_at", "closed_at", "stages")

    def get_stages(self, pipeline: Pipeline) -> list[dict[str, Any]]:
        return [dict(StageShape(stage).data) for stage in pipeline.stages.standing()]


class StageWish(serializers.Serializer[Any]):
    """A stage that stays brings its `id`."""

    id = serializers.UUIDField(required=False)
    name = serializers.CharField(max_length=60)
    kind = serializers.ChoiceField(choices=Stage.Kind.choices, default=Stage.Kind.OPEN)
    probability = serializers.IntegerField(min_value=0, max_value=100, default=50)
    rot_days = serializers.IntegerField(min_value=0, max_value=3_650, allow_null=True, default=None)
    wip_limit = serializers.IntegerField(min_value=0, max_value=10_000, allow_null=True, default=None)


class PipelineWish(serializers.Serializer[Any]):
    """All stages, in their order. `version` is the one you read: where it is another by now, nothing is changed."""

    name = serializers.CharField(max_length=60)
    currency = serializers.CharField(max_length=3, default="EUR")
    stages = StageWish(many=True)
    version = serializers.IntegerField(min_value=1, required=False)

    def validate_currency(self, code: str) -> str:
        if code not in CURRENCIES:
            raise serializers.ValidationError("Write the code of ISO 4217, such as EUR.")
        return code


class Pipelines(Endpoint):
    needs = {"GET": READ, "POST": ARRANGE}
    serializer_class = PipelineWish
    answer, lists = PipelineShape, True
    ordering = ("created_at", "id")

    def get(self, request: Request) -> Response:
        """All, those that are closed too."""
        page = self.paginate_queryset(Pipeline.objects.all())
        return self.get_paginated_response(PipelineShape(page, many=True).data)

    def post(self, request: Request) -> Response:
        said = self.checked()
        said.pop("version", None)
        return Response(PipelineShape(Pipeline.make(by=self.me, **said)).data, status=201)


class OnePipeline(Endpoint):
    needs = {"GET": READ, "PUT": ARRANGE}
    serializer_class = PipelineWish
    answer = PipelineShape

    def get(self, request: Request, id: UUID) -> Response:
        return Response(PipelineShape(get_object_or_404(Pipeline.objects.all(), pk=id)).data)

    def put(self, request: Request, id: UUID) -> Response:
        """Its name, and all its stages as they shall be."""
        found: Pipeline = get_object_or_404(Pipeline.objects.all(), pk=id)
        found.arrange(by=self.me, **self.checked())
        return Response(PipelineShape(Pipeline.objects.get(pk=id)).data)


class PipelineClosure(Endpoint):
    needs = ARRANGE

    def post(self, request: Request, id: UUID) -> Response:
        """It is shown no more. What stands in it stays."""
        get_object_or_404(Pipeline.objects.all(), pk=id).close(by=self.me)
        return Response(status=204)

    def delete(self, request: Request, id: UUID) -> Response:
        """Open it again."""
        get_object_or_404(Pipeline.objects.all(), pk=id).reopen(by=self.me)
        return Response(status=204)


class PipelinePast(Endpoint):
    """What stood where at any moment since the pipeline was made, exactly."""

    needs = READ
    answer = StageShape

    def get(self, request: Request, id: UUID) -> Response:
        """The stages with their totals as of `?at=`, in ISO 8601, at the probability that they have today."""
        at = parse_datetime(request.query_params.get("at", "").replace(" ", "+"))
        if at is None or at.tzinfo is None:
            raise serializers.ValidationError({"at": ["Write a moment with its zone, such as 2026-11-01T09:00:00Z."]})
        past = Past(get_object_or_404(Pipeline.objects.all(), pk=id), at)
        told = [
            {**StageShape(stage).data, "totals": TotalShape(past.totals[stage.pk], many=True).data}
            for stage in past.stages
        ]
        return Response(told)


class CardWish(serializers.Serializer[Any]):
    """`version` is the one you saw; without it the card is moved whatever happened meanwhile."""

    id = serializers.UUIDField()
    version = serializers.IntegerField(min_value=1, required=False)


class MoveWish(serializers.Serializer[Any]):
    """Into `stage`, in this order, after the first of `after` that still stands there, else at its top."""

    cards: Any = CardWish(many=True, allow_empty=False)
    stage = serializers.UUIDField()
    after = serializers.ListField(child=serializers.UUIDField(), max_length=5, default=list)
    lost_reason = serializers.CharField(max_length=200, allow_blank=True, default="")


class Moves(Endpoint):
    needs = EDIT
    serializer_class = MoveWish
    answer = DealShape

    def post(self, request: Request, id: UUID) -> Response:
        """Move cards of a board."""
        pipeline: Pipeline = get_object_or_404(Pipeline.objects.all(), pk=id)
        said = self.checked()
        moved = HOLDS[pipeline.holds].move(
            {card["id"]: card.get("version") for card in said["cards"]},
            to=stage_of(pipeline, said["stage"]),
            by=self.me,
            after=said["after"],
            lost_reason=said["lost_reason"],
        )
        return Response(DealShape(moved, many=True, context=self.get_serializer_context()).data)
