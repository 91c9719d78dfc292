"""Finding contacts by the beginnings of words: of their names, addresses and numbers."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models

from core.ids import uuid7
from core.models import FirmForeignKey, FirmManager, FirmQuerySet, IdModel
from core.words import phone_words, words

if TYPE_CHECKING:
    from crm.models.contact import Contact

MOST_WORDS = 8
LAST = chr(0x10FFFF)
FINDABLE = {"name", "email", "phone", "merged_into"}


class ContactQuerySet(FirmQuerySet):
    def known(self) -> Self:
        """Those of whom more is known than that they wrote; of two who are one, the one."""
        return self.filter(merged_into=None).exclude(name="", email="", phone="")

    def found_by(self, text: str) -> Self:
        """Those who have a word that begins so, for each word of `text`; all for none."""
        found = self
        for word in sorted(words(text), key=len, reverse=True)[:MOST_WORDS]:
            found = found.filter(
                pk__in=ContactWord.objects.filter(word__gte=word, word__lt=word + LAST).values("contact")
            )
        return found

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-id")


class ContactManager(FirmManager.from_queryset(ContactQuerySet)):  # type: ignore[misc]
    """`Contact.objects.known().found_by("ann ber")`."""


class Findable(models.Model):
    """Keeps the words of a contact whenever it is saved."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        fields = kwargs.get("update_fields")
        if fields is None or FINDABLE & set(fields):
            ContactWord.keep(self)  # type: ignore[arg-type]


class ContactWord(IdModel):
    """One word that finds a contact."""

    contact = FirmForeignKey("crm.Contact", on_delete=models.CASCADE, related_name="words")
    word = models.CharField(max_length=40)

    class Meta(IdModel.Meta):
        constraints = [models.UniqueConstraint(fields=["firm", "word", "contact"], name="a_word_finds_a_contact_once")]

    @classmethod
    def keep(cls, contact: "Contact") -> None:
        """Let it be found by who it is now. One that is another by now is not found."""
        wanted = set() if contact.merged_into_id else words_of(contact.name, contact.email, contact.phone)
        there = dict(cls.objects.filter(contact=contact).values_list("word", "pk"))
        cls.objects.filter(pk__in=[pk for word, pk in there.items() if word not in wanted]).delete()
        new = sorted(wanted - there.keys())
        rows = [cls(id=uuid7(), firm_id=contact.firm_id, contact=contact, word=word) for word in new]
        cls.objects.bulk_create(rows, ignore_conflicts=True)


def words_of(name: str, email: str, phone: str) -> set[str]:
    return words(name) | words(email) | phone_words(phone)
