"""Who a visitor is at the firm's own site: `sub` of a signed token. The same one on every device sees the same conversation."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models.functions import Lower

from core import clock
from core.models import FirmForeignKey, IdModel
from crm.models import Contact
from inbox.models.inbox import Inbox

if TYPE_CHECKING:
    from inbox.identity.token import Claims
    from inbox.models.visitor import Visitor


class VisitorIdentity(IdModel):
    """The contact is there from the first message on, or from the history that was joined
    (docs/decisions: who joins whom)."""

    inbox = FirmForeignKey(Inbox, on_delete=models.CASCADE, related_name="identities")
    subject = models.CharField(max_length=255)
    contact = FirmForeignKey(Contact, on_delete=models.SET_NULL, null=True, related_name="identities")
    name = models.CharField(max_length=200, blank=True)  # as the newest token said
    email = models.CharField(max_length=254, blank=True)
    created_at = models.DateTimeField()

    class Meta(IdModel.Meta):
        constraints = [models.UniqueConstraint(fields=["inbox", "subject"], name="a_subject_is_known_once_in_an_inbox")]

    def __str__(self) -> str:
        return self.subject

    @classmethod
    def meet(cls, inbox: Inbox, claims: "Claims") -> Self:
        """Whom the token names, locked until the transaction ends, with what it says of them."""
        fresh = {"created_at": clock.now()}
        row, is_new = cls.objects.get_or_create(inbox=inbox, subject=claims.subject, defaults=fresh)
        identity: Self = cls.objects.select_related("contact").lock(row.pk)
        if is_new and claims.email_is_proven:
            identity._join_the_only_one_with(claims.email)
        identity._learn(name=claims.name, email=claims.email)
        return identity

    @property
    def is_blocked(self) -> bool:
        return self.contact is not None and self.contact.blocks.exists()

    def contact_now(self) -> Contact:
        """Their contact; made where they have none yet."""
        if self.contact is None:
            self._be(Contact.meet(name=self.name, email=self.email))
        return self.contact  # type: ignore[return-value]

    def take_in(self, visitor: "Visitor") -> None:
        """What this browser wrote before anybody was proven is theirs from now on."""
        from inbox.models.conversation import Conversation

        if visitor.contact is None:
            return
        before = visitor.contact
        theirs = list(Conversation.shown_to(visitor).order_by("id").values_list("pk", flat=True))
        if self.contact is None and not type(self).objects.filter(contact=before).exists():
            self._be(before)
        contact = self.contact_now()
        for pk in theirs:
            Conversation.objects.get(pk=pk).belong_to(self)
        if before.pk == contact.pk:
            before.change(by=None, **{name: text for name, text in self._said.items() if text})
        elif not _is_needed(before, visitor):
            contact.take_in(before)

    @property
    def _said(self) -> dict[str, str]:
        return {"name": self.name, "email": self.email}

    def _learn(self, **said: str) -> None:
        """What is new in the token goes to the contact as well; what stays as it was leaves a colleague's correction alone."""
        news = {name: text for name, text in said.items() if text and text != getattr(self, name)}
        if not news:
            return
        for name, text in news.items():
            setattr(self, name, text)
        self.save(update_fields=list(news))
        if self.contact is not None:
            self.contact.change(by=None, **news)

    def _join_the_only_one_with(self, email: str) -> None:
        """A contact whom the firm itself knows by this address. An address that some browser typed proves nobody, and of two
        none is meant."""
        same = Contact.objects.alias(lower=Lower("email")).filter(lower=email.lower(), merged_into=None)
        known = list(same[:2])
        if len(known) != 1 or known[0].visitors.exists():
            return
        if not type(self).objects.filter(inbox=self.inbox_id, contact=known[0]).exists():
            self._be(known[0])

    def _be(self, contact: Contact) -> None:
        self.contact = contact
        self.save(update_fields=["contact"])


def _is_needed(contact: Contact, visitor: Any) -> bool:
    """Whether anybody but this browser still stands behind the contact."""
    from inbox.models.conversation import Conversation

    others = contact.visitors.exclude(pk=visitor.pk)
    identities = contact.identities
    return others.exists() or identities.exists() or Conversation.objects.filter(contact=contact).exists()
