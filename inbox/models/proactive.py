"""A message with which the website chat begins by itself: on which pages, after how long, to whom."""

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import FirmForeignKey, IdModel
from core.text import tidy
from inbox.errors import BadProactive, EmptyMessage, ProactiveTooLong, TooManyProactive
from inbox.events import ProactiveChanged
from inbox.models.inbox import Inbox
from inbox.pages import page_patterns
from ledger.record import record

if TYPE_CHECKING:
    from accounts.models import Membership

FIELDS = ("text", "pages", "after_seconds", "audience", "repeat", "open_only", "on")


class ProactiveMessage(IdModel):
    LONGEST: ClassVar = 300
    MOST: ClassVar = 20
    """In one inbox: browsers fetch them all."""
    MOST_SECONDS: ClassVar = 3_600

    class Audience(models.TextChoices):
        EVERYONE = "everyone", _("Everyone")
        FIRST = "first", _("Who is on your website for the first time")
        RETURNING = "returning", _("Who has been there before")
        KNOWN = "known", _("Who is signed in there")

    class Repeat(models.TextChoices):
        VISITOR = "visitor", _("Once")
        VISIT = "visit", _("Once each visit")

    inbox = FirmForeignKey(Inbox, on_delete=models.CASCADE, related_name="proactive_messages", db_index=False)
    text = models.CharField(max_length=LONGEST)
    pages = ArrayField(models.CharField(max_length=200), default=list, blank=True)  # "/prices*"; none: all
    after_seconds = models.PositiveSmallIntegerField(default=10)  # on the page
    audience = models.CharField(max_length=9, choices=Audience, default=Audience.EVERYONE)
    repeat = models.CharField(max_length=7, choices=Repeat, default=Repeat.VISITOR)
    open_only = models.BooleanField(default=True)  # within business hours alone
    on = models.BooleanField(default=True)
    place = models.PositiveSmallIntegerField(default=0)  # of several that are due, the first is shown

    class Meta(IdModel.Meta):
        ordering = ["place", "pk"]
        indexes = [models.Index(fields=["firm", "inbox", "place"], name="proactive_messages_in_order")]

    def __str__(self) -> str:
        return self.text

    @classmethod
    def make(cls, inbox: Inbox, *, by: "Membership", **fields: Any) -> Self:
        """A new one, behind the others. Raises an InboxError with a sentence."""
        locked = Inbox.objects.lock(inbox.pk)
        others = cls.objects.filter(inbox=locked)
        if others.count() >= cls.MOST:
            raise TooManyProactive
        last = others.aggregate(place=models.Max("place"))["place"]
        made = cls(inbox=locked, place=0 if last is None else last + 1, **_checked({"text": "", **fields}))
        made.save(force_insert=True)
        made._tell(by, {name: (None, getattr(made, name)) for name in FIELDS})
        return made

    def change(self, *, by: "Membership", **fields: Any) -> None:
        """Set any of FIELDS. The same again changes nothing."""
        row = type(self).objects.lock(self.pk)
        changes = {
            name: (getattr(row, name), value) for name, value in _checked(fields).items() if getattr(row, name) != value
        }
        if not changes:
            return
        for name, (_before, after) in changes.items():
            setattr(row, name, after)
        row.save(update_fields=list(changes))
        row._tell(by, changes)

    def put(self, place: int, *, by: "Membership") -> None:
        """As the `place`th of its inbox's, from 0 on; beyond the end, as the last."""
        Inbox.objects.lock(self.inbox_id)
        order = list(type(self).objects.filter(inbox=self.inbox_id))
        before = order.index(self)
        order.insert(max(place, 0), order.pop(before))
        after = order.index(self)
        if before == after:
            return
        for number, each in enumerate(order):
            each.place = number
        type(self).objects.bulk_update(order, ["place"])
        self._tell(by, {"place": (before, after)})

    def discard(self, *, by: "Membership") -> None:
        """It is not shown any more; conversations that began with it keep their first line."""
        row = type(self).objects.lock(self.pk)
        row._tell(by, {"text": (row.text, None)})
        row.delete()

    def _tell(self, by: "Membership", changes: dict[str, tuple[Any, Any]]) -> None:
        fact = ProactiveChanged(self.inbox_id, self.pk, list(changes))
        named = {f"proactive_{name}": change for name, change in changes.items()}
        record(fact, by=by, subject=self.inbox, changes=named)


def _checked(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields as they are kept."""
    unknown = fields.keys() - set(FIELDS)
    if unknown:
        raise TypeError(f"a proactive message has no {', '.join(sorted(unknown))}")
    checked = dict(fields)
    if "text" in checked:
        checked["text"] = tidy(checked["text"])
        if not checked["text"]:
            raise EmptyMessage
        if len(checked["text"]) > ProactiveMessage.LONGEST:
            raise ProactiveTooLong
    if "pages" in checked:
        checked["pages"] = page_patterns(checked["pages"])
    if (
        not 0 <= checked.get("after_seconds", 0) <= ProactiveMessage.MOST_SECONDS
        or checked.get("audience", "everyone") not in ProactiveMessage.Audience.values
        or checked.get("repeat", "visit") not in ProactiveMessage.Repeat.values
    ):
        raise BadProactive
    return checked
