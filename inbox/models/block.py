"""A client who may not write any more. The row is the block: lifting it deletes the row, and everything is as it was."""

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.models import Membership
from core import clock
from core.models import FirmForeignKey, IdModel
from core.text import one_line
from crm.models import Contact
from inbox.events import ClientBlocked, ClientUnblocked
from ledger.record import record


class Block(IdModel):
    """Their browsers keep their tokens and get nothing for them; what was said stays with the firm."""

    contact = FirmForeignKey(Contact, on_delete=models.CASCADE, related_name="blocks")
    by = FirmForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    addresses = ArrayField(models.CharField(max_length=64), default=list)  # marks of where they wrote from
    reason = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()

    class Meta(IdModel.Meta):
        constraints = [models.UniqueConstraint(fields=["contact"], name="a_client_is_blocked_once")]
        indexes = [models.Index(fields=["firm", "-created_at", "-id"], name="blocks_newest_first")]

    @classmethod
    def put(cls, contact: Contact, *, by: Membership, reason: str = "") -> Self:
        """Block `contact`. One who is blocked stays as they are."""
        contact = Contact.objects.lock(contact.pk)
        found: Self | None = cls.objects.filter(contact=contact).first()
        if found is not None:
            return found
        fields = {"reason": one_line(reason, 200), "addresses": _addresses_of(contact), "created_at": clock.now()}
        block = cls.objects.create(contact=contact, by=by, **fields)
        changes: dict[str, Any] = {"blocked": (None, block.reason or True)}
        record(ClientBlocked(contact.pk), by=by, subject=contact, changes=changes)
        return block

    def lift(self, *, by: Membership) -> None:
        """They may write again, in the conversation they had."""
        contact = Contact.objects.lock(self.contact_id)
        gone, _ = type(self).objects.filter(pk=self.pk).delete()
        if gone:
            changes: dict[str, Any] = {"blocked": (self.reason or True, None)}
            record(ClientUnblocked(contact.pk), by=by, subject=contact, changes=changes)

    @classmethod
    def shadows(cls, address: str) -> bool:
        """Whether somebody who is blocked wrote from there of late: who is new from there is given little."""
        return bool(address) and cls.objects.filter(addresses__contains=[address]).exists()


def _addresses_of(contact: Contact) -> list[str]:
    from inbox.models.visitor import Visitor

    theirs = Visitor.objects.filter(Q(contact=contact) | Q(identity__contact=contact)).exclude(address="")
    return list(dict.fromkeys(theirs.order_by("-seen_at").values_list("address", flat=True)[:20]))
