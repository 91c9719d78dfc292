"""What happens to the records of a firm. Ids and field names only."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from ledger.facts import Fact
from timeline.refs import Ref


@dataclass(frozen=True)
class ContactMade(Fact):
    """A contact of whom something is known: a colleague entered it, or they came by themselves and said it."""

    kind: ClassVar[str] = "crm.contact_made"
    contact_id: UUID

    @property
    def ref(self) -> Ref:
        return Ref("contact", self.contact_id)


@dataclass(frozen=True)
class ContactMerged(Fact):
    """Two rows were one person: what was known of `merged_id` is `contact_id`'s now."""

    kind: ClassVar[str] = "crm.contact_merged"
    contact_id: UUID
    merged_id: UUID


@dataclass(frozen=True)
class CompanyMerged(Fact):
    """Two rows were one company."""

    kind: ClassVar[str] = "crm.company_merged"
    company_id: UUID
    merged_id: UUID


@dataclass(frozen=True)
class SaidApart(Fact):
    """A colleague says that two records, `contact:ID`, are not one."""

    kind: ClassVar[str] = "crm.said_apart"
    one: str
    other: str


@dataclass(frozen=True)
class RecordSeparated(Fact):
    """Two that were made one are two again: `merged` was part of `record`, `contact:ID`."""

    kind: ClassVar[str] = "crm.record_separated"
    record: str
    merged: str


@dataclass(frozen=True)
class ContactChanged(Fact):
    """What is known of a contact was set anew."""

    kind: ClassVar[str] = "crm.contact_changed"
    contact_id: UUID
    fields: list[str]

    @property
    def ref(self) -> Ref:
        return Ref("contact", self.contact_id)


@dataclass(frozen=True)
class CompanyMade(Fact):
    """A colleague entered a company."""

    kind: ClassVar[str] = "crm.company_made"
    company_id: UUID

    @property
    def ref(self) -> Ref:
        return Ref("company", self.company_id)


@dataclass(frozen=True)
class CompanyChanged(Fact):
    """What is known of a company was set anew."""

    kind: ClassVar[str] = "crm.company_changed"
    company_id: UUID
    fields: list[str]

    @property
    def ref(self) -> Ref:
        return Ref("company", self.company_id)


@dataclass(frozen=True)
class CompanyPlaced(Fact):
    """A company stands below another one now, or below none; before that it stood below `was_id`."""

    kind: ClassVar[str] = "crm.company_placed"
    company_id: UUID
    parent_id: UUID | None
    was_id: UUID | None


@dataclass(frozen=True)
class DealMade(Fact):
    """There is a deal, in this stage of a pipeline."""

    kind: ClassVar[str] = "crm.deal_made"
    deal_id: UUID
    pipeline_id: UUID
    stage_id: UUID

    @property
    def ref(self) -> Ref:
        return Ref("deal", self.deal_id)


@dataclass(frozen=True)
class DealChanged(Fact):
    """What is known of a deal was set anew: its name, value, owner, or when it is expected."""

    kind: ClassVar[str] = "crm.deal_changed"
    deal_id: UUID
    fields: list[str]

    @property
    def ref(self) -> Ref:
        return Ref("deal", self.deal_id)


@dataclass(frozen=True)
class CardMoved(Fact):
    """A card, `deal:ID`, came from one stage of a pipeline to another, or elsewhere within it."""

    kind: ClassVar[str] = "crm.card_moved"
    card: str
    pipeline_id: UUID
    from_stage_id: UUID
    stage_id: UUID


@dataclass(frozen=True)
class PipelineChanged(Fact):
    """A pipeline was made, or it or its stages are others now."""

    kind: ClassVar[str] = "crm.pipeline_changed"
    pipeline_id: UUID


@dataclass(frozen=True)
class RecordsAssociated(Fact):
    """Two records, `contact:ID` or the like, belong together, or are called otherwise to each other."""

    kind: ClassVar[str] = "crm.records_associated"
    one: str
    other: str


@dataclass(frozen=True)
class RecordsParted(Fact):
    """Two records belong together no more."""

    kind: ClassVar[str] = "crm.records_parted"
    one: str
    other: str


@dataclass(frozen=True)
class FieldChanged(Fact):
    """A custom field of a kind of record was made, or is another now."""

    kind: ClassVar[str] = "crm.field_changed"
    field_id: UUID
    of: str


@dataclass(frozen=True)
class FieldRevealed(Fact):
    """A colleague looked at a sensitive field of a record, `contact:ID`."""

    kind: ClassVar[str] = "crm.field_revealed"
    record: str
    field_id: UUID


@dataclass(frozen=True)
class ImportChanged(Fact):
    """A file of records that a colleague brings in is at another step."""

    kind: ClassVar[str] = "crm.import_changed"
    import_id: UUID
    started_by_id: int


@dataclass(frozen=True)
class RecordImported(Fact):
    """A file made a record, `contact:ID`. What files change is told as any change."""

    kind: ClassVar[str] = "crm.record_imported"
    record: str
    import_id: UUID


@dataclass(frozen=True)
class ImportStepped(Fact):
    """Some lines of a file were written, or taken back: lists of these kinds of records hold others now."""

    kind: ClassVar[str] = "crm.import_stepped"
    import_id: UUID
    kinds: list[str]
