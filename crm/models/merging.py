"""Two rows that turn out to be one: one person, one company."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models

from core.models import FirmForeignKey
from crm.errors import MergedWithItself
from crm.models.changing import trail
from crm.models.field import Field
from crm.models.field.holding import PREFIX
from crm.models.field.value import FieldValue
from crm.models.record import Record, RecordQuerySet
from ledger.facts import Fact
from ledger.record import record

if TYPE_CHECKING:
    from accounts.models import Membership
    from crm.models.merge import Merge


class MergingQuerySet(RecordQuerySet):
    def known(self) -> Self:
        """Of two that are one, the one."""
        return self.filter(merged_into=None)


class Merging(Record):
    MERGED: ClassVar[type[Fact]]
    """A fact of the kept one's id and the merged one's."""

    merged_into = FirmForeignKey("self", on_delete=models.CASCADE, null=True, related_name="+", editable=False)

    class Meta(Record.Meta):
        abstract = True

    def take_in(self, other: Self, *, by: "Membership | None" = None, choose: Iterable[str] = ()) -> "Merge | None":
        """`other` is this one: what was not known here is taken over, and what is named in `choose`; its old address leads
        here, and all that hangs on it hangs here. Done a second time, it changes nothing. Raises MergedWithItself.
        """
        from crm.models.merge import Merge, moving

        if self.pk == other.pk:
            raise MergedWithItself
        first, second = sorted((self.pk, other.pk))
        rows = {row.pk: row for row in (type(self).objects.lock(first), type(self).objects.lock(second))}
        kept, merged = rows[self.pk], rows[other.pk]
        if merged.merged_into_id is not None or kept.merged_into_id is not None:
            return None
        merge = Merge.begin(kept, merged, by=by)
        merged.merged_into = kept
        merged.save(update_fields=["merged_into"])
        merged.keep_values()
        news = taken_over(kept, merged, settable(choose, kept, by))
        if by is None:
            news.pop("email", None)  # an address that some browser typed proves nobody
        merge.keep_fields({name: kept.said(name) for name in news}, news)
        kept.put(news, by=by)
        others = moving.move(merge)
        record(self.MERGED(kept.pk, merged.pk), by=by, subject=kept, changes={"merged": (merged.label, kept.label)})  # type: ignore[call-arg]
        if others:
            kept.tell_of_name(by=by)
        return merge

    def put(self, flat: Mapping[str, Any], *, by: "Membership | None") -> None:
        """Be so, by the names that `said` knows: this row is locked. What moves was written once: no role, and no field that
        is required by now, speaks against it."""
        changes = {name: (self.said(name), value) for name, value in flat.items() if self.said(name) != value}
        if not changes:
            return
        for name, value in flat.items():
            self.say(name, value)
        self.save(update_fields=self.columns(changes))
        keys = {name.removeprefix(PREFIX) for name in changes if name.startswith(PREFIX)}
        FieldValue.keep(self, Field.objects.filter(of=self.KIND, key__in=keys))
        record(self.CHANGED(self.pk, list(changes)), by=by, subject=self, changes=trail(self.discreet(changes)))

    def keep_values(self) -> None:
        """Its custom fields are found in lists, and held as the only ones of their value, where it is in lists itself."""
        fields = Field.objects.filter(of=self.KIND) if self.merged_into is None else ()
        FieldValue.objects.filter(record_id=self.pk).delete()
        FieldValue.keep(self, fields)

    def tell_of_name(self, *, by: "Membership | None") -> None:
        """What shows this one's name shows it anew: it is another's now."""
        record(self.CHANGED(self.pk, ["name"]), by=by, subject=self)


def mergeable(kept: Record) -> list[str]:
    """The names of what one of two says and the other may."""
    return [name for name in kept.FIELDS if name != "parent"]


def settable(choose: Iterable[str], kept: Merging, by: "Membership | None") -> set[str]:
    """Of what was chosen, what `by` may set."""
    fields = {field.name_in_form: field for field in Field.objects.standing(kept.KIND)}
    return {name for name in choose if name not in fields or (by is not None and fields[name].is_set_by(by))}


def taken_over(kept: Merging, merged: Merging, chosen: set[str]) -> dict[str, Any]:
    names = [*mergeable(kept), *(PREFIX + key for key in merged.custom)]
    empty: tuple[Any, ...] = (None, "", [])
    found = {name: merged.said(name) for name in names if merged.said(name) not in empty}
    return {
        name: value
        for name, value in found.items()
        if (kept.said(name) in empty or name in chosen) and kept.said(name) != value
    }
