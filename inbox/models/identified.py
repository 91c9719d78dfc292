"""From an anonymous browser to somebody's, and back."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models

from core import clock
from core.models import FirmForeignKey
from inbox.errors import InboxClosed
from inbox.events import VisitorIdentified, VisitorRevoked
from inbox.identity.refusals import SignedOut
from inbox.models.visitor_identity import VisitorIdentity
from ledger.record import record

if TYPE_CHECKING:
    from inbox.identity.token import Claims
    from inbox.models.inbox import Inbox


class Identified(models.Model):
    """`Visitor.identify`, `.forget`, `.revoke`."""

    class Ended(models.TextChoices):
        """Why a token is worth nothing any more."""

        IDENTIFIED = "identified"  # another token took its place
        FORGOTTEN = "forgotten"  # signed out
        BLOCKED = "blocked"

    identity = FirmForeignKey(VisitorIdentity, on_delete=models.CASCADE, null=True, related_name="visitors")
    identified_by = models.CharField(max_length=64, blank=True)  # the mark of the newest signed token
    revoked_at = models.DateTimeField(null=True, blank=True)
    ended = models.CharField(max_length=10, blank=True, choices=Ended)

    class Meta:
        abstract = True

    @classmethod
    def identify(
        cls, inbox: "Inbox", claims: "Claims", current: Self | None, page: str = ""
    ) -> tuple[Self, str | None]:
        """The browser of whom `claims` name, and its new token; None where `current` is theirs already.

        What `current` wrote anonymously joins them, and its token dies in the same transaction. Raises SignedOut for a
        token with which somebody has signed out, InboxClosed for a client who is blocked.
        """
        signed_out: Any = cls.objects.filter(  # type: ignore[attr-defined]
            inbox=inbox, identified_by=claims.mark, ended=cls.Ended.FORGOTTEN
        )
        if signed_out.exists():
            raise SignedOut
        now: Any = current.locked() if current else None  # type: ignore[attr-defined]
        now = now if now is not None and now.is_welcome else None
        identity = VisitorIdentity.meet(inbox, claims)
        if identity.is_blocked:
            raise InboxClosed
        if now is not None and now.identity_id == identity.pk:
            now._note(claims.mark)
            now.come_back(page)
            return now, None
        if now is not None:
            if now.identity_id is None:
                identity.take_in(now)
            now.revoke(cls.Ended.IDENTIFIED)
        visitor, token = cls.arrive(inbox, page)  # type: ignore[attr-defined]
        visitor.identity, visitor.contact = identity, identity.contact
        visitor.told = {name: text for name, text in (("name", identity.name), ("email", identity.email)) if text}
        visitor.trail = now.trail if now is not None and now.identity_id is None else []
        visitor._note(claims.mark)
        fact = VisitorIdentified(visitor.pk, identity.pk, inbox.pk)
        record(fact, subject=inbox, changes={"visitor": (None, identity.subject)})
        return visitor, token

    def forget(self) -> None:
        """Signed out: this browser is nobody's, and the signed token that named its owner names nobody again."""
        self.revoke(self.Ended.FORGOTTEN)

    def revoke(self, why: str) -> None:
        """The token is worth nothing from now on; its sockets are closed. A second time changes nothing."""
        visitor: Any = self.locked()  # type: ignore[attr-defined]
        if visitor.revoked_at is not None:
            return
        visitor.revoked_at, visitor.ended = self.revoked_at, self.ended = clock.now(), why
        visitor.save(update_fields=["revoked_at", "ended"])
        record(VisitorRevoked(visitor.pk, why), subject=visitor)

    def _note(self, mark: str) -> None:
        self.identified_by = mark
        self.save()
