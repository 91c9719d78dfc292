"""What belongs to a record: shown, looked for, put to it, and taken from it."""

import json
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import needs, require
from core.errors import Refusal
from crm.errors import NoSuchRecord
from crm.models import Association, Company
from crm.policies import EDIT, READ
from crm.records import KINDS, record_of
from crm.related import Related
from crm.views.records import the_record
from timeline.refs import Ref

MOST_CHOICES = 8


@require_http_methods(["GET", "POST"])
@needs(READ)
def related(request: HttpRequest, kind: str, id: UUID) -> HttpResponse:
    """The panel. POST puts a record to this one: `to` names it, or `make` is the kind of a new one called `q`."""
    if kind not in KINDS:
        return HttpResponse(status=404)
    _of, record = the_record(kind, id)
    if request.method == "GET":
        return panel(request, record)
    me = request.membership  # type: ignore[attr-defined]
    require(me, EDIT)
    try:
        with transaction.atomic():
            other = chosen(request, me)
            Association.make(record.ref, other, by=me, label=request.POST.get("label", ""))
    except Refusal as refusal:
        return panel(request, record, refusal=refusal, status=refusal.status)
    return panel(request, record, status=201)


def chosen(request: HttpRequest, me: Any) -> Ref:
    """What was chosen, or made. Raises NoSuchRecord."""
    make = KINDS.get(request.POST.get("make", ""))
    if make is not None and make.name != "deal":
        made: Ref = make.model.make(by=me, name=request.POST.get("q", "")).ref
        return made
    found = record_of(Ref.parse(request.POST.get("to", "")))
    if found is None:
        raise NoSuchRecord
    return found.ref


@require_GET
@needs(EDIT)
def choices(request: HttpRequest, kind: str, id: UUID) -> HttpResponse:
    """Some records of the kind `of` that do not belong to this one yet, found by `q`."""
    of = KINDS.get(request.GET.get("of", ""))
    if kind not in KINDS or of is None:
        return HttpResponse(status=404)
    _kind, record = the_record(kind, id)
    there = {each.beyond(record.ref).id for each in Association.objects.of(record.ref)}
    q = request.GET.get("q", "").strip()[:200]
    found = of.model.objects.known().found_by(q).newest_first().exclude(pk__in=there).exclude(pk=record.pk)
    context = {"record": record, "kind": of, "found": found[:MOST_CHOICES], "q": q, "may_make": q and of.name != "deal"}
    return render(request, "crm/_choices.html", context)


@require_http_methods(["POST", "DELETE"])
@needs(EDIT)
def association(request: HttpRequest, id: UUID) -> HttpResponse:
    """POST calls it otherwise, DELETE parts the two; the toast puts them together again."""
    found: Association = get_object_or_404(Association.objects.all(), pk=id)
    me = request.membership  # type: ignore[attr-defined]
    if request.method == "POST":
        found.relabel(request.POST.get("label", ""), by=me)
        return HttpResponse(status=204)
    found.part(by=me)
    undo = reverse("crm:related", args=[found.one.kind, found.one.id])
    toast = {
        "text": _("They belong together no more."),
        "undo": undo,
        "method": "POST",
        "body": urlencode({"to": str(found.other), "label": found.label}),
    }
    response = HttpResponse(status=204)
    response["HX-Trigger"] = json.dumps({"toast": toast})
    return response


@require_http_methods(["POST", "DELETE"])
@needs(EDIT)
def parent(request: HttpRequest, id: UUID) -> HttpResponse:
    """POST puts a company below another one, `to` or a new one called `q`; DELETE takes it out."""
    _of, company = the_record(Company.KIND, id)
    me = request.membership  # type: ignore[attr-defined]
    if request.method == "DELETE":
        company.change(by=me, parent=None)
        return HttpResponse(status=204)
    try:
        with transaction.atomic():
            above = Company.objects.filter(pk=chosen(request, me).id).first()
            company.change(by=me, parent=above)
    except Refusal as refusal:
        return panel(request, company, refusal=refusal, status=refusal.status)
    company.refresh_from_db()
    return panel(request, company)


def panel(request: HttpRequest, record: Any, *, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
    context = {"related": Related(record), "refusal": refusal}
    return render(request, "crm/_related.html", context, status=status)
