"""A person the firm knows: a visitor from the first message on, a client later."""

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import clock
from core.models import FirmForeignKey, IdModel
from core.place import Place
from crm.models.contact.changing import Changing
from crm.models.contact.finding import ContactManager, Findable
from crm.models.contact.making import Making
from crm.models.contact.merging import Merging


class Contact(Findable, Making, Changing, Merging, IdModel):
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("email"), blank=True)
    phone = models.CharField(_("phone"), max_length=32, blank=True)  # E.164
    merged_into = FirmForeignKey("crm.Contact", on_delete=models.CASCADE, null=True, related_name="+", editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)  # first seen

    objects = ContactManager()  # type: ignore[misc]

    class Meta(IdModel.Meta):
        indexes = [
            models.Index(
                fields=["firm", "-created_at", "-id"],
                condition=models.Q(merged_into=None) & ~models.Q(name="", email="", phone=""),
                name="contacts_known",
            ),
            models.Index("firm", models.functions.Lower("email"), name="contacts_by_email"),
            models.Index(fields=["firm", "-created_at", "-id"], name="contacts_newest_first"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """What people call this contact: the name, else the address, else a visitor's short mark."""
        return self.name or self.email or self.phone or str(_("Visitor %(mark)s")) % {"mark": str(self.pk)[-4:].upper()}

    @property
    def initials(self) -> str:
        words: list[Any] = self.label.split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()

    @property
    def key(self) -> str:
        """Its place in a list of the newest."""
        return Place(self.created_at, self.pk).key

    def get_absolute_url(self) -> str:
        return reverse("crm:contact", args=[self.pk])
