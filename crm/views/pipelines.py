"""Pipelines in the settings: those there are, a new one, arranging one, and closing it."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import needs
from accounts.views.answers import done, form_page, posted
from core.errors import Refusal
from crm.models import Pipeline, Stage
from crm.pipeline_forms import PipelineForm
from crm.policies import ARRANGE
from crm.starting import sales
from crm.views.boards import the_pipeline

KINDS: dict[str, Any] = {"stage_kinds": Stage.Kind.choices}


@require_GET
@needs(ARRANGE)
def index(request: HttpRequest) -> HttpResponse:
    found = Pipeline.objects.order_by("closed_at", "created_at", "id")
    return render(request, "crm/pipelines/list.html", {"pipelines": found})


@require_http_methods(["GET", "POST"])
@needs(ARRANGE)
def new(request: HttpRequest) -> HttpResponse:
    form = PipelineForm(posted(request), sales())
    if form.is_valid():
        try:
            with transaction.atomic():
                made = Pipeline.make(by=request.membership, **without_version(form))  # type: ignore[attr-defined]
            return done(request, _("The pipeline is ready."), "crm:board", made.pk)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return form_page(request, "crm/pipelines/pipeline.html", form, **KINDS)


@require_http_methods(["GET", "POST"])
@needs(ARRANGE)
def pipeline(request: HttpRequest, id: UUID) -> HttpResponse:
    found = the_pipeline(id)
    form = PipelineForm.of(found, posted(request))
    if form.is_valid():
        try:
            with transaction.atomic():
                found.arrange(by=request.membership, **form.cleaned_data)  # type: ignore[attr-defined]
            return done(request, _("The pipeline is saved."), "crm:board", found.pk)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return form_page(request, "crm/pipelines/pipeline.html", form, pipeline=found, **KINDS)


@require_POST
@needs(ARRANGE)
def closure(request: HttpRequest, id: UUID) -> HttpResponse:
    """Close it, or with `reopen` open it again."""
    found, me = the_pipeline(id), request.membership  # type: ignore[attr-defined]
    if "reopen" in request.POST:
        found.reopen(by=me)
        return done(request, _("The pipeline is open again."), "pipelines:list")
    found.close(by=me)
    return done(
        request, _("The pipeline is closed. What stands in it is kept, and you can open it again."), "pipelines:list"
    )


def without_version(form: PipelineForm) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name != "version"}
