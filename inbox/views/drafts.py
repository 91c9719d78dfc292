"""What a person has begun to write, kept while they write it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from accounts.access import needs, require
from core.ids import parse_uuid
from inbox.policies import NOTE, READ, REPLY
from inbox.views.reach import the_conversation, the_form, the_membership
from inbox.views.refusals import told


@require_http_methods(["PUT"])
@needs(READ)
@told
def draft(request: HttpRequest, id: UUID) -> HttpResponse:
    conversation, membership, form = the_conversation(request, id), the_membership(request), the_form(request)
    kind = "note" if form.get("kind") == "note" else "reply"
    require(membership, NOTE if kind == "note" else REPLY)
    conversation.keep_draft(
        by=membership,
        body=form.get("body", ""),
        kind=kind,
        message_id=parse_uuid(form.get("id")),
        mentions=form.getlist("mentions"),
    )
    return HttpResponse(status=204)
