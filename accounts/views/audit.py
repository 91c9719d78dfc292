"""The audit trail: who did what, when, from what, to what."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import needs
from accounts.audit import Trail, kinds
from accounts.numbers import a_number
from accounts.policies import AUDIT
from accounts.requests import FirmRequest

PAGE = 50


@require_safe
@needs(AUDIT)
def audit(request: FirmRequest) -> HttpResponse:
    """`?person=`, `?kind=`, and `?before=` the id where the last page ended."""
    trail = Trail(person=request.GET.get("person", ""), kind=request.GET.get("kind", ""))
    found, before = trail.changes(), a_number(request.GET.get("before"))
    if before is not None:
        found = found.filter(id__lt=before)
    page = list(found[: PAGE + 1])
    context = {"lines": trail.lines(page[:PAGE]), "trail": trail, "kinds": kinds(), "before": before}
    if len(page) > PAGE:
        query = request.GET.copy()
        query["before"] = str(page[PAGE - 1].pk)
        context["earlier_href"] = f"?{query.urlencode()}"
    return render(request, "accounts/audit.html", context)
