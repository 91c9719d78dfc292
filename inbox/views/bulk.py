"""Many conversations at once: doing, how far it is, undoing."""

import json
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import needs
from accounts.models import Membership, Team
from core.ids import parse_uuid, uuid7
from inbox.bulk import doing
from inbox.errors import BadBulk
from inbox.filters.finding import patience
from inbox.models import Batch
from inbox.moments import presets
from inbox.own_time import now_of
from inbox.policies import ASSIGN, READ, REPLY, SORT
from inbox.views.folders import the_listing_of
from inbox.views.reach import the_membership
from inbox.views.refusals import told


@require_http_methods(["GET", "POST"])
@needs(READ)
@told
def bulk(request: HttpRequest) -> HttpResponse:
    """GET: how many stand in the list that the address names. POST: do `deed` to `ids`, or to all of that list (`all`)."""
    if request.method == "GET":
        return JsonResponse({"count": len(all_of(request)), "most": doing.MOST})
    said = the_json(request)
    ids = all_of(request) if said.get("all") is True else ids_in(said)
    batch = doing.do(
        by=the_membership(request), id=id_in(said), deed=str(said.get("deed")), ids=ids, value=value_in(said)
    )
    return answer(batch)


@require_http_methods(["GET", "POST"])
@needs(READ)
@told
def batch(request: HttpRequest, id: UUID) -> HttpResponse:
    """GET: what has come of it. POST: undo it, as a batch of its own with the id that is sent."""
    found = Batch.objects.select_related("undoes").filter(pk=id, started_by=the_membership(request)).first()
    if found is None:
        raise Http404
    if request.method == "GET":
        return answer(found)
    return answer(doing.undo(found, by=the_membership(request), id=id_in(the_json(request))))


@require_GET
@needs(ASSIGN)
def owners(request: HttpRequest) -> HttpResponse:
    """The menu of those that conversations can be given to; who does not see an inbox is refused there."""
    people = list(Membership.objects.who_may(REPLY))
    return render(request, "inbox/_bulk_assign.html", {"people": people, "teams": Team.objects.order_by("name")})


@require_GET
@needs(SORT)
def moments(request: HttpRequest) -> HttpResponse:
    """The menu of moments until which conversations can be put aside."""
    me = the_membership(request)
    return render(request, "inbox/_bulk_snooze.html", {"presets": presets(now_of(me), me.working_hours)})


def answer(batch: Batch) -> HttpResponse:
    return JsonResponse(doing.outcome_of(batch), status=200 if batch.finished_at else 202)


def all_of(request: HttpRequest) -> list[UUID]:
    """The ids of the whole list, one more than can be done at most."""
    listing = the_listing_of(request)
    if listing.refusal:
        raise BadBulk(listing.refusal)
    with patience():
        return list(listing.finding.everything.values_list("pk", flat=True)[: doing.MOST + 1])


def the_json(request: HttpRequest) -> dict[str, Any]:
    """What is to be done: as JSON, or as a form says it."""
    if request.content_type != "application/json":
        return {**request.POST.dict(), "ids": request.POST.getlist("ids"), "all": request.POST.get("all") == "true"}
    try:
        said = json.loads(request.body)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise BadBulk(_("Send what is to be done as JSON."))
    return said


def ids_in(said: dict[str, Any]) -> list[UUID]:
    given = said.get("ids")
    if not isinstance(given, list) or len(given) > doing.MOST:
        raise BadBulk(_("Name up to %(most)s conversations by their ids.") % {"most": doing.MOST})
    found = [parse_uuid(each) for each in given]
    if None in found:
        raise BadBulk(_("One of these is no id of a conversation."))
    return [each for each in found if each]


def id_in(said: dict[str, Any]) -> UUID:
    return parse_uuid(said.get("id")) or uuid7()


def value_in(said: dict[str, Any]) -> dict[str, Any]:
    value = said.get("value")
    return value if isinstance(value, dict) else {}
