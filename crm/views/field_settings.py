"""Custom fields in the settings: those there are, a new one, changing one, its kind, its place, and closing it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import needs
from accounts.views.answers import form_page, posted
from core.errors import Refusal
from crm.converting import INTO, WORK, Conversion
from crm.field_forms import FieldForm
from crm.models import Field
from crm.policies import FIELDS
from crm.records import KINDS
from live.jobs import start


@require_http_methods(["GET", "POST"])
@needs(FIELDS)
def index(request: HttpRequest) -> HttpResponse:
    """Those of one kind of record, `of`; a POST puts them into another order."""
    of = kind_asked(request)
    if request.method == "POST":
        with transaction.atomic():
            Field.arrange(of, request.POST.getlist("field"), by=request.membership)  # type: ignore[attr-defined]
        return to_list(request, _("The fields stand in this order now."), of)
    found = Field.objects.filter(of=of).order_by("position", "id")
    parts = {"standing": [row for row in found if not row.closed_at], "closed": [row for row in found if row.closed_at]}
    return render(request, "crm/fields/list.html", {**parts, "of": of, "kinds": KINDS.values()})


@require_http_methods(["GET", "POST"])
@needs(FIELDS)
def new(request: HttpRequest) -> HttpResponse:
    of, form = kind_asked(request), FieldForm(posted(request))
    if form.is_valid():
        try:
            with transaction.atomic():
                made = Field.make(by=request.membership, of=of, kind=form.cleaned_data["kind"], **form.said)  # type: ignore[attr-defined]
            return to_list(request, _("“%(name)s” is a field now.") % {"name": made.name}, of)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return form_page(request, "crm/fields/field.html", form, of=KINDS[of])


@require_http_methods(["GET", "POST"])
@needs(FIELDS)
def field(request: HttpRequest, id: UUID) -> HttpResponse:
    found = the_field(id)
    form = FieldForm(posted(request), found)
    if form.is_valid():
        try:
            with transaction.atomic():
                found.change(by=request.membership, **form.said)  # type: ignore[attr-defined]
            return to_list(request, _("The field is saved."), found.of)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return form_page(request, "crm/fields/field.html", form, field=found, of=KINDS[found.of], into=into(found))


@require_http_methods(["GET", "POST"])
@needs(FIELDS)
def conversion(request: HttpRequest, id: UUID) -> HttpResponse:
    """What would become of the values in a field of another kind, `to`; a POST makes it so."""
    found = the_field(id)
    to = (request.POST if request.method == "POST" else request.GET).get("to", "")
    if to not in into(found):
        raise Http404
    if request.method == "POST":
        start(WORK, by=request.membership, params={"field": str(found.pk), "kind": to})  # type: ignore[attr-defined]
        messages.success(request, _("The values are being converted."))
        return redirect("jobs:page")
    fit, misfits, number = Conversion.into(found, to).count()
    said: dict[str, Any] = {"field": found, "to": to, "to_words": Field.Kind(to).label, "fit": fit}
    return render(request, "crm/fields/conversion.html", {**said, "misfits": misfits, "number": number})


@require_POST
@needs(FIELDS)
def closure(request: HttpRequest, id: UUID) -> HttpResponse:
    """Close it, or with `reopen` open it again."""
    found, me = the_field(id), request.membership  # type: ignore[attr-defined]
    if "reopen" in request.POST:
        found.reopen(by=me)
        return to_list(request, _("The field is back, with all that was written in it."), found.of)
    found.close(by=me)
    return to_list(request, _("The field is closed. What was written in it is kept, and comes back with it."), found.of)


def into(field: Field) -> list[str]:
    """What kinds it can become."""
    return (
        []
        if field.kind in (Field.Kind.FORMULA, Field.Kind.LINK)
        else [kind.value for kind in INTO if kind != field.kind]
    )


def kind_asked(request: HttpRequest) -> str:
    of = request.GET.get("of", "contact")
    if of not in KINDS:
        raise Http404
    return of


def the_field(id: UUID) -> Field:
    found: Field | None = Field.objects.filter(pk=id).first()
    if found is None:
        raise Http404
    return found


def to_list(request: HttpRequest, words: str, of: str) -> HttpResponse:
    messages.success(request, words)
    return redirect(f"{reverse('fields:list')}?of={of}")
