"""How urgent a conversation is: the choice, and choosing."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import needs
from inbox.lines import priority_label
from inbox.models import Priority
from inbox.policies import SORT
from inbox.views.reach import the_conversation, the_form, the_membership
from inbox.views.refusals import told


@require_http_methods(["GET", "PUT"])
@needs(SORT)
@told
def priority(request: HttpRequest, id: UUID) -> HttpResponse:
    conversation = the_conversation(request, id)
    if request.method == "GET":
        choices = [(each.code, each.label, each == conversation.priority) for each in reversed(Priority)]
        return render(request, "inbox/_priority.html", {"conversation": conversation, "choices": choices})
    before, wanted = conversation.priority_code, str(the_form(request).get("priority") or "")
    conversation.prioritise(by=the_membership(request), priority=wanted)
    words = _("Priority: %(priority)s") % {"priority": priority_label(wanted)}
    return JsonResponse({"text": words, "back": f"priority={before}"})
