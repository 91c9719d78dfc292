"""Macros in a conversation: which there are, what one would do, running it, taking a run back."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import needs
from core.ids import parse_uuid
from inbox.macro_steps import STAY
from inbox.macro_words import Briefly, told
from inbox.models import Macro, MacroRun
from inbox.policies import READ
from inbox.views.reach import a_number, the_conversation, the_membership
from inbox.views.refusals import told as telling

OFFERED = 50


@require_safe
@needs(READ)
def macros(request: HttpRequest, id: UUID) -> HttpResponse:
    """The menu: those this person runs most come first."""
    conversation, me = the_conversation(request, id), the_membership(request)
    found = list(Macro.objects.visible_to(me).counted_for(me).order_by("-mine", "name", "pk")[:OFFERED])
    briefly = Briefly(found)
    offered = [(macro, briefly.of(macro)) for macro in found]
    return render(request, "inbox/macros/_menu.html", {"conversation": conversation, "macros": offered})


@require_http_methods(["GET", "POST"])
@needs(READ)
@telling
def macro(request: HttpRequest, id: UUID, macro: UUID) -> HttpResponse:
    """GET: what it would do here. POST runs it, with the browser's own id; `seen` guards its replies."""
    conversation, me = the_conversation(request, id), the_membership(request)
    found: Macro = get_object_or_404(Macro.objects.visible_to(me), pk=macro)
    if request.method == "GET":
        context = {"macro": found, "steps": told(found, conversation, me), "conversation": conversation}
        return render(request, "inbox/macros/_preview.html", context)
    run = found.run(conversation, by=me, seen=a_number(request.POST, "seen"), id=parse_uuid(request.POST.get("id")))
    return JsonResponse(said(found, run, reverse("inbox:macro-run", args=[id, run.pk])), status=201)


@require_http_methods(["DELETE"])
@needs(READ)
@telling
def run(request: HttpRequest, id: UUID, run: UUID) -> HttpResponse:
    """Take one's own run back, as far as it can be."""
    conversation, me = the_conversation(request, id), the_membership(request)
    found = MacroRun.objects.filter(pk=run, conversation=conversation, membership=me).first()
    if found is None:
        raise Http404
    found.undo(by=me)
    return HttpResponse(status=204)


def said(macro: Macro, run: MacroRun, undo: str) -> dict[str, Any]:
    """What a toast says, and where its Undo leads; none where nothing of the run could be taken back."""
    stays = any(step["do"] in STAY for step in macro.steps)
    if run.before == run.after:
        return {"text": _("Done: %(name)s") % {"name": macro.name}, "undo": ""}
    words = _("Done: %(name)s. Undo leaves what was written.") if stays else _("Done: %(name)s")
    return {"text": words % {"name": macro.name}, "undo": undo}
