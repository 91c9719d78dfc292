"""Records of every kind: the list, a new one, a record's page, and the card that other screens show beside theirs."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import needs, require
from accounts.views.answers import done, form_page, posted
from core.errors import Refusal
from core.place import Place
from crm.errors import FieldError
from crm.finding import hits
from crm.held import Held
from crm.listing import Listing
from crm.models import Association
from crm.policies import EDIT, READ
from crm.records import KINDS, RecordKind, record_of
from crm.related import Related
from timeline.reading import Timeline
from timeline.refs import Ref


def the_record(kind: str, id: UUID) -> tuple[RecordKind, Any]:
    found = KINDS[kind].model.objects.filter(pk=id).select_related("owner").first()
    if found is None:
        raise Http404
    return KINDS[kind], found


@require_GET
@needs(READ)
def find(request: HttpRequest) -> HttpResponse:
    """What is found by `q` among records of all kinds, for the one box."""
    found = hits(request.GET.get("q", "")[:200])
    told = [{"label": hit.label, "kind": str(hit.kind.words.one), "line": hit.line, "href": hit.href} for hit in found]
    return JsonResponse({"found": told})


@require_GET
@needs(READ)
def index(request: HttpRequest, kind: str) -> HttpResponse:
    """The list; what is typed into its box is `q`; from `before` on, the next page of it."""
    before = Place.parse(request.GET.get("before", ""))
    if before is None and "before" in request.GET:
        return HttpResponseBadRequest(_("This page begins nowhere. Open the list again."))
    listing = Listing(KINDS[kind], request.GET.get("q", ""), before)
    template = "crm/records.html" if before is None else "crm/_rows.html"
    return render(request, template, {"listing": listing, "kind": listing.kind, "kinds": KINDS.values()})


@require_http_methods(["GET", "POST"])
@needs(EDIT)
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """With `with`, "contact:ID", the new one belongs to that record."""
    of, me = KINDS[kind], request.membership  # type: ignore[attr-defined]
    form = (of.new_form or of.form)(posted(request), me=me, initial={"owner": me.pk, "stage": request.GET.get("stage")})
    if form.is_valid():
        try:
            made = of.model.make(by=me, **form.said)
            other = record_of(Ref.parse(request.GET.get("with", "")))
            if other is not None:
                Association.make(made.ref, other.ref, by=me)
            return done(request, of.words.made % {"name": made.label}, f"crm:{kind}", made.pk)
        except FieldError as error:
            form.add_error(error.field.name_in_form, error.why)
        except Refusal as refusal:
            form.add_error("name", str(refusal))
    return form_page(request, "crm/new.html", form, kind=of)


@require_GET
@needs(READ)
def record(request: HttpRequest, kind: str, id: UUID) -> HttpResponse:
    """A record's page; of a contact who turned out to be another, that one's."""
    of, found = the_record(kind, id)
    if getattr(found, "merged_into", None) is not None:
        return redirect(found.merged_into)
    me = request.membership  # type: ignore[attr-defined]
    context = {
        "kind": of,
        "record": found,
        "timeline": Timeline(me, found.ref),
        "related": Related(found),
        "held": Held(me, found),
    }
    return render(request, "crm/record.html", context)


@require_http_methods(["GET", "POST"])
@needs(READ)
def card(request: HttpRequest, kind: str, id: UUID) -> HttpResponse:
    """The card; with `edit` its form; a POST that is refused is the form again, with what was written."""
    of, found = the_record(kind, id)
    if request.method == "GET" and "edit" not in request.GET:
        return render(request, "crm/_card.html", {"record": found, "kind": of})
    me = request.membership  # type: ignore[attr-defined]
    require(me, EDIT)
    form = of.form(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        found.refresh_from_db()
        try:
            found.change(by=me, **form.said)
            found.refresh_from_db()
            return render(request, "crm/_card.html", {"record": found, "kind": of}) if request.htmx else redirect(found)  # type: ignore[attr-defined]
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    status = 422 if request.method == "POST" else 200
    return render(request, "crm/_form.html", {"record": found, "kind": of, "form": form}, status=status)
