"""What every kind of record has: an owner, words that find it, a timeline, and changes that are told and kept."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from django.db import models, transaction
from django.urls import reverse

from accounts.models import Membership
from core import clock
from core.models import FirmForeignKey, FirmManager, FirmQuerySet, IdModel
from core.place import Place
from core.words import words
from crm.models.making import Making
from crm.models.point import Point
from crm.models.word import LAST, MOST_WORDS, RecordWord
from timeline.refs import Ref


class RecordQuerySet(FirmQuerySet):
    def known(self) -> Self:
        """Those that stand in lists."""
        return self.all()

    def found_by(self, text: str) -> Self:
        """Those that have a word that begins so, for each word of `text`; all for none."""
        found = self
        for word in sorted(words(text), key=len, reverse=True)[:MOST_WORDS]:
            of_kind = RecordWord.objects.filter(kind=self.model.KIND, word__gte=word, word__lt=word + LAST)
            found = found.filter(pk__in=of_kind.values("record_id"))
        return found

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-id")


class RecordManager(FirmManager.from_queryset(RecordQuerySet)):  # type: ignore[misc]
    """`Contact.objects.known().found_by("ann ber")`."""


class Record(Making, IdModel):
    """Its subclasses say their KIND, what can be set (FIELDS), and by which words they are found."""

    KIND: ClassVar[str]
    FOUND_BY: ClassVar[frozenset[str]]
    """The fields whose words find it."""

    owner = FirmForeignKey(Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = RecordManager()  # type: ignore[misc]

    class Meta(IdModel.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """What people call it."""
        raise NotImplementedError

    def found_words(self) -> set[str]:
        """By which it is found; none where it stands in no list."""
        raise NotImplementedError

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        fields = kwargs.get("update_fields")
        if fields is None or self.FOUND_BY & set(fields):
            RecordWord.keep(self)
            Point.keep(self)

    def points(self) -> set[tuple[str, str]]:
        """(kind, value) by which it is told from others."""
        return set()

    def take_change(self, news: Mapping[str, Any], *, by: Membership | None) -> None:
        with transaction.atomic():
            super().take_change(news, by=by)
            self.keep_fields(news, by=by)

    @property
    def ref(self) -> Ref:
        return Ref(self.KIND, self.pk)

    @property
    def key(self) -> str:
        """Its place in a list of the newest."""
        return Place(self.created_at, self.pk).key

    def get_absolute_url(self) -> str:
        return reverse(f"crm:{self.KIND}", args=[self.pk])

    @property
    def card_url(self) -> str:
        return reverse(f"crm:{self.KIND}-card", args=[self.pk])

    @property
    def facts_template(self) -> str:
        """What its card says besides its name and owner."""
        return f"crm/{self.KIND}/_facts.html"
