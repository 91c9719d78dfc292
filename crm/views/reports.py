"""The report of a pipeline, and the rows behind each of its figures."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.access import needs
from accounts.models import Membership
from accounts.numbers import a_number
from crm.boards import Choice
from crm.models import Pipeline
from crm.policies import READ
from crm.records import KINDS
from crm.report import PERIODS, Report
from crm.views.boards import the_pipeline


def report_of(request: Any, id: UUID) -> Report:
    asked = request.GET
    days = a_number(asked.get("days")) or 90
    return Report(the_pipeline(id), request.membership, days, Choice(owner=asked.get("owner", "")[:20]))


@require_GET
@needs(READ)
def report(request: HttpRequest, id: UUID) -> HttpResponse:
    """Of the last `days`, of one `owner` or of all."""
    said = {
        "report": report_of(request, id),
        "pipelines": Pipeline.objects.open(),
        "periods": PERIODS,
        "people": Membership.objects.current(),
    }
    return render(request, "crm/report/page.html", said)


@require_GET
@needs(READ)
def rows(request: HttpRequest, id: UUID) -> HttpResponse:
    """The cards behind one figure."""
    shown, asked = report_of(request, id), request.GET
    found = shown.rows(asked.get("what", "")[:20], asked.get("of", "")[:200], asked.get("month", "")[:7])
    kind = KINDS[shown.pipeline.holds]
    return render(request, "crm/report/rows.html", {"report": shown, "kind": kind, "found": found})
