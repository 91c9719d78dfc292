"""Contacts, companies and deals, and finding any of them."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.endpoint import Endpoint
from accounts.models import Membership
from core.ids import parse_uuid
from core.money import CURRENCIES
from crm.boards import Choice
from crm.errors import NoSuchField, NoSuchRecord
from crm.finding import hits
from crm.forms import CompanyForm, ContactForm
from crm.held import Held
from crm.models import Company, Contact, Deal, Field, FieldValue, Lifecycle, Record, Stage
from crm.models.board.item import LARGEST
from crm.models.field.value import as_text
from crm.policies import EDIT, READ


class OwnerField(serializers.PrimaryKeyRelatedField):
    """Who works here now, by their id."""

    def get_queryset(self) -> Any:
        return Membership.objects.current()


class RecordShape(serializers.ModelSerializer[Any]):
    """`custom` are the firm's own fields that you may see, by their keys; sensitive ones are masked."""

    custom = serializers.SerializerMethodField()

    def get_custom(self, record: Any) -> dict[str, Any]:
        whole: Any = self.root
        if not hasattr(whole, "standing"):
            whole.standing = list(Field.objects.standing(record.KIND))
        return Held(self.context["request"]._request.membership, record, whole.standing).told()


class ContactShape(RecordShape):
    class Meta:
        model = Contact
        fields: Any = ("id", "name", "email", "phone", "lifecycle", "owner", "label", "custom", "created_at")


class CompanyShape(RecordShape):
    class Meta:
        model = Company
        fields: Any = ("id", "name", "domain", "phone", "lifecycle", "parent", "owner", "label", "custom", "created_at")


class DealShape(RecordShape):
    """`version` counts how often it came into another stage: who moves it says which they saw."""

    class Meta:
        model = Deal
        fields: Any = (
            "id", "name", "pipeline", "stage", "version", "amount", "currency", "probability", "expected_on", "owner",
            "lost_reason", "stage_since", "closed_at", "custom", "created_at",
        )  # fmt: skip


class FormWish(serializers.Serializer[Any]):
    """Checked by the screens' own rules. `custom` are values of the firm's own fields, by their keys; null empties one."""

    form: Any = None
    custom = serializers.DictField(child=serializers.JSONField(allow_null=True), required=False)

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
    custom = serializers.DictField(child=serializers.JSONField(allow_null=True), required=False)

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
        """The newest first; with `?q=` those that are found by the beginnings of its words, with `?custom.KEY=` those whose
        own field KEY says so."""
        found = self.chosen(self.model.objects.found_by(request.query_params.get("q", "")[:200]))
        found = with_values(found, self.model.KIND, request.query_params, self.me)
        return self.get_paginated_response(self.told(self.paginate_queryset(found), many=True))

    def told(self, found: Any, **said: Any) -> Any:
        return self.answer(found, context=self.get_serializer_context(), **said).data  # type: ignore[misc]

    def chosen(self, found: Any) -> Any:
        """Of those, the ones that were asked for."""
        return found

    def post(self, request: Request) -> Response:
        """Enter one: something to call it by is enough."""
        return Response(self.told(self.model.make(by=self.me, **self.checked())), status=201)


class OneRecord(Endpoint):
    needs = {"GET": READ, "PATCH": EDIT}
    model: type[Record]

    def told(self, id: UUID) -> Any:
        found = get_object_or_404(self.model.objects.all(), pk=id)
        return self.answer(found, context=self.get_serializer_context()).data  # type: ignore[misc]

    def get(self, request: Request, id: UUID) -> Response:
        return Response(self.told(id))

    def patch(self, request: Request, id: UUID) -> Response:
        """Set what is named; the rest stays."""
        found = get_object_or_404(self.model.objects.all(), pk=id)
        said = self.checked()
        found.change(by=self.me, **{name: value for name, value in said.items() if name not in ("id", "stage")})
        return Response(self.told(id))


def with_values(found: Any, kind: str, asked: Any, me: Membership) -> Any:
    """Those that say in their custom fields what is asked for as `custom.KEY`."""
    wanted = {name.removeprefix("custom."): text for name, text in asked.items() if name.startswith("custom.")}
    if not wanted:
        return found
    fields = {
        field.key: field for field in Field.objects.standing(kind) if field.is_open_to(me) and not field.sensitive
    }
    for key, text in wanted.items():
        if key not in fields:
            raise NoSuchField(key)
        field = fields[key]
        kept = field.read([text] if field.kind == Field.Kind.CHOICES else text)
        kept = kept[0] if isinstance(kept, list) else kept
        held = FieldValue.objects.filter(field=field, text=as_text(field, kept) if kept is not None else "")
        found = found.filter(pk__in=held.values("record_id"))
    return found


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
        return Response(self.told(Deal.make(by=self.me, stage=stage, **said)), status=201)


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
