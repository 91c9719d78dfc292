"""Bringing records in: the files so far, a new one, and one file at whichever step it is."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import needs
from accounts.views.answers import refused
from core.errors import Refusal
from crm.import_forms import DecisionForm
from crm.importing.taking import problems_of, take_in
from crm.models import Import
from crm.policies import IMPORT
from crm.records import KINDS
from ledger.heads import heads_of

SHOWN = 50


@require_http_methods(["GET", "POST"])
@needs(IMPORT)
def index(request: HttpRequest) -> HttpResponse:
    """The newest files; a POST brings one, of which nothing is written yet."""
    problem = ""
    if request.method == "POST":
        try:
            with transaction.atomic():
                made = take_in(request.FILES.get("file"), by=request.membership)  # type: ignore[attr-defined]
            return redirect("crm:import", made.pk)
        except Refusal as refusal:
            problem = str(refusal)
    found = Import.objects.select_related("started_by").order_by("-created_at", "-id")[:SHOWN]
    return render(
        request, "crm/imports/list.html", {"imports": found, "problem": problem}, status=422 if problem else 200
    )


@require_http_methods(["GET", "POST"])
@needs(IMPORT)
def one(request: HttpRequest, id: UUID) -> HttpResponse:
    """Where it stands; a POST says where its columns go, after which all of it is looked through."""
    found = the_import(id)
    form = DecisionForm(request.POST if request.method == "POST" else None, found)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                found.decide(by=request.membership, **form.said)  # type: ignore[attr-defined]
            return redirect("crm:import", found.pk)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "crm/imports/import.html", shown(request, found, form), status=status)


def shown(request: HttpRequest, found: Import, form: DecisionForm) -> dict[str, Any]:
    stream = f"person:{request.membership.pk}"  # type: ignore[attr-defined]
    edits = found.state == Import.State.MAPPING or (
        found.state == Import.State.CHECKED and ("change" in request.GET or form.is_bound)
    )
    said: dict[str, Any] = {
        "import": found,
        "form": form,
        "edits": edits,
        "stream": stream,
        "after": heads_of([stream])[stream],
    }
    if not edits:
        said |= {
            "tallies": [
                (
                    KINDS[kind],
                    {
                        what: found.counts.get(f"{kind}.{what}", 0)
                        for what in ("make", "change", "same", "joined", "skip")
                    },
                )
                for kind in found.kinds
            ],
            "examples": [
                (row, [(KINDS[kind], steps(found, differs)) for kind, differs in row.differs.items() if differs])
                for row in examples_of(found)
            ],
            "problems": found.rows.exclude(problem="").order_by("number")[:20],
            "stays": found.rows.exclude(stays="").order_by("number")[:50],
        }
    return said


def examples_of(found: Import) -> Any:
    rows = found.rows.filter(problem="").exclude(differs={}).order_by("number")[:60]
    return [row for row in rows if any(row.differs.values())][:20]


def steps(found: Import, differs: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    return [(name.removeprefix("field_").replace("_", " "), before, after) for name, (before, after) in differs.items()]


@require_POST
@needs(IMPORT)
def writing(request: HttpRequest, id: UUID) -> HttpResponse:
    return at_work(request, the_import(id), "write")


@require_POST
@needs(IMPORT)
def undoing(request: HttpRequest, id: UUID) -> HttpResponse:
    return at_work(request, the_import(id), "undo")


def at_work(request: HttpRequest, found: Import, verb: str) -> HttpResponse:
    try:
        with transaction.atomic():
            getattr(found, verb)(by=request.membership)  # type: ignore[attr-defined]
    except Refusal as refusal:
        return refused(request, refusal, "crm:import", found.pk)
    return redirect("crm:import", found.pk)


@require_GET
@needs(IMPORT)
def problems(request: HttpRequest, id: UUID) -> HttpResponse:
    """The lines with a problem, with what it is: to be mended, and brought again."""
    found = the_import(id)
    answer = HttpResponse("".join(problems_of(found)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="problems.csv"'
    return answer


def the_import(id: UUID) -> Import:
    found: Import | None = Import.objects.filter(pk=id).select_related("started_by", "job").first()
    if found is None:
        raise Http404
    return found
