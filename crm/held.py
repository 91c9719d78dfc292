"""The custom fields of one record as one person sees them: in groups, reckoned, and masked where they are sensitive."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Membership
from crm.models import Field, Record
from crm.models.field import OWN
from crm.models.field.formula import reckon
from crm.models.field.holding import HIDDEN
from crm.policies import EDIT
from timeline.refs import Ref


@dataclass(frozen=True)
class Shown:
    field: Field
    kept: Any
    text: str
    masked: bool
    may_set: bool

    @property
    def href(self) -> str:
        """Where another record has its page."""
        ref = Ref.parse(self.kept) if self.field.kind == Field.Kind.LINK and isinstance(self.kept, str) else None
        return reverse(f"crm:{ref.kind}", args=[ref.id]) if ref is not None else ""


class Held:
    """`fields` are those of its kind, where they are at hand; `revealed` the sensitive ones that are shown as they are."""

    def __init__(
        self, me: Membership, record: Record, fields: Iterable[Field] | None = None, revealed: Iterable[str] = ()
    ) -> None:
        self.me, self.record, self.revealed = me, record, frozenset(revealed)
        self._fields = fields

    @cached_property
    def fields(self) -> list[Field]:
        found = Field.objects.standing(self.record.KIND) if self._fields is None else self._fields
        return [field for field in found if field.is_open_to(self.me)]

    @cached_property
    def all(self) -> list[Shown]:
        return [self._shown(field) for field in self.fields]

    @property
    def groups(self) -> Iterator[tuple[str, list[Shown]]]:
        """Those in sight: what is hidden, or has nothing in it, is not."""
        visible = [each for each in self.all if each.field.kind != Field.Kind.HIDDEN and each.text]
        visible.sort(key=lambda each: each.field.group.casefold())
        for group, found in groupby(visible, key=lambda each: each.field.group):
            yield group, list(found)

    @property
    def settable(self) -> list[Field]:
        """What a form asks for."""
        return [field for field in self.fields if field.is_set_by(self.me) and field.kind != Field.Kind.HIDDEN]

    @property
    def may_edit(self) -> bool:
        return self.me.may(EDIT) and bool(self.settable)

    def told(self) -> dict[str, Any]:
        """For programs, by their keys: None where there is nothing; of formulas what they come to."""
        return {each.field.key: HIDDEN if each.masked else _plain(each.kept) for each in self.all}

    def _shown(self, field: Field) -> Shown:
        kept = self._reckoned(field) if field.kind == Field.Kind.FORMULA else self.record.custom.get(field.key)
        masked = field.sensitive and kept is not None and field.key not in self.revealed
        text = HIDDEN if masked else self._text(field, kept)
        return Shown(field, None if masked else kept, text, masked, field.is_set_by(self.me))

    def _text(self, field: Field, kept: Any) -> str:
        if field.kind != Field.Kind.FORMULA:
            return field.show(kept)
        if isinstance(kept, bool):
            return _("Yes") if kept else _("No")
        if isinstance(kept, date | datetime):
            return date_format(kept, "DATE_FORMAT")
        return "" if kept is None else str(kept) if isinstance(kept, str) else f"{kept.normalize():,f}"

    def _reckoned(self, field: Field) -> Any:
        return reckon(str(field.rules.get("formula", "")), self._names)

    @cached_property
    def _names(self) -> dict[str, Any]:
        """What formulas may speak of; of what its reader may not see, or sees masked, nothing."""
        found: dict[str, Any] = {}
        for field in self.fields:
            kept = self.record.custom.get(field.key)
            if kept is not None and field.kind != Field.Kind.FORMULA and not field.sensitive:
                found[field.key] = field.manner.worth(kept)
        for name in OWN[self.record.KIND]:
            value = getattr(self.record, "odds" if name == "probability" else name)
            found[name] = value.date() if isinstance(value, datetime) else value
        return {name: value for name, value in found.items() if value is not None}


def _plain(kept: Any) -> Any:
    return str(kept) if kept is not None and not isinstance(kept, str | bool | dict | list) else kept
