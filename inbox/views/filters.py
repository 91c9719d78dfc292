"""What lists can be filtered by, and the order one chose for a list."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from accounts.access import needs
from inbox.filters.fields import Viewer
from inbox.filters.words import offered
from inbox.policies import READ
from inbox.sorting import choose_order
from inbox.views.folders import the_listing
from inbox.views.reach import the_membership
from inbox.views.refusals import told


@require_GET
@needs(READ)
def filters(request: HttpRequest) -> HttpResponse:
    """For the editor: the fields, what may be said of each, and the firm's people, teams and inboxes."""
    return JsonResponse({"fields": offered(Viewer(the_membership(request)))})


@require_POST
@needs(READ)
@told
def sorting(request: HttpRequest, name: str) -> HttpResponse:
    """This list stands in that order from now on, for this person."""
    listing = the_listing(request, name)
    choose_order(listing.membership, name, listing.folder, request.POST.get("sort", ""))
    return redirect(listing.here)
