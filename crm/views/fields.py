"""The custom fields of a record: looking at them, setting them, revealing one, and their history."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import needs, require
from core.errors import Refusal
from crm.errors import FieldError
from crm.events import FieldRevealed
from crm.field_forms import HeldForm
from crm.held import Held
from crm.history import history
from crm.policies import EDIT, READ
from crm.records import KINDS
from crm.views.records import the_record
from ledger.record import record as tell


@require_http_methods(["GET", "POST"])
@needs(READ)
def held(request: HttpRequest, kind: str, id: UUID) -> HttpResponse:
    """The fields; with `edit` their form; a POST that is refused is the form again, with what was written."""
    found, me = one(kind, id), request.membership  # type: ignore[attr-defined]
    shown = Held(me, found)
    if request.method == "GET" and "edit" not in request.GET:
        return render(request, "crm/_held.html", {"held": shown})
    require(me, EDIT)
    form = HeldForm(request.POST or None, shown.settable, found)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                found.change(by=me, custom=form.said)
            found.refresh_from_db()
            return render(request, "crm/_held.html", {"held": Held(me, found)}) if request.htmx else redirect(found)  # type: ignore[attr-defined]
        except FieldError as error:
            form.add_error(error.field.name_in_form, error.why)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    status = 422 if request.method == "POST" else 200
    return render(request, "crm/_held_form.html", {"held": shown, "form": form}, status=status)


@require_POST
@needs(READ)
def reveal(request: HttpRequest, kind: str, id: UUID, key: str) -> HttpResponse:
    """The fields with one that is sensitive as it is. That somebody looked is written down."""
    found, me = one(kind, id), request.membership  # type: ignore[attr-defined]
    return render(request, "crm/_held.html", {"held": revealed(me, found, key)})


@require_GET
@needs(READ)
def past(request: HttpRequest, kind: str, id: UUID) -> HttpResponse:
    found = one(kind, id)
    return render(request, "crm/_history.html", {"record": found, "pages": history(request.membership, found)})  # type: ignore[attr-defined]


def revealed(me: Any, record: Any, key: str) -> Held:
    shown = Held(me, record, revealed=[key])
    field = next((field for field in shown.fields if field.key == key and field.sensitive), None)
    if field is None:
        raise Http404
    tell(FieldRevealed(str(record.ref), field.pk), by=me, subject=record, changes={f"field_{key}": (None, None)})
    return shown


def one(kind: str, id: UUID) -> Any:
    if kind not in KINDS:
        raise Http404
    return the_record(kind, id)[1]
