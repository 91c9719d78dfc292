"""A person's long work: what runs, what is done, and stopping it."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import member_required
from accounts.models import Membership
from accounts.requests import FirmRequest
from core.ids import parse_uuid
from ledger.models import StreamHead
from live.jobs.registry import Work, offered_to
from live.jobs.run import start
from live.models import Job

SHOWN = 50


@require_http_methods(["GET", "POST"])
@member_required
def page(request: FirmRequest) -> HttpResponse:
    """The newest of one's own work, live over one's own stream. POST starts what is offered."""
    if request.method == "POST":
        work = offered(request.membership, request.POST.get("kind", ""))
        start(work.kind, by=request.membership, id=parse_uuid(request.POST.get("id")))
        return redirect("jobs:page")
    stream = f"person:{request.membership.pk}"
    head = StreamHead.objects.filter(pk=stream).first()
    jobs = Job.objects.filter(started_by=request.membership).order_by("-created_at")[:SHOWN]
    found = {"jobs": jobs, "stream": stream, "after": head.seq if head else 0, "works": offered_to(request.membership)}
    return render(request, "live/jobs/page.html", found)


def offered(membership: Membership, kind: str) -> Work:
    """The work of that kind, for someone who may start it by hand."""
    work = next((work for work in offered_to(membership) if work.kind == kind), None)
    if work is None:
        raise PermissionDenied
    return work


@require_POST
@member_required
def cancellation(request: FirmRequest, pk: UUID) -> HttpResponse:
    get_object_or_404(Job.objects.filter(started_by=request.membership), pk=pk).ask_to_cancel(by=request.membership)
    return HttpResponse(status=204) if request.htmx else redirect("jobs:page")
