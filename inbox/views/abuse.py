"""What nobody asked for: into the folder for spam, and clients who may not write any more."""

import json
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import needs
from accounts.views.answers import done
from inbox.models import Block
from inbox.policies import BLOCK, MANAGE
from inbox.views.reach import the_conversation, the_form, the_membership


@require_http_methods(["POST", "DELETE"])
@needs(BLOCK)
def spam(request: HttpRequest, id: UUID) -> HttpResponse:
    conversation, membership = the_conversation(request, id), the_membership(request)
    if request.method == "DELETE":
        conversation.not_spam(by=membership)
        return told(_("It is open again."))
    conversation.mark_spam(by=membership)
    return told(_("Marked as spam."), undo=reverse("inbox:spam", args=[id]))


@require_http_methods(["POST", "DELETE"])
@needs(BLOCK)
def block(request: HttpRequest, id: UUID) -> HttpResponse:
    """The client of this conversation; `reason` is for colleagues."""
    contact, membership = the_conversation(request, id).contact, the_membership(request)
    if request.method == "DELETE":
        for found in Block.objects.filter(contact=contact):
            found.lift(by=membership)
        return told(_("%(client)s can write again.") % {"client": contact.label})
    Block.put(contact, by=membership, reason=str(the_form(request).get("reason") or ""))
    return told(_("%(client)s is blocked.") % {"client": contact.label}, undo=reverse("inbox:block", args=[id]))


@require_GET
@needs(MANAGE)
def blocks(request: HttpRequest) -> HttpResponse:
    """Who is blocked, and by whom."""
    found = Block.objects.select_related("contact", "by").order_by("-created_at", "-id")[:500]
    return render(request, "inbox/settings/blocks.html", {"blocks": found})


@require_POST
@needs(MANAGE)
def lifting(request: HttpRequest, id: UUID) -> HttpResponse:
    block = get_object_or_404(Block.objects.select_related("contact"), pk=id)
    block.lift(by=the_membership(request))
    words = _("%(client)s can write again.") % {"client": block.contact.label}
    return done(request, words, "inbox_setup:blocks")


def told(text: str, undo: str = "") -> HttpResponse:
    """Nothing to draw: what changed comes over the socket. A word of it, and the way back."""
    toast: dict[str, Any] = {"text": text} | ({"undo": undo, "method": "DELETE"} if undo else {})
    response = HttpResponse(status=204)
    response["HX-Trigger"] = json.dumps({"toast": toast})
    return response
