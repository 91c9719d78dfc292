"""Merging two conversations of a client, and separating them again."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.access import needs
from core.ids import parse_uuid
from inbox.models import Conversation, Merge
from inbox.policies import MERGE
from inbox.views.reach import the_conversation, the_form, the_membership
from inbox.views.refusals import told

OFFERED = 30


@require_http_methods(["GET", "POST"])
@needs(MERGE)
@told
def merging(request: HttpRequest, id: UUID) -> HttpResponse:
    """The client's other conversations, to choose from; or take in the one that `other` names."""
    conversation, membership = the_conversation(request, id), the_membership(request)
    if request.method == "GET":
        theirs = Conversation.objects.visible_to(membership).filter(contact=conversation.contact_id)
        others = theirs.exclude(pk=conversation.pk).select_related("inbox").order_by("-active_at", "-id")
        context = {"conversation": conversation, "others": list(others[:OFFERED])}
        return render(request, "inbox/_merging.html", context)
    other = parse_uuid(the_form(request).get("other"))
    if other is None:
        raise Http404
    merge = conversation.merge(the_conversation(request, other), by=membership)
    return JsonResponse({"undo": reverse("inbox:merge", args=[merge.pk])}, status=201)


@require_http_methods(["DELETE"])
@needs(MERGE)
@told
def merge(request: HttpRequest, id: UUID) -> HttpResponse:
    """The two are two again."""
    found = the_merge(request, id)
    found.survivor.separate(found, by=the_membership(request))
    return HttpResponse(status=204)


def the_merge(request: HttpRequest, id: UUID) -> Merge:
    """One of a conversation that this person sees, of an inbox they see."""
    membership = the_membership(request)
    found: Merge | None = Merge.seen_by(membership).filter(pk=id).select_related("survivor", "inbox").first()
    if found is None:
        raise Http404
    return found
