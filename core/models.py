"""The base of everything a firm owns."""

from typing import Any, Self

from django.db import connection, models

from core.ids import uuid7
from core.tenancy import NoFirmInScope, current_firm_id


class FirmQuerySet(models.QuerySet[Any]):
    """Rows of the firm in scope; refuses to be made without one."""

    def in_scope(self) -> Self:
        if not connection.in_atomic_block:
            raise NoFirmInScope("A firm's rows are read inside a transaction: the database walls them there.")
        return self.filter(firm_id=current_firm_id())

    def lock(self, pk: Any) -> Any:
        """The row, locked until the transaction ends. Verbs lock first, then change, then record."""
        return self.select_for_update(of=("self",)).get(pk=pk)


class FirmManager(models.Manager.from_queryset(FirmQuerySet)):  # type: ignore[misc]
    """A manager that raises without a firm in scope."""

    def get_queryset(self) -> FirmQuerySet:
        return super().get_queryset().in_scope()


class FirmForeignKey(models.ForeignKey):
    """A reference within one firm. The constraint is made by the fence, over (firm_id, id)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("db_constraint", None)
        return name, path, args, kwargs


class FirmModel(models.Model):
    """A row that belongs to one firm. The firm comes from the scope and never changes."""

    firm = models.ForeignKey(
        "accounts.Firm", on_delete=models.CASCADE, editable=False, related_name="+", db_index=False
    )

    objects = FirmManager()
    across_firms = models.Manager()  # Django's own needs only (cascades, refresh); the database still walls it.

    class Meta:
        abstract = True
        default_manager_name = "objects"
        base_manager_name = "across_firms"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.firm_id is None:  # the types say never; a row just made has none
            self.firm_id = current_firm_id()  # type: ignore[unreachable]
        super().save(*args, **kwargs)


class IdModel(FirmModel):
    """A firm's row with a UUIDv7 id, made here or in the browser that created it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta(FirmModel.Meta):
        abstract = True
