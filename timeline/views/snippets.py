"""Snippets: the list with its folders, writing, trying, copying and deleting them."""

import json
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import needs
from accounts.audit import Trail
from accounts.models import Membership
from accounts.views.answers import done, form_page, posted
from core.errors import Refusal
from ledger.heads import heads_of
from ledger.models import Change
from timeline import filling
from timeline.forms import SnippetForm
from timeline.listing import Shelf
from timeline.models import Snippet
from timeline.policies import SHARE, USE, can_edit
from timeline.subjects import choices, subjects_of

EDITED_BEFORE = 20


def the_membership(request: HttpRequest) -> Membership:
    membership: Membership = request.membership  # type: ignore[attr-defined]
    return membership


def the_snippet(request: HttpRequest, id: UUID) -> Snippet:
    seen = Snippet.objects.visible_to(the_membership(request)).select_related("author")
    found: Snippet = get_object_or_404(seen, pk=id)
    return found


@require_GET
@needs(USE)
def snippets(request: HttpRequest) -> HttpResponse:
    me = the_membership(request)
    streams = {"person": f"person:{me.pk}", "firm": f"firm:{me.firm_id}"}
    heads = heads_of(list(streams.values()))
    live = {name: (stream, heads[stream]) for name, stream in streams.items()}
    shelf = Shelf.asked(me, request.GET)
    context = {"shelf": shelf, "live": live, "may_share": me.may(SHARE)}
    return render(request, "timeline/snippets/list.html", context)


@require_http_methods(["GET", "POST"])
@needs(USE)
def new(request: HttpRequest) -> HttpResponse:
    me = the_membership(request)
    begun = {"sharing": "mine", "folder": request.GET.get("folder", "")[:60]}
    form = SnippetForm(me, posted(request), request.FILES or None, initial=begun)
    if form.is_valid():
        try:
            with transaction.atomic():
                made = Snippet.make(by=me, **form.said)
                form.save_files(made, me)
            return done(request, _("#%(name)s is ready to use.") % {"name": made.shortcut}, "snippets:list")
        except Refusal as error:
            form.blame(error)
    return form_page(request, "timeline/snippets/snippet.html", form, **_around(me, form))


@require_http_methods(["GET", "POST"])
@needs(USE)
def snippet(request: HttpRequest, id: UUID) -> HttpResponse:
    me, found = the_membership(request), the_snippet(request, id)
    form = SnippetForm.of(me, found, posted(request), request.FILES or None)
    if form.is_valid():
        try:
            with transaction.atomic():
                found.change(by=me, **form.said)
                form.save_files(found, me)
            return done(request, _("The snippet is saved."), "snippets:list")
        except Refusal as error:
            form.blame(error)
    context = {"snippet": found, "may_edit": can_edit(me, found), "history": _history(found), "files": found.its_files}
    return form_page(request, "timeline/snippets/snippet.html", form, **_around(me, form), **context)


@require_POST
@needs(USE)
def preview(request: HttpRequest) -> HttpResponse:
    """What is being typed, filled for somebody, or with examples."""
    return render(
        request, "timeline/snippets/_preview.html", {"preview": Preview(the_membership(request), request.POST)}
    )


@require_POST
@needs(USE)
def copy(request: HttpRequest, id: UUID) -> HttpResponse:
    made = the_snippet(request, id).copy(by=the_membership(request))
    return done(request, _("This copy is yours: #%(name)s.") % {"name": made.shortcut}, "snippets:snippet", made.pk)


@require_http_methods(["POST", "DELETE"])
@needs(USE)
def deletion(request: HttpRequest, id: UUID) -> HttpResponse:
    """POST deletes it, DELETE puts it back."""
    me = the_membership(request)
    try:
        if request.method == "DELETE":
            seen = Snippet.objects.all_seen_by(me)
            get_object_or_404(seen, pk=id).restore(by=me)
            return HttpResponse(status=204)
        the_snippet(request, id).discard(by=me)
    except Refusal as refusal:
        transaction.set_rollback(True)
        response = HttpResponse(str(refusal), status=refusal.status)
        response["HX-Trigger"] = json.dumps({"toast": {"text": str(refusal), "kind": "error"}})
        return response
    response = HttpResponse(status=204)
    undo = reverse("snippets:deletion", args=[id])
    response["HX-Trigger"] = json.dumps({"toast": {"text": _("The snippet is deleted."), "undo": undo}})
    if request.POST.get("from") == "page":  # which is gone with it
        there = {"path": reverse("snippets:list"), "target": "#main", "swap": "outerHTML"}
        response["HX-Location"] = json.dumps(there)
    return response


class Preview:
    """A text, filled: `about` names whom it is tried on; without one examples stand in the blanks."""

    def __init__(self, me: Membership, said: Any) -> None:
        body, about = said.get("body", "")[: Snippet.MAX_LENGTH], said.get("about", "")
        subjects = subjects_of(me, about) if about else None
        self.text = filling.fill_with_examples(body) if subjects is None else filling.fill(body, subjects)
        self.unknown = filling.unknown_in(body)
        self.missing = filling.missing_in(self.text)


def _around(me: Membership, form: SnippetForm) -> dict[str, Any]:
    typed = {"body": form["body"].value() or "", "about": ""}
    folders = [name for name, _number in Shelf(me).folders if name]
    return {"blanks": filling.blanks(), "choices": choices(me), "folders": folders, "preview": Preview(me, typed)}


def _history(snippet: Snippet) -> Any:
    found = Change.objects.filter(subject_type=snippet._meta.label_lower, subject_id=str(snippet.pk)).order_by("-id")
    return Trail().lines(found[:EDITED_BEFORE])
