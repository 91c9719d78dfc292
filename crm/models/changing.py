"""What colleagues know of a record, and changing it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models

from core.text import one_line
from ledger.facts import Fact
from ledger.record import record

if TYPE_CHECKING:
    from accounts.models import Membership

Clean = Callable[[Any], Any]
"""Makes of what was said what can be kept."""


class Changing(models.Model):
    FIELDS: ClassVar[Mapping[str, Clean]]
    CHANGED: ClassVar[Callable[..., Fact]]
    """A fact of the record's id and the names of the fields."""

    class Meta:
        abstract = True

    def change(self, *, by: "Membership | None", **fields: Any) -> None:
        """Set some of FIELDS; `by` is None when the client told it themselves. The same again is nothing."""
        row: Any = type(self).objects.lock(self.pk)  # type: ignore[attr-defined]
        wanted = self.cleaned(fields)
        changes = {name: (row.said(name), value) for name, value in wanted.items() if row.said(name) != value}
        if not changes:
            return
        news = {name: after for name, (_before, after) in changes.items()}
        row.check_change(news)
        row.take_change(news, by=by)
        for name, value in news.items():
            self.say(name, value)
        record(self.CHANGED(self.pk, list(news)), by=by, subject=row, changes=trail(self.discreet(changes)))

    def said(self, name: str) -> Any:
        """What is kept of one of FIELDS."""
        return getattr(self, name)

    def say(self, name: str, value: Any) -> None:
        setattr(self, name, value)

    @classmethod
    def columns(cls, names: Iterable[str]) -> list[str]:
        """Where FIELDS are kept."""
        return list(names)

    @classmethod
    def discreet(cls, changes: Mapping[str, tuple[Any, Any]]) -> Mapping[str, tuple[Any, Any]]:
        """What of the changes may stand in the audit trail."""
        return changes

    def check_change(self, news: Mapping[str, Any]) -> None:
        """Raises what speaks against it; the row is locked."""

    def take_change(self, news: Mapping[str, Any], *, by: "Membership | None") -> None:
        """Be so from now on; the row is locked."""
        for name, value in news.items():
            self.say(name, value)
        self.save(update_fields=self.columns(news))

    @classmethod
    def cleaned(cls, said: Mapping[str, Any]) -> dict[str, Any]:
        return {name: clean(said[name]) for name, clean in cls.FIELDS.items() if name in said}


def line(length: int) -> Clean:
    """A text on one line, of at most so many characters."""
    return lambda text: one_line(text or "", length)


def as_is(value: Any) -> Any:
    """What is kept as the form, or the API, has checked it."""
    return value


def trail(changes: Mapping[str, tuple[Any, Any]]) -> dict[str, tuple[Any, Any]]:
    """The changes as the audit trail keeps them: of another row its id."""
    return {name: (_plain(before), _plain(after)) for name, (before, after) in changes.items()}


def _plain(value: Any) -> Any:
    return str(value.pk) if isinstance(value, models.Model) else value


def as_kept(value: Any) -> Any:
    """One of FIELDS as JSON keeps it; `of_kept` is the way back."""
    if isinstance(value, models.Model):
        return str(value.pk)
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def of_kept(model: type[models.Model], kept: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _of_kept(model, name, value) for name, value in kept.items()}


def _of_kept(model: type[models.Model], name: str, value: Any) -> Any:
    if name.startswith("field_") or value is None:
        return value
    field: Any = model._meta.get_field(name)
    if field.is_relation:
        return field.related_model.objects.filter(pk=value).first()
    return field.to_python(value)
