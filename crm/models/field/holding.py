"""What custom fields a record has: said, changed, kept and audited by the same verbs as its own."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models

from crm.errors import FieldClosed, FieldMissing, NoSuchField
from crm.models.changing import Changing
from crm.models.field import Field

if TYPE_CHECKING:
    from accounts.models import Membership

PREFIX = "field_"
HIDDEN = "•••"


class HoldsFields(Changing):
    KIND: ClassVar[str]

    custom = models.JSONField(
        default=dict, editable=False, db_default=models.Value({}, models.JSONField())
    )  # by Field.key

    class Meta(Changing.Meta):
        abstract = True

    @classmethod
    def cleaned(cls, said: Mapping[str, Any]) -> dict[str, Any]:
        """With `custom={key: value}` each stands beside the record's own as `field_KEY`. Raises NoSuchField, FieldUnfit."""
        found = super().cleaned(said)
        wanted: Mapping[str, Any] = said.get("custom") or {}
        if wanted:
            fields = {field.key: field for field in Field.objects.standing(cls.KIND)}
            for key, value in wanted.items():
                if key not in fields:
                    raise NoSuchField(key)
                found[PREFIX + key] = fields[key].read(value)
        return found

    def said(self, name: str) -> Any:
        return self.custom.get(name.removeprefix(PREFIX)) if name.startswith(PREFIX) else super().said(name)

    def say(self, name: str, value: Any) -> None:
        if not name.startswith(PREFIX):
            super().say(name, value)
        elif value is None:
            self.custom.pop(name.removeprefix(PREFIX), None)
        else:
            self.custom[name.removeprefix(PREFIX)] = value

    @classmethod
    def columns(cls, names: Iterable[str]) -> list[str]:
        return list(dict.fromkeys("custom" if name.startswith(PREFIX) else name for name in names))

    def keep_fields(self, names: Iterable[str], *, by: "Membership | None") -> None:
        """Raises FieldClosed, FieldMissing, FieldTaken; the record is saved already, in this transaction."""
        from crm.models.field.value import FieldValue

        keys = {name.removeprefix(PREFIX) for name in names if name.startswith(PREFIX)}
        if not keys:
            return
        fields = list(Field.objects.standing(self.KIND).filter(key__in=keys))
        for field in fields:
            if by is not None and not field.is_set_by(by):
                raise FieldClosed(field)
            if field.required and self.custom.get(field.key) is None:
                raise FieldMissing(field)
        FieldValue.keep(self, fields)

    @classmethod
    def with_defaults(cls, said: Mapping[str, Any] | None) -> dict[str, Any]:
        """What a new one begins with. Raises FieldMissing where nothing is said of a required one."""
        wanted = dict(said or {})
        for field in Field.objects.standing(cls.KIND):
            if field.key not in wanted and field.default is not None:
                wanted[field.key] = field.default
            if field.required and wanted.get(field.key) in (None, "", []):
                raise FieldMissing(field)
        return wanted

    @classmethod
    def discreet(cls, changes: Mapping[str, tuple[Any, Any]]) -> dict[str, tuple[Any, Any]]:
        """Of sensitive fields the audit trail says that they were changed, not into what."""
        keys = {name.removeprefix(PREFIX) for name in changes if name.startswith(PREFIX)}
        secret = (
            set(Field.objects.filter(of=cls.KIND, key__in=keys, sensitive=True).values_list("key", flat=True))
            if keys
            else set()
        )
        masked = {PREFIX + key for key in secret}
        return {name: _mask(pair) if name in masked else pair for name, pair in changes.items()}


def _mask(pair: tuple[Any, Any]) -> tuple[Any, Any]:
    before, after = (HIDDEN if value is not None else None for value in pair)
    return before, after
