"""Saved views: opened as lists, made, changed, shared, arranged, removed."""

import json
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import needs
from accounts.views.answers import form_page, posted
from core.ids import parse_uuid
from inbox.errors import InboxError
from inbox.filters.fields import Viewer
from inbox.filters.sorts import ORDERS
from inbox.filters.words import say
from inbox.forms import ViewForm
from inbox.models import View
from inbox.policies import READ, may_change_view, require_sharing
from inbox.sorting import choose_order
from inbox.view_counts import view_counts
from inbox.views.folders import PANE, given, show, the_filter, the_listing
from inbox.views.reach import the_membership
from inbox.views.refusals import told
from ledger.heads import heads_of

HOME = "all"


@require_GET
@needs(READ)
def view(request: HttpRequest, id: UUID) -> HttpResponse:
    """A view's list, as a folder's is; `filter` in the address is a change that is not saved."""
    found = the_view(request, id)
    if request.headers.get("HX-Target") == PANE:
        return render(request, "inbox/_nothing.html", {"folder": {"label": found.name}, "alone": True})
    return show(request, the_listing(request, HOME, found))


@require_GET
@needs(READ)
def views(request: HttpRequest) -> HttpResponse:
    """All that this person sees, to arrange them; into the list's pane, those that are pinned."""
    membership = the_membership(request)
    found = View.objects.arranged_for(membership)
    if request.headers.get("HX-Target") == "views":
        current = given(request, "view", parse_uuid)
        context = {"pinned": pinned(found, membership), "current": current, "inbox_id": request.GET.get("inbox", "")}
        return render(request, "inbox/_views.html", context)
    viewer = Viewer(membership)
    rows = [
        {
            "view": each,
            "pinned": each.stands_beside(membership),
            "words": say(each.filter, viewer),
            "mine": may_change_view(membership, each),
        }
        for each in found
    ]
    template = "inbox/views/_rows.html" if request.headers.get("HX-Target") == "view-rows" else "inbox/views/page.html"
    stream = f"person:{membership.pk}"
    return render(request, template, {"rows": rows, "stream": stream, "after": heads_of([stream])[stream]})


@require_GET
@needs(READ)
def counts(request: HttpRequest) -> HttpResponse:
    """How many stand in each pinned view."""
    membership, inbox = the_membership(request), given(request, "inbox", parse_uuid)
    found = pinned(View.objects.arranged_for(membership), membership)
    return render(
        request, "inbox/_view_counts.html", {"counts": view_counts(membership, found, inbox), "inbox_id": inbox}
    )


@require_http_methods(["GET", "POST"])
@needs(READ)
def making(request: HttpRequest) -> HttpResponse:
    """Save what the list is filtered by as a view."""
    membership, asked = the_membership(request), the_filter(request)
    group, sort = asked.get("filter"), ORDERS.get(request.GET.get("sort", ""))
    form = ViewForm(posted(request), by=membership)
    if form.is_valid():
        try:
            made = View.save_as(
                by=membership,
                filter=group.as_data() if group else {},
                sort=sort.name if sort else "newest",
                **form.look,
            )
            share(made, form, membership)
            return redirect("inbox:view", made.pk)
        except InboxError as error:
            form.add_error("name", str(error))
    words = asked.get("refusal") or (say(group.as_data(), Viewer(membership)) if group else "")
    return form_page(request, "inbox/views/form.html", form, words=words, title=_("Save as view"))


@require_http_methods(["GET", "POST"])
@needs(READ)
def change(request: HttpRequest, id: UUID) -> HttpResponse:
    """Its name, look, and who sees it; with `filter` in the address, what it is filtered by."""
    found, membership, asked = the_view(request, id, to_change=True), the_membership(request), the_filter(request)
    group, sort = asked.get("filter"), ORDERS.get(request.GET.get("sort", ""))
    form = ViewForm.of(found, posted(request), by=membership)
    if form.is_valid():
        try:
            more = ({"filter": group.as_data()} if group else {}) | ({"sort": sort.name} if sort else {})
            found.change(by=membership, **form.look, **more)
            share(found, form, membership)
            return redirect("inbox:view", found.pk)
        except InboxError as error:
            form.add_error("name", str(error))
    words = asked.get("refusal") or say(group.as_data() if group else found.filter, Viewer(membership))
    return form_page(request, "inbox/views/form.html", form, words=words, title=_("Change the view"), view=found)


@require_POST
@needs(READ)
@told
def copy(request: HttpRequest, id: UUID) -> HttpResponse:
    made = the_view(request, id).duplicate(by=the_membership(request))
    return redirect("inbox:view-change", made.pk)


@require_http_methods(["POST", "DELETE"])
@needs(READ)
def removal(request: HttpRequest, id: UUID) -> HttpResponse:
    """Remove it; DELETE brings it back."""
    membership = the_membership(request)
    if request.method == "DELETE":
        removed = View.objects.exclude(removed_at=None).filter(pk=id).first()
        if removed is None or not may_change_view(membership, removed):
            raise Http404
        removed.restore(by=membership)
        return HttpResponse(status=204)
    found = the_view(request, id, to_change=True)
    found.remove(by=membership)
    response = HttpResponse(status=204)
    response["HX-Trigger"] = undo_toast(_("“%(name)s” is removed") % {"name": found.name}, request.path)
    return response


@require_http_methods(["POST", "DELETE"])
@needs(READ)
def pin(request: HttpRequest, id: UUID) -> HttpResponse:
    """Beside the folders, or not."""
    the_view(request, id).pin(request.method == "POST", by=the_membership(request))
    return HttpResponse(status=204)


@require_POST
@needs(READ)
def place(request: HttpRequest, id: UUID) -> HttpResponse:
    """A step up or down in this person's order: `step` is -1 or 1."""
    membership, found = the_membership(request), the_view(request, id)
    order = View.objects.arranged_for(membership)
    at = next(number for number, each in enumerate(order) if each.pk == found.pk)
    to = min(max(at + (-1 if request.POST.get("step") == "-1" else 1), 0), len(order) - 1)
    order.insert(to, order.pop(at))
    View.arrange(order, by=membership)
    return HttpResponse(status=204)


@require_POST
@needs(READ)
@told
def sorting(request: HttpRequest, id: UUID) -> HttpResponse:
    """This view stands in that order from now on, for this person."""
    listing = the_listing(request, HOME, the_view(request, id))
    choose_order(listing.membership, f"view:{id}", listing.folder, request.POST.get("sort", ""))
    return redirect(listing.here)


def the_view(request: HttpRequest, id: UUID, *, to_change: bool = False) -> View:
    """A view that this person sees; one that they see and may not change is 403."""
    membership = the_membership(request)
    found: View | None = View.objects.visible_to(membership).filter(pk=id).first()
    if found is None:
        raise Http404
    if to_change and not may_change_view(membership, found):
        require_sharing(membership)
    return found


def share(view: View, form: ViewForm, membership: Any) -> None:
    wanted, teams = form.sharing
    if (view.shared, set(view.teams.values_list("pk", flat=True))) != (wanted, {team.pk for team in teams}):
        if wanted != View.Shared.NOBODY:
            require_sharing(membership)
        view.share(by=membership, shared=wanted, teams=teams)


def pinned(found: list[View], membership: Any) -> list[View]:
    return [each for each in found if each.stands_beside(membership)]


def undo_toast(text: str, undo: str) -> str:
    return json.dumps({"toast": {"text": text, "undo": undo, "method": "DELETE"}})
