"""Setting up macros: the list, building one from steps, copying and deleting."""

import json
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import needs
from accounts.views.answers import done, form_page, posted
from core.errors import Refusal
from inbox.errors import MacroError
from inbox.macro_forms import MacroForm, choices
from inbox.macro_words import Briefly
from inbox.models import Macro
from inbox.policies import READ, can_edit_macro
from inbox.views.reach import the_membership
from ledger.heads import heads_of

SHOWN = 500


@require_safe
@needs(READ)
def macros(request: HttpRequest) -> HttpResponse:
    me = the_membership(request)
    streams = {"person": f"person:{me.pk}", "firm": f"firm:{me.firm_id}"}
    heads = heads_of(list(streams.values()))
    seen = Macro.objects.visible_to(me).counted_for(me).order_by("name", "pk").prefetch_related("teams", "links")
    found = list(seen[:SHOWN])
    briefly = Briefly(found)
    rows = [(macro, briefly.of(macro), can_edit_macro(me, macro)) for macro in found]
    live = {name: (stream, heads[stream]) for name, stream in streams.items()}
    return render(request, "inbox/macros/list.html", {"rows": rows, "live": live})


@require_http_methods(["GET", "POST"])
@needs(READ)
def new(request: HttpRequest) -> HttpResponse:
    me = the_membership(request)
    form = MacroForm(me, posted(request), initial={"sharing": "mine"})
    if form.is_valid():
        try:
            with transaction.atomic():
                made = Macro.make(by=me, **form.said)
            return done(request, _("“%(name)s” is ready to run.") % {"name": made.name}, "macros:list")
        except MacroError as error:
            form.blame(error)
    return form_page(request, "inbox/macros/macro.html", form, **choices(me))


@require_http_methods(["GET", "POST"])
@needs(READ)
def macro(request: HttpRequest, id: UUID) -> HttpResponse:
    me, found = the_membership(request), the_macro(request, id)
    form = MacroForm.of(me, found, posted(request))
    if form.is_valid():
        try:
            with transaction.atomic():
                found.change(by=me, **form.said)
            return done(request, _("The macro is saved."), "macros:list")
        except MacroError as error:
            form.blame(error)
    context: dict[str, Any] = {"macro": found, "may_edit": can_edit_macro(me, found)}
    return form_page(request, "inbox/macros/macro.html", form, **choices(me), **context)


@require_POST
@needs(READ)
def copy(request: HttpRequest, id: UUID) -> HttpResponse:
    try:
        with transaction.atomic():
            made = the_macro(request, id).copy(by=the_membership(request))
    except MacroError as error:
        return done(request, str(error), "macros:macro", id)
    return done(request, _("This copy is yours."), "macros:macro", made.pk)


@require_http_methods(["POST", "DELETE"])
@needs(READ)
def deletion(request: HttpRequest, id: UUID) -> HttpResponse:
    """POST deletes it, DELETE puts it back."""
    me = the_membership(request)
    try:
        if request.method == "DELETE":
            get_object_or_404(Macro.objects.all_seen_by(me), pk=id).restore(by=me)
            return HttpResponse(status=204)
        the_macro(request, id).discard(by=me)
    except Refusal as refusal:
        transaction.set_rollback(True)
        response = HttpResponse(str(refusal), status=refusal.status)
        response["HX-Trigger"] = json.dumps({"toast": {"text": str(refusal), "kind": "error"}})
        return response
    response = HttpResponse(status=204)
    undo = reverse("macros:deletion", args=[id])
    response["HX-Trigger"] = json.dumps({"toast": {"text": _("The macro is deleted."), "undo": undo}})
    if request.POST.get("from") == "page":  # which is gone with it
        there = {"path": reverse("macros:list"), "target": "#main", "swap": "outerHTML"}
        response["HX-Location"] = json.dumps(there)
    return response


def the_macro(request: HttpRequest, id: UUID) -> Macro:
    found: Macro = get_object_or_404(Macro.objects.visible_to(the_membership(request)), pk=id)
    return found
