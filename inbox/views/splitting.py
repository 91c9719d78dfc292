"""Making a conversation of its own from a message on, or from chosen messages."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.access import needs
from core.ids import parse_uuid
from inbox.policies import MERGE
from inbox.views.reach import the_conversation, the_form, the_membership
from inbox.views.refusals import told


@require_POST
@needs(MERGE)
@told
def splitting(request: HttpRequest, id: UUID) -> HttpResponse:
    """`from`: that message and all after it; or each of `lines`. Answers with where the new one is, and how to undo it."""
    conversation, form = the_conversation(request, id), the_form(request)
    lines = [line for line in map(parse_uuid, form.getlist("lines")) if line]
    begin = parse_uuid(form.get("from"))
    branch = conversation.split(conversation.lines_from(begin) if begin else lines, by=the_membership(request))
    undo = {"undo": reverse("inbox:merging", args=[conversation.pk]), "body": f"other={branch.pk}"}
    return JsonResponse({"url": reverse("inbox:conversation", args=[branch.pk]), **undo}, status=201)
