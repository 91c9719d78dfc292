"""Finding what was said: beside the folder it was begun in, as one types, page by page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from accounts.access import needs
from core.place import Place
from inbox.policies import READ
from inbox.search.found import Search
from inbox.views.folders import PANE, given, the_listing
from inbox.views.reach import the_membership

FOUND = "found"
"""The id of the pane that takes what was found, while the folder waits behind it."""
HOME = "all"


@require_GET
@needs(READ)
def search(request: HttpRequest) -> HttpResponse:
    """What `q` finds; with `before`, its next page of rows alone; into the conversation's pane, nothing."""
    target = request.headers.get("HX-Target")
    if target == PANE:
        return render(request, "inbox/_nothing.html", {"folder": {"label": _("Search")}, "alone": True})
    found = the_search(request, request.GET.get("in") or HOME)
    if found.before:
        return render(request, "inbox/_found_rows.html", {"search": found})
    if target == FOUND:
        return render(request, "inbox/_found.html", {"search": found})
    return render(request, "inbox/page.html", {"search": found, "listing": the_listing(request, found.beside["in"])})


def the_search(request: HttpRequest, folder: str) -> Search:
    """What the address asks for. `folder` is where one comes back to."""
    inbox, before = request.GET.get("inbox", ""), given(request, "before", Place.parse)
    return Search.of(the_membership(request), request.GET.get("q", ""), before=before, **{"in": folder, "inbox": inbox})
