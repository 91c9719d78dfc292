"""Where the link of a digest leads that turns it off. Whoever holds the mail may, signed in or not."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from timeline.digest import leaving


@never_cache
@csrf_exempt  # a mail program posts it (RFC 8058); the link's signature is what counts
@require_http_methods(["GET", "POST"])
def off(request: HttpRequest, token: str) -> HttpResponse:
    """Asks first: programs that look through mails follow every link, but press nothing."""
    holder = leaving.holder_of(token)
    if holder is None:
        return render(request, "timeline/digest/closed.html", status=410)
    if request.method == "POST":
        leaving.leave(*holder)
    return render(request, "timeline/digest/off.html", {"is_off": request.method == "POST"})
