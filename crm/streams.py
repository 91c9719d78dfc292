"""What pages of records and boards are told."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import Membership
from core.ids import parse_uuid
from core.tenancy import current_firm_id
from crm.boards import HOLDS, card_html, head_html, heads
from crm.events import (
    CardMoved,
    CompanyChanged,
    CompanyMade,
    CompanyMerged,
    CompanyPlaced,
    ContactChanged,
    ContactMade,
    ContactMerged,
    DealChanged,
    DealMade,
    ImportChanged,
    ImportStepped,
    PipelineChanged,
    RecordsAssociated,
    RecordSeparated,
    RecordsParted,
)
from crm.listing import stream
from crm.models import Association, Company, Pipeline, Record, Stage
from crm.models.field import OWN
from crm.models.field.holding import PREFIX
from crm.policies import READ
from crm.records import KINDS, kind_of, record_of
from crm.related import beyond
from ledger.frames import Frame, Happening, pushes, refresh, remove, upsert
from live.actors import Actor
from live.streams import StreamKind, register
from timeline.refs import Ref
from timeline.streams import anew, pins_anew

FORMULA_NAMES = frozenset().union(*OWN.values())


def may_read(actor: Actor) -> bool:
    me = Membership.objects.select_related("role").filter(pk=actor.id, ended_at=None).first()
    return me is not None and me.may(READ)


def may_watch_list(actor: Actor, key: str) -> bool:
    kind, _dash, firm = key.partition("-")
    return kind in KINDS and firm == str(current_firm_id()) and may_read(actor)


def may_watch_board(actor: Actor, key: str) -> bool:
    return Pipeline.objects.filter(pk=parse_uuid(key)).exists() and may_read(actor)


register(StreamKind(name="records", may_subscribe=may_watch_list))
register(StreamKind(name="board", may_subscribe=may_watch_board, presence=True, signals={"dragging"}))


@pushes(ContactMade, ContactChanged, CompanyMade, CompanyChanged, DealMade, DealChanged)
def row_changed(fact: Any, happening: Happening) -> Iterator[Frame]:
    record = record_of(fact.ref)
    if record is not None and record.found_words():
        kind = kind_of(record)
        html = render_to_string(kind.row, {"record": record})
        yield upsert(stream(kind.name), f"record-row-{record.pk}", html, list=f"all-{kind.name}")


@pushes(ContactMerged, CompanyMerged)
def row_gone(fact: Any, happening: Happening) -> Iterator[Frame]:
    yield remove(stream(happening.subject.KIND), f"record-row-{fact.merged_id}")


@pushes(RecordSeparated)
def row_back(fact: RecordSeparated, happening: Happening) -> Iterator[Frame]:
    """Both have their rows, their panels and their timelines again."""
    for end in (fact.record, fact.merged):
        record = record_of(Ref.parse(end))
        if record is None:
            continue
        if record.found_words():
            html = render_to_string(kind_of(record).row, {"record": record})
            yield upsert(stream(record.KIND), f"record-row-{record.pk}", html, list=f"all-{record.KIND}")
        yield from page_frames(record)
        yield from told_anew(record.ref)


@pushes(ContactChanged, CompanyChanged, DealChanged)
def card_changed(fact: Any, happening: Happening) -> Iterator[Frame]:
    """Its page, and all that call it by its name."""
    record = record_of(fact.ref)
    if record is None:
        return
    yield from page_frames(record)
    if any(name.startswith(PREFIX) for name in fact.fields) or FORMULA_NAMES & set(fact.fields):
        yield refresh(record.ref.stream, f"held-{record.pk}", reverse("crm:held", args=[record.KIND, record.pk]))
    if "name" in fact.fields:
        for association in Association.objects.of(record.ref).order_by("id"):
            yield from together_anew(association.beyond(record.ref))
        for company in beyond(record.KIND)(record.pk):
            yield anew(company)
            yield pins_anew(company)


def page_frames(record: Record) -> Iterator[Frame]:
    for id, template in (
        (f"{record.KIND}-{record.pk}", "crm/_card.html"),
        (f"{record.KIND}-title-{record.pk}", "crm/_title.html"),
    ):
        yield upsert(record.ref.stream, id, render_to_string(template, {"record": record}))


@pushes(CompanyChanged)
def group_renamed(fact: CompanyChanged, happening: Happening) -> Iterator[Frame]:
    """The companies above and below it call it by its name."""
    company = Company.objects.get(pk=fact.company_id)
    if "name" in fact.fields:
        near = [company.parent_id, *company.children.order_by("id").values_list("pk", flat=True)]
        yield from (related_anew(Ref("company", id)) for id in near if id is not None)


@pushes(CompanyPlaced)
def placed(fact: CompanyPlaced, happening: Happening) -> Iterator[Frame]:
    ids = {id for id in (fact.company_id, fact.parent_id, fact.was_id) if id is not None}
    yield from (related_anew(Ref("company", id)) for id in sorted(ids))


@pushes(ContactMerged, CompanyMerged)
def more_happened(fact: Any, happening: Happening) -> Iterator[Frame]:
    """What stood on the other's timeline stands here, and what belonged to it belongs here."""
    yield from told_anew(happening.subject.ref)


def told_anew(ref: Ref) -> Iterator[Frame]:
    yield related_anew(ref)
    yield anew(ref)
    yield pins_anew(ref)


@pushes(RecordsAssociated, RecordsParted)
def related_changed(fact: Any, happening: Happening) -> Iterator[Frame]:
    ends = [ref for end in (fact.one, fact.other) if (ref := Ref.parse(end))]
    for ref in ends:
        yield from together_anew(ref)


def together_anew(ref: Ref) -> Iterator[Frame]:
    yield related_anew(ref)
    yield refresh(ref.stream, f"also-{ref.id}", reverse("timelines:also", args=[ref.kind, ref.id]))


def related_anew(ref: Ref) -> Frame:
    """Each browser asks with its own rights: what one may do there stands beside what is there."""
    return refresh(ref.stream, f"related-{ref.id}", reverse("crm:related", args=[ref.kind, ref.id]))


@pushes(RecordsAssociated, RecordsParted)
def companion_changed(fact: Any, happening: Happening) -> Iterator[Frame]:
    """A card says whom it is with."""
    for end in (fact.one, fact.other):
        yield from card_frames(Ref.parse(end))


@pushes(ContactChanged, CompanyChanged)
def companion_renamed(fact: Any, happening: Happening) -> Iterator[Frame]:
    if "name" in fact.fields:
        for association in Association.objects.of(fact.ref).order_by("id"):
            yield from card_frames(association.beyond(fact.ref))


@pushes(DealMade, DealChanged)
def item_changed(fact: Any, happening: Happening) -> Iterator[Frame]:
    item: Any = record_of(fact.ref)
    if item is not None:
        yield from card_frames(fact.ref)
        if isinstance(fact, DealMade) or item.IN_TOTALS & set(fact.fields):
            yield from head_frames([item.stage])
        yield found_anew(item.pipeline_id)


@pushes(CardMoved)
def card_moved(fact: CardMoved, happening: Happening) -> Iterator[Frame]:
    """The card in its column, the heads of both, and the page of what it is; each is drawn once."""
    ref = Ref.parse(fact.card)
    item: Any = record_of(ref)
    if item is None:
        return
    yield from card_frames(ref)
    if fact.from_stage_id != fact.stage_id:
        yield from head_frames(Stage.objects.filter(pk__in=[fact.from_stage_id, fact.stage_id]))
        yield from page_frames(item)
        html = render_to_string(kind_of(item).row, {"record": item})
        yield upsert(stream(item.KIND), f"record-row-{item.pk}", html, list=f"all-{item.KIND}")
        for association in Association.objects.of(item.ref).order_by("id"):
            yield from together_anew(association.beyond(item.ref))  # what is closed is logged on no more
    yield found_anew(fact.pipeline_id)


@pushes(PipelineChanged)
def pipeline_changed(fact: PipelineChanged, happening: Happening) -> Iterator[Frame]:
    url = reverse("crm:board", args=[fact.pipeline_id])
    yield refresh(f"board:{fact.pipeline_id}", f"board-{fact.pipeline_id}", url)
    yield found_anew(fact.pipeline_id)
    for pipeline in Pipeline.objects.open():
        yield refresh(pipeline.stream, "board-names", reverse("crm:board", args=[pipeline.pk]))


@pushes(ImportChanged)
def import_changed(fact: ImportChanged, happening: Happening) -> Iterator[Frame]:
    url = reverse("crm:import", args=[fact.import_id])
    yield refresh(f"person:{fact.started_by_id}", f"import-{fact.import_id}", url)


@pushes(ImportStepped)
def import_stepped(fact: ImportStepped, happening: Happening) -> Iterator[Frame]:
    """Many at once: lists are asked for anew."""
    for kind in fact.kinds:
        yield refresh(stream(kind), f"all-{kind}", reverse(KINDS[kind].list_url))


def card_frames(ref: Ref | None) -> Iterator[Frame]:
    item: Any = record_of(ref) if ref is not None and ref.kind in HOLDS else None
    if item is not None:
        yield upsert(f"board:{item.pipeline_id}", f"card-{item.pk}", card_html(item), list=f"stage-{item.stage_id}")


def head_frames(stages: Iterable[Stage]) -> Iterator[Frame]:
    for shown in heads(sorted(stages, key=lambda stage: stage.pk)).values():
        yield upsert(f"board:{shown.stage.pipeline_id}", f"stage-head-{shown.stage.pk}", head_html(shown))


def found_anew(pipeline_id: Any) -> Frame:
    """Who looks at a part of the board asks for it anew."""
    return refresh(f"board:{pipeline_id}", f"found-{pipeline_id}", reverse("crm:board", args=[pipeline_id]))
