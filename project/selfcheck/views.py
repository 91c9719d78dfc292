from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.access import needs
from core import clock
from project.selfcheck.checks import browser_checks, run_checks


@require_GET
@needs("firm.manage")
def page(request: HttpRequest) -> HttpResponse:
    found = {"checks": list(run_checks()), "browser_checks": list(browser_checks())}
    return render(request, "selfcheck/page.html", found)


@require_GET
@needs("firm.manage")
def checks(request: HttpRequest) -> HttpResponse:
    """The server's checks again, for the page that asks every few seconds."""
    return render(request, "selfcheck/_checks.html", {"checks": list(run_checks())})


@require_GET
@needs("firm.manage")
def server_clock(request: HttpRequest) -> HttpResponse:
    """What time the server has, for the browser to compare."""
    return JsonResponse({"now": clock.to_ms(clock.now())})
