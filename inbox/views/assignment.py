"""Who has a conversation: the choice, choosing, and handing over with a note."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts.access import needs
from accounts.models import Membership, Team
from inbox.policies import ASSIGN, NOTE, teams_that_may_take, who_may_take
from inbox.views.reach import a_number, the_conversation, the_form, the_membership
from inbox.views.refusals import told


@require_http_methods(["GET", "PUT"])
@needs(ASSIGN)
def assignment(request: HttpRequest, id: UUID) -> HttpResponse:
    return assign(request, id) if request.method == "PUT" else choose(request, id)


def choose(request: HttpRequest, id: UUID) -> HttpResponse:
    """The menu of those who may take it."""
    conversation = the_conversation(request, id)
    people, teams = who_may_take(conversation.inbox), teams_that_may_take(conversation.inbox)
    context = {"conversation": conversation, "people": people, "teams": teams}
    return render(request, "inbox/_assign.html", context)


@told
def assign(request: HttpRequest, id: UUID) -> HttpResponse:
    """`assignee` and `team` as they shall be; one that is not named stays, an empty one is nobody."""
    conversation, form = the_conversation(request, id), the_form(request)
    to = _chosen(form, "assignee", Membership, conversation.assignee)
    team = _chosen(form, "team", Team, conversation.team)
    conversation.assign(by=the_membership(request), to=to, team=team)
    return HttpResponse(status=204)


@require_http_methods(["GET", "POST"])
@needs(ASSIGN)
@needs(NOTE)
@told
def handover(request: HttpRequest, id: UUID) -> HttpResponse:
    """`to` is "person:12" or "team:3", `note` a word for them, `follow` stays told of what is said."""
    conversation, me = the_conversation(request, id), the_membership(request)
    if request.method == "GET":
        people = [person for person in who_may_take(conversation.inbox) if person != me]
        context = {"conversation": conversation, "people": people, "teams": teams_that_may_take(conversation.inbox)}
        return render(request, "inbox/_handover.html", context)
    kind, _colon, number = request.POST.get("to", "").partition(":")
    chosen = {"assignee": number} if kind == "person" else {"team": number}
    conversation.hand_over(
        by=me,
        note=request.POST.get("note", ""),
        to=_chosen(chosen, "assignee", Membership, None),
        team=_chosen(chosen, "team", Team, None),
        follow="follow" in request.POST,
    )
    return HttpResponse(status=204)


def _chosen(form: Any, name: str, kind: Any, now: Any) -> Any:
    if name not in form:
        return now
    if not form[name]:
        return None
    found = kind.objects.filter(pk=a_number(form, name)).first()
    if found is None:
        raise Http404
    return found
