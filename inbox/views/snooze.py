"""Putting a conversation aside: what is offered, doing it, and waking it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import needs
from inbox.moments import presets, said
from inbox.own_time import now_of, the_moment
from inbox.policies import SORT
from inbox.views.reach import the_conversation, the_form, the_membership
from inbox.views.refusals import told


@require_http_methods(["GET", "PUT", "DELETE"])
@needs(SORT)
@told
def snooze(request: HttpRequest, id: UUID) -> HttpResponse:
    conversation, me = the_conversation(request, id), the_membership(request)
    if request.method == "GET":
        offered = presets(now_of(me), me.working_hours)
        return render(request, "inbox/_snooze.html", {"conversation": conversation, "presets": offered})
    if request.method == "DELETE":
        conversation.wake(by=me)
        return HttpResponse(status=204)
    until = the_moment(str(the_form(request).get("until") or ""), me)
    conversation.snooze(by=me, until=until)
    words = _("Snoozed until %(moment)s") % {"moment": said(until)} if until else _("Snoozed until the client replies")
    return JsonResponse({"text": words})
