"""What this room does when something happened: stages stand on timelines, and what stands there on the companies' as well."""

from crm.events import CardMoved, ContactMerged, DealMade, RecordsAssociated, RecordSeparated, RecordsParted
from crm.models import Association
from crm.related import beyond
from crm.sources import stand
from ledger.handlers import handles
from ledger.models import Event
from ledger.record import record
from timeline.events import TimelineChanged
from timeline.models import Entry
from timeline.refs import Ref


@handles(RecordsAssociated, name="crm.spread_timeline")
def spread_timeline(event: Event) -> None:
    """Whoever belongs to a company brings what happened with them."""
    for via, company in ways(event.fact()):
        if company in beyond(via.kind)(via.id):
            Entry.spread(via, company)
            record(TimelineChanged([str(company)]))


@handles(RecordsParted, name="crm.gather_timeline")
def gather_timeline(event: Event) -> None:
    """Who belongs to a company no more takes it along, save what others there were part of."""
    for via, company in ways(event.fact()):
        if company in beyond(via.kind)(via.id):
            continue
        Entry.gather(via, company)
        for association in Association.objects.of(company).order_by("id"):
            Entry.spread(association.beyond(company), company)
        record(TimelineChanged([str(company)]))


@handles(ContactMerged, name="crm.spread_merged_timeline")
def spread_merged_timeline(event: Event) -> None:
    ref = Ref("contact", event.fact().contact_id)
    for company in beyond(ref.kind)(ref.id):
        Entry.spread(ref, company)
        record(TimelineChanged([str(company)]))


@handles(RecordSeparated, name="crm.spread_separated_timelines")
def spread_separated_timelines(event: Event) -> None:
    """Each of the two stands on the timelines of its own companies, with what is its own."""
    for end in (event.fact().record, event.fact().merged):
        ref = Ref.parse(end)
        if ref is None or ref.kind == "company":
            continue
        for company in beyond(ref.kind)(ref.id):
            Entry.gather(ref, company)
            for association in Association.objects.of(company).order_by("id"):
                Entry.spread(association.beyond(company), company)
            record(TimelineChanged([str(company)]))


@handles(DealMade, CardMoved, name="crm.stages_on_timeline")
def stages_on_timeline(event: Event) -> None:
    fact = event.fact()
    if isinstance(fact, CardMoved) and fact.from_stage_id == fact.stage_id:
        return
    ref = Ref.parse(fact.card) if isinstance(fact, CardMoved) else fact.ref
    if ref is not None:
        record(TimelineChanged(stand(ref)))


def ways(fact: RecordsAssociated | RecordsParted) -> list[tuple[Ref, Ref]]:
    """(who belongs to it, the company)."""
    one, other = Ref.parse(fact.one), Ref.parse(fact.other)
    if one is None or other is None:
        return []
    return [(via, at) for via, at in ((one, other), (other, one)) if at.kind == "company" and via.kind != "company"]
