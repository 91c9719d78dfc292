"""The list: folders, their pages of rows, their counts."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accounts.access import needs
from core.ids import parse_uuid
from core.place import Place
from inbox.errors import BadFilter
from inbox.filters.fields import KNOWN
from inbox.filters.language import parse, read
from inbox.folders import FOLDERS, Folder
from inbox.listing import Listing, counts
from inbox.models import Conversation, Inbox, View
from inbox.policies import READ
from inbox.rows import row_of
from inbox.sorting import order_of
from inbox.views.reach import the_membership

PANE = "conversation"
"""The id of the pane that a row opens its conversation in, while the list stays as it is."""


@require_GET
@needs(READ)
def index(request: HttpRequest) -> HttpResponse:
    return redirect("inbox:folder", "mine")


@require_GET
@needs(READ)
def folder(request: HttpRequest, name: str) -> HttpResponse:
    """A folder, filtered by `filter` and sorted by `sort`; with `before`, its next page of rows alone.

    With `row`, that conversation's row, 404 where it does not stand here. Into the conversation's pane, nothing.
    """
    if request.headers.get("HX-Target") == PANE:
        return render(request, "inbox/_nothing.html", {"folder": the_folder(name), "alone": True})
    return show(request, the_listing(request, name))


def show(request: HttpRequest, listing: Listing) -> HttpResponse:
    row = given(request, "row", parse_uuid)
    if row:
        return HttpResponse(row_of(the_row(listing, row)))
    template = "inbox/_rows.html" if listing.before else "inbox/page.html"
    context = {"listing": listing, "rows": listing.rows}  # asked for first, as it may be refused
    return render(request, template, context, status=422 if listing.refusal else 200)


def the_row(listing: Listing, id: UUID) -> Conversation:
    """One conversation, where it stands in this list."""
    seen = Conversation.objects.visible_to(listing.membership).for_rows()
    found: Conversation | None = seen.filter(pk=id).first()
    if found is None or listing.refusal or not listing.finding.holds(id):
        raise Http404
    return found


@require_GET
@needs(READ)
def folder_counts(request: HttpRequest) -> HttpResponse:
    """Of all inboxes that this person sees, or of the one that `inbox` names."""
    membership, chosen = the_membership(request), given(request, "inbox", parse_uuid)
    inboxes = [each for each in Inbox.objects.visible_to(membership) if chosen in (None, each.pk)]
    if not inboxes and chosen:
        raise Http404
    inbox = inboxes[0] if chosen else None
    return render(request, "inbox/_counts.html", {"counts": counts(membership, inboxes), "inbox": inbox})


def the_listing(request: HttpRequest, name: str, view: View | None = None) -> Listing:
    """The folder that the address names; 404 for one that is not there, or an inbox this person does not see."""
    membership, asked = the_membership(request), request.GET.get("sort") or ""
    listing = Listing(
        membership,
        the_folder(name),
        inbox_id=given(request, "inbox", parse_uuid),
        before=given(request, "before", Place.parse),
        order=order_of(
            membership, f"view:{view.pk}" if view else name, the_folder(name), asked or (view.sort if view else "")
        ),
        view=view,
        **the_filter(request, view),
    )
    if listing.inbox_id and not listing.inbox:
        raise Http404
    return listing


def address_of(request: HttpRequest, name: str) -> str:
    """The list that a conversation was opened from."""
    asked = {key: request.GET[key] for key in ("inbox", "filter") if request.GET.get(key)}
    view = given(request, "view", parse_uuid)
    here = reverse("inbox:view", args=[view]) if view else reverse("inbox:folder", args=[name])
    return f"{here}?{urlencode(asked)}" if asked else here


def the_listing_of(request: HttpRequest) -> Listing:
    """The list that an address names beside something else: `view`, or the folder `in`."""
    id = given(request, "view", parse_uuid)
    view = View.objects.visible_to(the_membership(request)).filter(pk=id).first() if id else None
    if id and view is None:
        raise Http404
    return the_listing(request, request.GET.get("in") or "all", view)


def the_filter(request: HttpRequest, view: View | None = None) -> dict[str, Any]:
    """What `filter` says, or why it says nothing; without one, what the view says."""
    try:
        text = request.GET.get("filter", "")
        return {"filter": parse(text, KNOWN) if text or view is None else read(view.filter, KNOWN)}
    except BadFilter as bad:
        return {"refusal": str(bad)}


def the_folder(name: str) -> Folder:
    if name not in FOLDERS:
        raise Http404
    return FOLDERS[name]


def given(request: HttpRequest, name: str, parse: Any) -> Any:
    text = request.GET.get(name)
    if not text:
        return None
    value = parse(text)
    if value is None:
        raise Http404
    return value
