"""What belongs to a record, by kinds."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from crm.models import Association, Company, Contact, Deal, Merge, Record
from crm.records import KINDS, RecordKind, records_of
from timeline.refs import Ref
from timeline.subjects import Also

LABELS = {
    frozenset({"contact", "company"}): (
        _("Employee"),
        _("Decision maker"),
        _("Billing"),
        _("Assistant"),
        _("Former employee"),
    ),
    frozenset({"contact", "deal"}): (_("Decision maker"), _("Champion"), _("Billing"), _("Adviser")),
    frozenset({"company", "deal"}): (_("Client"), _("Partner"), _("Competitor")),
}


@dataclass(frozen=True)
class Belonging:
    association: Association
    record: Record

    @property
    def label(self) -> str:
        return self.association.label


@dataclass(frozen=True)
class Group:
    kind: RecordKind
    belonging: list[Belonging]
    labels: tuple[Any, ...]
    """What they may be to the record, to choose from; anything else can be written."""


class Related:
    """`Related(contact).groups`: of each other kind, those that belong to it, by name."""

    def __init__(self, record: Record) -> None:
        self.record, self.ref = record, record.ref

    @cached_property
    def groups(self) -> list[Group]:
        associations = list(Association.objects.of(self.ref))
        records = records_of(each.beyond(self.ref) for each in associations)
        by_kind: dict[str, list[Belonging]] = defaultdict(list)
        for each in associations:
            record = records.get(each.beyond(self.ref))
            if record is not None:
                by_kind[record.KIND].append(Belonging(each, record))
        for found in by_kind.values():
            found.sort(key=lambda belonging: (belonging.record.label.casefold(), belonging.association.pk))
        others = [kind for kind in KINDS.values() if kind.name != self.ref.kind]
        return [Group(kind, by_kind[kind.name], LABELS[frozenset({kind.name, self.ref.kind})]) for kind in others]

    @property
    def merges(self) -> list[Merge]:
        """What was made one with it, the newest first."""
        return list(Merge.standing(self.ref)) if isinstance(self.record, Contact | Company) else []

    @property
    def may_merge(self) -> bool:
        return isinstance(self.record, Contact | Company)

    @property
    def parent(self) -> Company | None:
        found = getattr(self.record, "parent", None)
        return found if isinstance(found, Company) else None

    @property
    def children(self) -> list[Company]:
        if not isinstance(self.record, Company):
            return []
        return sorted(self.record.children.all(), key=lambda child: child.label.casefold())


def beyond(kind: str) -> Any:
    """On whose timelines what happens to a record of this kind stands as well: its companies'."""

    def companies(id: UUID) -> Iterable[Ref]:
        ref = Ref(kind, id)
        found = (each.beyond(ref) for each in Association.objects.of(ref))
        return sorted((each for each in found if each.kind == "company"), key=lambda each: each.id)

    return companies


def also(kind: str) -> Any:
    """On what else one may log: the people and the open deals that belong to a record. Its companies show it by themselves."""

    def others(me: Membership, id: UUID) -> Iterable[Also]:
        ref = Ref(kind, id)
        records = records_of(each.beyond(ref) for each in Association.objects.of(ref))
        for record in sorted(records.values(), key=lambda record: (record.KIND, record.label.casefold(), record.pk)):
            if record.KIND != "company" and not (isinstance(record, Deal) and record.closed_at):
                yield Also(record.ref, record.label, KINDS[record.KIND].icon, ticked=kind != "company")

    return others
