"""Records, what belongs together, pipelines and boards over JSON, under /api/v1/."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.dateparse import parse_datetime
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.endpoint import Endpoint
from accounts.models import Membership
from core.ids import parse_uuid
from core.money import CURRENCIES
from crm.boards import HOLDS, Choice
from crm.errors import NoSuchRecord
from crm.finding import hits
from crm.forms import CompanyForm, ContactForm
from crm.models import Association, Company, Contact, Deal, Lifecycle, Pipeline, Record, Stage
from crm.models.board.item import LARGEST
from crm.models.board.total import totals_of
from crm.models.pipeline import stage_of
from crm.past import Past
from crm.policies import ARRANGE, EDIT, READ
from crm.records import KINDS, record_of
from timeline.refs import Ref


class OwnerField(serializers.PrimaryKeyRelatedField):
    """Who works here now, by their id."""

    def get_queryset(self) -> Any:
        return Membership.objects.current()


class ContactShape(serializers.ModelSerializer[Contact]):
    class Meta:
        model = Contact
        fields: Any = ("id", "name", "email", "phone", "lifecycle", "owner", "label", "created_at")


class CompanyShape(serializers.ModelSerializer[Company]):
    class Meta:
        model = Company
        fields: Any = ("id", "name", "domain", "phone", "lifecycle", "parent", "owner", "label", "created_at")


class DealShape(serializers.ModelSerializer[Deal]):
    """`version` counts how often it came into another stage: who moves it says which they saw."""

    class Meta:
        model = Deal
        fields: Any = (
            "id", "name", "pipeline", "stage", "version", "amount", "currency", "probability", "expected_on", "owner",
            "lost_reason", "stage_since", "closed_at", "created_at",
        )  # fmt: skip


class FormWish(serializers.Serializer[Any]):
    """Checked by the screens' own rules."""

    form: Any = None

    def validate(self, said: dict[str, Any]) -> dict[str, Any]:
        texts = {name: value for name, value in said.items() if isinstance(value, str)}
        form = self.form(texts)
        if not form.is_valid():
            found = {name: [str(words) for words in form.errors[name]] for name in form.errors if name in texts}
            if found:
                raise serializers.ValidationError(found)
        return {**said, **{name: form.cleaned_data.get(name, texts[name]) for name in texts}}


class ContactWish(FormWish):
    """Any of these, each by itself. A phone number with its country; it is kept as E.164. A new one may bring an `id`, a UUID
    of your own making."""

    form = ContactForm
    name = serializers.CharField(max_length=200, allow_blank=True, required=False)
    email = serializers.EmailField(allow_blank=True, required=False)
    phone = serializers.CharField(max_length=60, allow_blank=True, required=False)
    lifecycle = serializers.ChoiceField(choices=Lifecycle.choices, allow_blank=True, required=False)
    owner = OwnerField(allow_null=True, required=False)
    id = serializers.UUIDField(required=False)


class CompanyWish(FormWish):
    """Any of these. `domain` may be a whole address: its host is kept. `parent` is the company above it."""

    form = CompanyForm
    name = serializers.CharField(max_length=200, allow_blank=True, required=False)
    domain = serializers.CharField(max_length=2_000, allow_blank=True, required=False)
    phone = serializers.CharField(max_length=60, allow_blank=True, required=False)
    lifecycle = serializers.ChoiceField(choices=Lifecycle.choices, allow_blank=True, required=False)
    parent: Any = serializers.UUIDField(allow_null=True, required=False)
    owner = OwnerField(allow_null=True, required=False)
    id = serializers.UUIDField(required=False)

    def validate_parent(self, id: UUID | None) -> Company | None:
        found: Company | None = Company.objects.filter(pk=id).first()
        if id is not None and found is None:
            raise serializers.ValidationError(str(NoSuchRecord()))
        return found


class DealWish(serializers.Serializer[Any]):
    """Any of these; a new one names its `stage`. To move it, post to the board's moves."""

    name = serializers.CharField(max_length=200, required=False)
    amount = serializers.DecimalField(
        max_digits=14, decimal_places=2, min_value=0, max_value=LARGEST, allow_null=True, required=False
    )
    currency = serializers.CharField(max_length=3, required=False)
    probability = serializers.IntegerField(min_value=0, max_value=100, allow_null=True, required=False)
    expected_on = serializers.DateField(allow_null=True, required=False)
    owner = OwnerField(allow_null=True, required=False)
    stage = serializers.UUIDField(required=False)
    id = serializers.UUIDField(required=False)

    def validate_currency(self, code: str) -> str:
        if code not in CURRENCIES:
            raise serializers.ValidationError("Write the code of ISO 4217, such as EUR.")
        return code


class RecordList(Endpoint):
    """Of one kind."""

    needs = {"GET": READ, "POST": EDIT}
    lists = True
    model: type[Record]
    ordering = ("-created_at", "-id")

    def get(self, request: Request) -> Response:
        """The newest first; with `?q=` those that are found by the beginnings of its words."""
        found = self.chosen(self.model.objects.found_by(request.query_params.get("q", "")[:200]))
        return self.get_paginated_response(self.answer(self.paginate_queryset(found), many=True).data)  # type: ignore[misc]

    def chosen(self, found: Any) -> Any:
        """Of those, the ones that were asked for."""
        return found

    def post(self, request: Request) -> Response:
        """Enter one: something to call it by is enough."""
        return Response(self.answer(self.model.make(by=self.me, **self.checked())).data, status=201)  # type: ignore[misc]


class OneRecord(Endpoint):
    needs = {"GET": READ, "PATCH": EDIT}
    model: type[Record]

    def get(self, request: Request, id: UUID) -> Response:
        return Response(self.answer(get_object_or_404(self.model.objects.all(), pk=id)).data)  # type: ignore[misc]

    def patch(self, request: Request, id: UUID) -> Response:
        """Set what is named; the rest stays."""
        found = get_object_or_404(self.model.objects.all(), pk=id)
        said = self.checked()
        found.change(by=self.me, **{name: value for name, value in said.items() if name not in ("id", "stage")})
        return Response(self.answer(self.model.objects.get(pk=id)).data)  # type: ignore[misc]


class Contacts(RecordList):
    model, serializer_class, answer = Contact, ContactWish, ContactShape

    def chosen(self, found: Any) -> Any:
        return found.filter(merged_into=None)


class OneContact(OneRecord):
    model, serializer_class, answer = Contact, ContactWish, ContactShape


class Companies(RecordList):
    model, serializer_class, answer = Company, CompanyWish, CompanyShape


class OneCompany(OneRecord):
    model, serializer_class, answer = Company, CompanyWish, CompanyShape


class Deals(RecordList):
    model, serializer_class, answer = Deal, DealWish, DealShape

    def chosen(self, found: Any) -> Any:
        """With `?pipeline=` and `?stage=` those that stand there, with `?owner=` (`me`, `none` or an id) whose they are."""
        asked = self.request.query_params
        for name in ("pipeline", "stage"):
            if name in asked:
                found = found.filter(**{name: parse_uuid(asked[name])})
        return Choice(owner=asked.get("owner", "")[:20]).of(found, self.me)

    def post(self, request: Request) -> Response:
        """Enter one, at the top of its stage."""
        said = self.checked()
        stage = Stage.objects.standing().filter(pk=said.pop("stage", None)).first()
        if stage is None:
            raise serializers.ValidationError({"stage": ["Name a stage of a pipeline."]})
        return Response(DealShape(Deal.make(by=self.me, stage=stage, **said)).data, status=201)


class OneDeal(OneRecord):
    model, serializer_class, answer = Deal, DealWish, DealShape


class HitShape(serializers.Serializer[Any]):
    """A record of any kind, `kind:ID`."""

    ref = serializers.CharField()
    label: Any = serializers.CharField()
    line = serializers.CharField()


class Finding(Endpoint):
    needs = READ
    answer = HitShape

    def get(self, request: Request) -> Response:
        """The first five of each kind that are found by the beginnings of the words of `?q=`, as the one box does."""
        return Response(HitShape(hits(request.query_params.get("q", "")[:200]), many=True).data)


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
        return Response(DealShape(moved, many=True).data)


urlpatterns = [
    path("contacts/", Contacts.as_view(), name="contacts"),
    path("contacts/<uuid:id>/", OneContact.as_view(), name="contact"),
    path("companies/", Companies.as_view(), name="companies"),
    path("companies/<uuid:id>/", OneCompany.as_view(), name="company"),
    path("deals/", Deals.as_view(), name="deals"),
    path("deals/<uuid:id>/", OneDeal.as_view(), name="deal"),
    path("records/", Finding.as_view(), name="records"),
    path("records/<slug:kind>/<uuid:id>/associations/", RecordAssociations.as_view(), name="record-associations"),
    path("associations/<uuid:id>/", OneAssociation.as_view(), name="association"),
    path("pipelines/", Pipelines.as_view(), name="pipelines"),
    path("pipelines/<uuid:id>/", OnePipeline.as_view(), name="pipeline"),
    path("pipelines/<uuid:id>/closure/", PipelineClosure.as_view(), name="pipeline-closure"),
    path("pipelines/<uuid:id>/past/", PipelinePast.as_view(), name="pipeline-past"),
    path("pipelines/<uuid:id>/moves/", Moves.as_view(), name="pipeline-moves"),
]
