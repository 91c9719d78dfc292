"""A conversation: beside its list as a page, or alone when the list is on the screen already."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from accounts.access import needs
from inbox.folders import home_of
from inbox.models import Conversation
from inbox.policies import READ
from inbox.thread import Thread
from inbox.views.folders import PANE, address_of, the_folder, the_listing, the_listing_of
from inbox.views.reach import a_number, the_conversation, the_membership
from inbox.views.search import the_search


@require_GET
@needs(READ)
def conversation(request: HttpRequest, id: UUID) -> HttpResponse:
    """At its newest lines, or at line `at`. What was searched for (`q`) stays beside it."""
    membership = the_membership(request)
    try:
        thread = Thread.open(membership, id, a_number(request.GET, "at"))
    except Conversation.DoesNotExist:
        return gone_on(request, id)
    name = request.GET.get("in") or home_of(thread.conversation, membership).name
    context = {"thread": thread, "folder": the_folder(name), "list": address_of(request, name)}
    context["search"] = the_search(request, name) if request.GET.get("q") else None
    if request.headers.get("HX-Target") == PANE:
        return render(request, "inbox/_conversation.html", context | {"alone": True})
    listing = the_listing_of(request) if request.GET.get("in") else the_listing(request, name)
    return render(request, "inbox/page.html", context | {"listing": listing})


def gone_on(request: HttpRequest, id: UUID) -> HttpResponse:
    """A conversation that was merged: on to the one in which it goes on; 404 for one that is not there for this person."""
    going = the_conversation(request, id)
    answer = redirect("inbox:conversation", going.pk)
    asked = request.GET.copy()
    asked.pop("at", None)  # the line has another number there
    if asked:
        answer["Location"] += f"?{asked.urlencode()}"
    return answer
