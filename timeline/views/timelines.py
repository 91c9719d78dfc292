"""A record's timeline: its pages, and what colleagues log there."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import member_required, needs
from accounts.models import Membership
from core.errors import Refusal
from core.ids import parse_uuid
from core.place import Place
from timeline.activities import draw
from timeline.errors import NoSuchMoment
from timeline.models import Activity, Entry
from timeline.policies import LOG
from timeline.reading import Timeline
from timeline.refs import Ref
from timeline.subjects import sees
from timeline.views.snippets import the_membership

View = Callable[..., HttpResponse]
MOST_ALSO = 20


def the_record(request: HttpRequest, kind: str, id: UUID) -> Ref:
    """A record that the person sees; else there is none."""
    ref = Ref(kind, id)
    if not sees(the_membership(request), ref):
        raise Http404
    return ref


def the_activity(request: HttpRequest, id: UUID) -> tuple[Entry, Activity]:
    """What stands as this entry on a timeline that the person sees; deleted or not."""
    entry: Entry = get_object_or_404(Entry.objects.filter(source_type=Activity.SOURCE), pk=id)
    the_record(request, entry.subject_type, entry.subject_id)
    return entry, Activity.objects.select_related("author").get(pk=entry.source_id)


def told(view: View) -> View:
    """A Refusal becomes its sentence, with its status; nothing of the request is kept."""

    @wraps(view)
    def telling(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refusal as refusal:
            transaction.set_rollback(True)
            return render(request, "timeline/_refused.html", {"refusal": refusal}, status=refusal.status)

    return telling


def moment(text: str, me: Membership) -> datetime | None:
    """What a browser's calendar says, by the clock of `me`: "2026-03-07T14:30". None where it says nothing."""
    if not text:
        return None
    try:
        said = datetime.fromisoformat(text)
        return said.replace(tzinfo=ZoneInfo(me.time_zone)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise NoSuchMoment from error


@require_GET
@member_required
def entries(request: HttpRequest, kind: str, id: UUID) -> HttpResponse:
    """The list with its newest page; from `before` on, the next page of it."""
    ref = the_record(request, kind, id)
    before = Place.parse(request.GET.get("before", ""))
    if before is None and "before" in request.GET:
        return HttpResponseBadRequest(_("This page begins nowhere. Open the timeline again."))
    timeline = Timeline(the_membership(request), ref, before, request.GET.get("kind", ""))
    template = "timeline/_list.html" if before is None else "timeline/_entries.html"
    return render(request, template, {"timeline": timeline})


@require_POST
@needs(LOG)
@told
def log(request: HttpRequest, kind: str, id: UUID) -> HttpResponse:
    """The entry as it now stands. The browser's `id` is the activity's: sent twice, it is there once."""
    ref, me, said = the_record(request, kind, id), the_membership(request), request.POST
    activity = Activity.log(
        by=me,
        kind=said.get("kind", "") if said.get("kind") in Activity.Kind.values else Activity.Kind.NOTE,
        outcome=said.get("outcome", ""),
        body=said.get("body", ""),
        about=[ref, *others(said.getlist("also"), me)],
        at=moment(said.get("at", ""), me),
        id=parse_uuid(said.get("id", "")),
    )
    entry = activity.entries.get(subject_type=ref.kind, subject_id=ref.id)
    return HttpResponse(draw(entry, activity), status=201)


@require_http_methods(["GET", "POST"])
@needs(LOG)
def editing(request: HttpRequest, id: UUID) -> HttpResponse:
    """The form in the entry's place; with `shown` the entry again. What is refused comes back with what was written."""
    entry, activity = the_activity(request, id)
    context: dict[str, Any] = {"entry": entry, "activity": activity, "body": activity.body}
    if request.method == "GET":
        if "shown" in request.GET:
            return HttpResponse("" if activity.deleted_at else draw(entry, activity))
        return render(request, "timeline/_activity_form.html", context)
    version = request.POST.get("version", "")
    try:
        with transaction.atomic():
            seen = int(version) if version.isascii() and version.isdigit() else None
            activity.edit(by=the_membership(request), body=request.POST.get("body", ""), version=seen)
    except Refusal as refusal:
        activity.refresh_from_db()
        context |= {"refusal": refusal, "body": request.POST.get("body", "")}
        return render(request, "timeline/_activity_form.html", context, status=422)
    activity.refresh_from_db()
    return HttpResponse(draw(entry, activity))


@require_http_methods(["POST", "DELETE"])
@needs(LOG)
@told
def deletion(request: HttpRequest, id: UUID) -> HttpResponse:
    """POST deletes it, DELETE puts it back."""
    me = the_membership(request)
    _entry, activity = the_activity(request, id)
    if request.method == "DELETE":
        activity.restore(by=me)
        return HttpResponse(status=204)
    activity.discard(by=me)
    return HttpResponse(status=204)


@require_GET
@member_required
def pins(request: HttpRequest, kind: str, id: UUID) -> HttpResponse:
    """What stands on top of a record."""
    ref = the_record(request, kind, id)
    return render(request, "timeline/_pins.html", {"timeline": Timeline(the_membership(request), ref)})


@require_GET
@needs(LOG)
def also_on(request: HttpRequest, kind: str, id: UUID) -> HttpResponse:
    """On what else one may log."""
    ref = the_record(request, kind, id)
    return render(request, "timeline/_also.html", {"timeline": Timeline(the_membership(request), ref)})


@require_http_methods(["POST", "DELETE"])
@needs(LOG)
@told
def pin(request: HttpRequest, id: UUID) -> HttpResponse:
    """POST puts it on top of the record on whose timeline this entry stands, DELETE takes it down."""
    entry, _activity = the_activity(request, id)
    me = the_membership(request)
    if request.method == "DELETE":
        entry.unpin(by=me)
    else:
        entry.pin(by=me)
    return HttpResponse(status=204)


def others(said: list[str], me: Membership) -> list[Ref]:
    """The records that were ticked, of those that `me` sees."""
    refs = [ref for text in said[:MOST_ALSO] if (ref := Ref.parse(text))]
    return [ref for ref in refs if sees(me, ref)]
