"""Replies that are not sent yet: choosing a time, changing, sending now, taking back; and all that this person scheduled."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import needs
from accounts.models import Membership
from core import clock
from inbox.errors import NoMoment
from inbox.models import Outgoing
from inbox.policies import READ, REPLY
from inbox.sending_times import FURTHEST, chosen, offered, zone_of
from inbox.views.reach import the_conversation, the_form, the_membership
from inbox.views.refusals import told
from ledger.heads import heads_of


@require_GET
@needs(REPLY)
def departure(request: HttpRequest, id: UUID) -> HttpResponse:
    """When a reply that is being written may go: what is offered, by this person's clock."""
    conversation = the_conversation(request, id)
    url = reverse("inbox:messages", args=[conversation.pk])
    return render(request, "inbox/_later.html", choice(the_membership(request), None, url))


@require_http_methods(["GET", "PUT", "DELETE"])
@needs(REPLY)
@told
def outgoing(request: HttpRequest, id: UUID) -> HttpResponse:
    """Its words and time, to be changed; changing them; taking it back, or, with `discard`, throwing it away."""
    membership, found = the_membership(request), the_outgoing(request, id)
    if request.method == "GET":
        return render(request, "inbox/_later.html", choice(membership, found, request.path))
    if request.method == "PUT":
        form = the_form(request)
        wishes: dict[str, Any] = {"body": form["body"]} if "body" in form else {}
        found.change(by=membership, due_at=the_moment(form, membership), anyway=form.get("anyway") == "1", **wishes)
        return HttpResponse(status=204)
    if "discard" in request.GET:
        found.discard(by=membership)
        return HttpResponse(status=204)
    quotes = str(found.quotes or "")
    files = [str(attachment.pk) for attachment in found.files()]
    is_back = found.take_back(by=membership)
    draft = found.conversation.draft_of(membership)
    return JsonResponse(
        {"back": is_back, "body": found.body, "draft": draft.body if draft else "", "files": files, "quotes": quotes}
    )


@require_http_methods(["POST"])
@needs(REPLY)
@told
def sending(request: HttpRequest, id: UUID) -> HttpResponse:
    """Send it now; with `due`, only if its time has come: the page that counts down asks so. What is gone is gone."""
    found = Outgoing.mine(the_membership(request), id).select_related("conversation").first()
    if found is None:
        return HttpResponse(status=204)
    if "due" in request.POST:
        found.depart()
    else:
        found.send_now(by=the_membership(request), anyway=request.POST.get("anyway") == "1")
    return HttpResponse(status=204)


@require_GET
@needs(READ)
def scheduled(request: HttpRequest) -> HttpResponse:
    """What this person scheduled, and what of it stopped."""
    stream = f"person:{the_membership(request).pk}"
    after = heads_of([stream])[stream]
    mine = Outgoing.mine(the_membership(request)).exclude(is_scheduled=False, stopped="")
    waiting = mine.select_related("conversation__contact", "conversation__inbox").order_by("due_at", "id")
    return render(
        request, "inbox/scheduled.html", {"waiting": list(waiting[: Outgoing.MOST * 2]), "person_after": after}
    )


def the_outgoing(request: HttpRequest, id: UUID) -> Outgoing:
    found: Outgoing | None = Outgoing.mine(the_membership(request), id).select_related("conversation").first()
    if found is None:
        raise Http404
    return found


def the_moment(form: Any, membership: Membership) -> Any:
    """The time that a form names: one that was offered, or a date and an hour on this person's clock; None without any."""
    if form.get("send_at"):
        try:
            moment = parse_datetime(form["send_at"])
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None:
            raise NoMoment
        return moment
    if form.get("send_on") or form.get("send_clock"):
        return chosen(form.get("send_on", ""), form.get("send_clock", ""), zone_of(membership.time_zone))
    return None


def choice(membership: Membership, found: Outgoing | None, url: str) -> dict[str, Any]:
    now, zone = clock.now(), zone_of(membership.time_zone)
    moments = offered(now, zone)
    begin = found.due_at if found and found.is_scheduled else moments[-1].at
    return {
        "moments": moments,
        "zone": zone.key,
        "day": begin.astimezone(zone).strftime("%Y-%m-%d"),
        "hour": begin.astimezone(zone).strftime("%H:%M"),
        "earliest": _day(now, zone),
        "latest": _day(now + FURTHEST, zone),
        "outgoing": found,
        "anyway_on": bool(found and found.seen is None),
        "url": url,
    }


def _day(moment: Any, zone: ZoneInfo) -> str:
    return str(moment.astimezone(zone).strftime("%Y-%m-%d"))
