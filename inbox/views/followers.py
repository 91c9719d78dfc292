"""Who follows a conversation: the list beside it, the choice, and choosing."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import needs
from accounts.models import Membership
from inbox.policies import ASSIGN, READ, require_following, who_may_see
from inbox.views.reach import the_conversation, the_membership
from inbox.views.refusals import told


@require_GET
@needs(READ)
def followers(request: HttpRequest, id: UUID) -> HttpResponse:
    """The part of the side panel; `?choices` is the menu of those who could follow."""
    conversation = the_conversation(request, id)
    context = {"conversation": conversation, "followers": conversation.following}
    if "choices" in request.GET:
        who = who_may_see(conversation.inbox) if the_membership(request).may(ASSIGN) else [the_membership(request)]
        return render(request, "inbox/_follower_choices.html", {**context, "people": who})
    return render(request, "inbox/_followers.html", {**context, "may_assign": the_membership(request).may(ASSIGN)})


@require_http_methods(["PUT", "DELETE"])
@needs(READ)
@told
def follower(request: HttpRequest, id: UUID, person: int) -> HttpResponse:
    conversation, me = the_conversation(request, id), the_membership(request)
    who = Membership.objects.filter(pk=person, ended_at=None).first()
    if who is None:
        raise Http404
    require_following(me, who)
    if request.method == "PUT":
        conversation.follow(by=me, who=who)
    else:
        conversation.unfollow(by=me, who=who)
    return HttpResponse(status=204)
