"""The set-up guide: the page, and its steps alone for the page to look again."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.access import member_required
from inbox.policies import READ
from project.guide import steps_for


@require_safe
@member_required
def home(request: Any) -> HttpResponse:
    """Where one begins: the inbox, or what else one may open."""
    return redirect("inbox:index" if request.membership.may(READ) else "guide")


@require_safe
@member_required
def guide(request: Any) -> HttpResponse:
    return render(request, "guide/page.html", steps_of(request))


@require_safe
@member_required
def steps(request: HttpRequest) -> HttpResponse:
    return render(request, "guide/steps.html", steps_of(request))


def steps_of(request: Any) -> dict[str, Any]:
    found = steps_for(request.membership)
    return {"steps": found, "left": sum(not each.done for each in found)}
