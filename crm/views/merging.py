"""Two records that are one: what looks so, comparing two, making them one, and two again."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import needs
from accounts.views.answers import refused
from core.errors import Refusal
from core.ids import parse_uuid
from core.text import one_line
from crm.duplicates import pairs
from crm.held import Held
from crm.models import Apart, Merge
from crm.models.merging import Merging, mergeable
from crm.policies import MERGE
from crm.records import KINDS, record_of
from timeline.models import Entry
from timeline.reading import Timeline, drawn
from timeline.refs import Ref

SINCE = 50
"""Entries that are shown to be given to one of two."""


def model_of(kind: str) -> type[Merging]:
    model = KINDS[kind].model if kind in KINDS else None
    if model is None or not issubclass(model, Merging):
        raise Http404
    return model


def one_of(kind: str, id: UUID) -> Any:
    found = model_of(kind).objects.filter(pk=id, merged_into=None).select_related("owner").first()
    if found is None:
        raise Http404
    return found


@require_GET
@needs(MERGE)
def duplicates(request: HttpRequest, kind: str) -> HttpResponse:
    return render(request, "crm/merging/duplicates.html", {"pairs": pairs(model_of(kind)), "kind": KINDS[kind]})


@require_POST
@needs(MERGE)
def apart(request: HttpRequest, kind: str, one: UUID, other: UUID) -> HttpResponse:
    """They are two: suggest them no more."""
    Apart.say(one_of(kind, one), one_of(kind, other), by=request.membership)  # type: ignore[attr-defined]
    messages.success(request, _("These are not suggested any more."))
    return redirect("crm:duplicates", kind)


@require_GET
@needs(MERGE)
def merge_with(request: HttpRequest, kind: str, id: UUID) -> HttpResponse:
    """From what was chosen on a record's page to comparing the two."""
    other: Any = record_of(Ref.parse(request.GET.get("to", "")))
    if other is None or kind != other.KIND or other.merged_into_id is not None:
        raise Http404
    return redirect("crm:merging", kind, one_of(kind, id).pk, other.pk)


@dataclass(frozen=True)
class Line:
    """What the two say of one thing."""

    name: str
    label: Any
    kept: str
    merged: str

    @property
    def differs(self) -> bool:
        return bool(self.kept and self.merged and self.kept != self.merged)

    @property
    def becomes(self) -> str:
        return self.kept or self.merged


@require_http_methods(["GET", "POST"])
@needs(MERGE)
def merging(request: HttpRequest, kind: str, id: UUID, other: UUID) -> HttpResponse:
    """The two side by side; a POST makes them one, with `choose` for what the other says of it."""
    kept, merged, me = one_of(kind, id), one_of(kind, other), request.membership  # type: ignore[attr-defined]
    if kept.pk == merged.pk:
        raise Http404
    if request.method == "POST":
        name = merged.label
        try:
            with transaction.atomic():
                kept.take_in(merged, by=me, choose=request.POST.getlist("choose"))
        except Refusal as refusal:
            return refused(request, refusal, "crm:merging", kind, kept.pk, merged.pk)
        messages.success(
            request, _("%(name)s is part of this one now. You can separate them again at any time.") % {"name": name}
        )
        return redirect(kept)
    counts = [Entry.objects.on(each.ref).count() for each in (kept, merged)]
    said = {"kept": kept, "merged": merged, "kind": KINDS[kind], "lines": lines(me, kept, merged), "counts": counts}
    return render(request, "crm/merging/compare.html", said)


def lines(me: Any, kept: Any, merged: Any) -> list[Line]:
    found = [Line(name, label_of(kept, name), words(kept, name), words(merged, name)) for name in mergeable(kept)]
    held, others = ({each.field.key: each for each in Held(me, record).all} for record in (kept, merged))
    for key, each in held.items():
        if each.field.kind != "formula":
            found.append(Line(each.field.name_in_form, each.field.name, each.text, others[key].text))
    return [line for line in found if line.kept or line.merged]


def label_of(record: Any, name: str) -> str:
    return str(record._meta.get_field(name).verbose_name).capitalize()


def words(record: Any, name: str) -> str:
    shown = getattr(record, f"get_{name}_display", None)
    value = shown() if shown else getattr(record, name)
    return str(value) if value is not None else ""


@require_http_methods(["GET", "POST"])
@needs(MERGE)
def separating(request: HttpRequest, id: UUID) -> HttpResponse:
    """What came since the two were made one, to be given to either; a POST makes them two again."""
    merge: Merge | None = Merge.objects.filter(pk=id, undone_at=None).select_related("by").first()
    if merge is None:
        raise Http404
    me = request.membership  # type: ignore[attr-defined]
    kept = record_of(merge.kept)
    if request.method == "POST":
        goes = [found for each in request.POST.getlist("goes") if (found := parse_uuid(each))]
        try:
            with transaction.atomic():
                merge.undo(by=me, goes=goes)
        except Refusal as refusal:
            return refused(request, refusal, "crm:separating", merge.pk)
        messages.success(request, _("They are two again."))
        return redirect(merge.other)
    since = Entry.objects.on(merge.kept).filter(occurred_at__gte=merge.at, via_id=None)[:SINCE]
    kinds = dict(Timeline(me, merge.kept).kinds)
    shown = [(each.entry, said_by(each.shown, kinds.get(each.entry.kind, ""))) for each in drawn(me, list(since))]
    return render(request, "crm/merging/separate.html", {"merge": merge, "kept": kept, "since": shown})


def said_by(shown: Any, kind: Any) -> str:
    """An entry in a line: what it is, and how it begins."""
    words = getattr(shown, "body", "") or getattr(shown, "preview", "")
    return f"{kind}: {one_line(words, 80)}" if words else str(kind)
