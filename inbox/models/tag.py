"""Tags: words of the firm for its conversations, each with a colour."""

import json
from typing import TYPE_CHECKING, Any, ClassVar, Self
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from core.models import FirmForeignKey, IdModel
from core.text import one_line
from inbox.errors import MergedIntoItself, NoSuchColour, TagNameTaken, TagNeedsName
from inbox.events import TagChanged, TagMade, TagRemoved
from inbox.models.conversation import Conversation
from ledger.record import record

if TYPE_CHECKING:
    from accounts.models import Membership

LONGEST = 40
TOLD = 300
"""How many conversations, those with the newest activity, hear at once that a tag of theirs looks different or is gone."""


class Tag(IdModel):
    """`key` is the name without its case: two of a firm never share it."""

    class Colour(models.TextChoices):
        """Of the design's faces: each reads well in light and in dark."""

        TEAL = "teal", _("Teal")
        BLUE = "blue", _("Blue")
        PURPLE = "purple", _("Purple")
        PINK = "pink", _("Pink")
        RED = "red", _("Red")
        YELLOW = "yellow", _("Yellow")
        GREEN = "green", _("Green")
        GREY = "grey", _("Grey")

    MOST: ClassVar = 50
    """Tags that one conversation may have."""

    name = models.CharField(max_length=LONGEST)
    key = models.CharField(max_length=3 * LONGEST)
    colour = models.CharField(max_length=8, choices=Colour, default=Colour.GREY)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(IdModel.Meta):
        constraints = [models.UniqueConstraint(fields=["firm", "key"], name="a_tag_name_is_unique_in_its_firm")]

    def __str__(self) -> str:
        return self.name

    @property
    def filter(self) -> str:
        """What a list is filtered by to show what has this tag, as its address says it."""
        return json.dumps({"and": [{"field": "tag", "is": self.name}]}, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def make(cls, *, by: "Membership", name: str, colour: str = "") -> Self:
        """A new tag; without a colour, one that its name picks."""
        name = cls._called(name)
        colour = cls._coloured(colour) if colour else cls.Colour.values[sum(map(ord, name)) % (len(cls.Colour) - 1)]
        tag = cls(name=name, key=key_of(name), colour=colour)
        tag._saved()
        record(TagMade(tag.pk), by=by, subject=tag, changes={"name": (None, name), "colour": (None, colour)})
        return tag

    @classmethod
    def called(cls, name: str) -> Self | None:
        """The tag of this name, whatever its case."""
        return cls.objects.filter(key=key_of(one_line(name, LONGEST))).first()

    def change(self, *, by: "Membership", name: str | None = None, colour: str | None = None) -> None:
        """Another name, another colour. The same again changes nothing."""
        tag: Self = type(self).objects.lock(self.pk)
        wanted = {"name": name and self._called(name) if name is not None else None, "colour": colour}
        if name is not None and not name.strip():
            raise TagNeedsName
        if colour is not None:
            self._coloured(colour)
        changes = {
            field: (getattr(tag, field), value)
            for field, value in wanted.items()
            if value is not None and getattr(tag, field) != value
        }
        if not changes:
            return
        for field, (_before, after) in changes.items():
            setattr(tag, field, after)
        tag.key = key_of(tag.name)
        tag._saved()
        record(TagChanged(tag.pk, sorted(changes), tag.told()), by=by, subject=tag, changes=changes)

    def merge(self, *, by: "Membership", into: "Tag") -> None:
        """All that has this tag has `into` instead; this one is gone."""
        if into.pk == self.pk:
            raise MergedIntoItself
        tags = {
            each.pk: each for each in Tag.objects.filter(pk__in=(self.pk, into.pk)).select_for_update().order_by("pk")
        }
        tag = tags[self.pk]
        told, theirs = tag.told(), Tagging.objects.filter(tag=tag)
        theirs.filter(conversation__in=Tagging.objects.filter(tag=into).values("conversation")).delete()
        theirs.update(tag=tags[into.pk])
        self._removed(tag, told, by, {"merged_into": (None, into.name)})

    def remove(self, *, by: "Membership") -> None:
        """Gone, and off every conversation."""
        tag: Self = type(self).objects.lock(self.pk)
        told = tag.told()
        Tagging.objects.filter(tag=tag).delete()
        self._removed(tag, told, by, {})

    def told(self) -> list[UUID]:
        """The conversations that hear of a change at once."""
        theirs = Conversation.objects.filter(taggings__tag=self).order_by("-active_at")
        return list(theirs.values_list("pk", flat=True)[:TOLD])

    def _removed(self, tag: "Tag", told: list[UUID], by: "Membership", more: dict[str, Any]) -> None:
        changes = {"name": (tag.name, None), **more}
        record(TagRemoved(tag.pk, told), by=by, subject=tag, changes=changes)
        Tag.objects.filter(pk=tag.pk).delete()

    def _saved(self) -> None:
        try:
            with transaction.atomic():
                self.save()
        except IntegrityError as error:
            raise TagNameTaken(self.name) from error

    @staticmethod
    def _called(name: str) -> str:
        name = one_line(name, LONGEST)
        if not name.strip("\u200e\u200f\u2066\u2067\u2068\u2069\u200b\u200d\ufeff "):
            raise TagNeedsName
        return name

    @classmethod
    def _coloured(cls, colour: str) -> str:
        if colour not in cls.Colour.values:
            raise NoSuchColour
        return colour


class Tagging(IdModel):
    """A conversation has a tag."""

    conversation = FirmForeignKey(Conversation, on_delete=models.CASCADE, related_name="taggings", db_index=False)
    tag = FirmForeignKey(Tag, on_delete=models.CASCADE, related_name="taggings", db_index=False)

    class Meta(IdModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["firm", "conversation", "tag"], name="a_conversation_has_a_tag_once")
        ]
        indexes = [models.Index(fields=["firm", "tag", "conversation"], name="taggings_of_a_tag")]


def key_of(name: str) -> str:
    """The name without its case."""
    return name.casefold()
