"""A person the firm knows: a visitor from the first message on, a client later."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.ids import uuid7
from core.models import FirmManager
from core.words import phone_words, words
from crm.errors import ContactNameless, EmailTaken
from crm.events import ContactChanged, ContactMade, ContactMerged
from crm.models.changing import as_is, line
from crm.models.lifecycle import Lifecycle
from crm.models.merging import Merging, MergingQuerySet
from crm.models.point import Point
from crm.models.record import Record

if TYPE_CHECKING:
    from accounts.models import Membership


class ContactQuerySet(MergingQuerySet):
    def known(self) -> Self:
        """Those of whom more is known than that they wrote; of two who are one, the one."""
        return super().known().exclude(name="", email="", phone="")


class ContactManager(FirmManager.from_queryset(ContactQuerySet)):  # type: ignore[misc]
    """`Contact.objects.known().found_by("ann ber")`."""


class Contact(Merging):
    KIND: ClassVar = "contact"
    FIELDS: ClassVar = {"name": line(200), "email": line(254), "phone": line(32), "lifecycle": as_is, "owner": as_is}
    NAMED_BY: ClassVar = ("name", "email", "phone")
    FOUND_BY: ClassVar = frozenset({"name", "email", "phone", "merged_into"})
    NAMELESS: ClassVar = ContactNameless
    MADE: ClassVar = ContactMade
    MERGED: ClassVar = ContactMerged
    CHANGED: ClassVar = ContactChanged

    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("email"), blank=True)
    phone = models.CharField(_("phone"), max_length=32, blank=True)  # E.164
    lifecycle = models.CharField(_("lifecycle stage"), max_length=12, choices=Lifecycle, blank=True)

    objects = ContactManager()  # type: ignore[misc]

    class Meta(Record.Meta):
        indexes = [
            models.Index(
                fields=["firm", "-created_at", "-id"],
                condition=models.Q(merged_into=None) & ~models.Q(name="", email="", phone=""),
                name="contacts_known",
            ),
            models.Index("firm", models.functions.Lower("email"), name="contacts_by_email"),
            models.Index(fields=["firm", "-created_at", "-id"], name="contacts_newest_first"),
        ]

    @classmethod
    def meet(cls, **said: str) -> Self:
        """One who came by themselves, of whom nothing need be known yet."""
        return cls._made(None, uuid7(), {name: text for name, text in cls.cleaned(said).items() if text})

    @property
    def label(self) -> str:
        """What people call this contact: the name, else the address, else a visitor's short mark."""
        return self.name or self.email or self.phone or str(_("Visitor %(mark)s")) % {"mark": str(self.pk)[-4:].upper()}

    @property
    def initials(self) -> str:
        words: list[Any] = self.label.split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()

    def found_words(self) -> set[str]:
        if self.merged_into_id is not None:
            return set()
        return words(self.name) | words(self.email) | phone_words(self.phone)

    def points(self) -> set[tuple[str, str]]:
        if self.merged_into_id is not None:
            return set()
        return {point for point in (("email", self.email.lower()), ("phone", self.phone)) if point[1]}

    def take_change(self, news: Mapping[str, Any], *, by: "Membership | None") -> None:
        super().take_change(news, by=by)
        self._insist_on_own(news, by)

    @classmethod
    def _made(cls, by: "Membership | None", id: UUID, known: Mapping[str, Any]) -> Self:
        made = super()._made(by, id, known)
        made._insist_on_own(known, by)
        return made

    def _insist_on_own(self, news: Mapping[str, Any], by: "Membership | None") -> None:
        """What a colleague writes down is of one contact. A visitor may say whatever they like: it proves nothing.

        Raises EmailTaken.
        """
        if by is None or not news.get("email"):
            return
        holder = (
            Point.objects.filter(of=self.KIND, kind="email", value=self.email.lower())
            .exclude(record_id=self.pk)
            .first()
        )
        if holder is not None:
            raise EmailTaken(type(self).objects.get(pk=holder.record_id))
