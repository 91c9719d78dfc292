"""The lines of a conversation: older ones, and new ones written."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts.access import needs, require
from core import clock
from core.ids import parse_uuid
from inbox.errors import MentionInReply
from inbox.lines import line_of, lines_after, lines_of
from inbox.models import Conversation, Message, Outgoing
from inbox.policies import NOTE, READ, REPLY
from inbox.views.outgoing import the_moment
from inbox.views.reach import a_number, the_conversation, the_membership
from inbox.views.refusals import told


@require_http_methods(["GET", "POST"])
@needs(READ)
def messages(request: HttpRequest, id: UUID) -> HttpResponse:
    return write(request, id) if request.method == "POST" else further(request, id)


def further(request: HttpRequest, id: UUID) -> HttpResponse:
    """The lines before line `before`, or those after line `after`; without either, the newest."""
    conversation, after = the_conversation(request, id), a_number(request.GET, "after")
    if after is None:
        lines, goes_on = lines_of(conversation, a_number(request.GET, "before")), False
    else:
        lines, goes_on = lines_after(conversation, after)
    waiting = [] if goes_on or "before" in request.GET else conversation.what_waits()
    return render(request, "inbox/_older.html", {"lines": lines, "goes_on": goes_on, "waiting": waiting})


@told
def write(request: HttpRequest, id: UUID) -> HttpResponse:
    """A reply or a note with the browser's own id, so that a doubled post is one message.

    `seen` is the newest line the author has seen; where others wrote since, 409 shows what came.
    """
    conversation, membership, form = the_conversation(request, id), the_membership(request), request.POST
    files = [file for file in map(parse_uuid, form.getlist("attachments")) if file]
    written: dict[str, Any] = {
        "by": membership,
        "body": form.get("body", ""),
        "id": parse_uuid(form.get("id")),
        "attachments": files,
        "draft": parse_uuid(form.get("draft")),
        "snippets": [id for id in map(parse_uuid, form.getlist("snippets")) if id],
        "quotes": parse_uuid(form.get("quotes")),
    }
    message: Message | Outgoing
    if form.get("kind") == "note":
        require(membership, NOTE)
        message = conversation.note(**written, mentions=form.getlist("mentions"))
    else:
        require(membership, REPLY)
        if form.getlist("mentions"):
            raise MentionInReply
        message = reply_or_hold(conversation, form, written | {"seen": a_number(form, "seen")})
    if isinstance(message, Outgoing):
        if message.taken_back_at:
            return HttpResponse(status=200)  # undone before this try of it came
        return render(request, "inbox/_outgoing.html", {"outgoing": message}, status=202)
    return HttpResponse(line_of(message.pk).drawn, status=201)


def reply_or_hold(conversation: Conversation, form: Any, written: dict[str, Any]) -> Message | Outgoing:
    """A reply for a time of its author's goes then; another is held for the seconds in which they can undo it, if any."""
    membership = written["by"]
    moment = the_moment(form, membership)
    if moment is not None:
        return conversation.hold(**written, due_at=moment, scheduled=True, anyway=form.get("anyway") == "1")
    seconds = conversation.seconds_to_undo(membership)
    if seconds:
        return conversation.hold(**written, due_at=clock.now() + timedelta(seconds=seconds))
    return conversation.reply(**written)
