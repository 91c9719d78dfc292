"""Naming colleagues in a note: they are told once, and find it in their folder."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models

from core import clock
from inbox.events import PeopleMentioned
from inbox.mentions import Named, named_among
from ledger.record import record

if TYPE_CHECKING:
    from accounts.models import Membership
    from inbox.models.message import Message


class Mentioning(models.Model):
    mentioned = ArrayField(
        models.BigIntegerField(), default=list, db_default=[], blank=True
    )  # whom notes name: rows say it

    class Meta:
        abstract = True

    @property
    def mentioned_by_id(self) -> str | None:
        """Whom notes here name, as rows say it; None says nothing."""
        return " ".join(map(str, self.mentioned)) or None

    def keep_mentions(self, message: "Message", named: Sequence[Named], *, by: "Membership") -> None:
        """`message`, a note, names these and no others. The conversation is locked."""
        from inbox.models.mention import Mention

        kept = [one.kept for one in named]
        if message.data.get("mentions", []) != kept:
            message.data = {**message.data, "mentions": kept}
            message.save(update_fields=["data"])
        people = {person for one in named for person in one.people}
        Mention.objects.filter(message=message).exclude(membership_id__in=people).delete()
        new = Mention.keep(message, list(named))
        self.say_who_is_mentioned()
        if new:
            teams = [one.id for one in named if one.kind == "team"]
            fact = PeopleMentioned(self.pk, message.pk, message.seq, new, teams)
            record(fact, by=by, subject=self, changes={"mentioned": (None, sorted(one.words for one in named))})

    def forget_mentions(self, message: "Message") -> None:
        """`message` was deleted: it names nobody until it is brought back."""
        from inbox.models.mention import Mention

        if Mention.objects.filter(message=message).delete()[0]:
            self.say_who_is_mentioned()

    def recall_mentions(self, message: "Message") -> None:
        """`message` is back: it names whom it named, as far as they still see it. Who had read it has read it."""
        from inbox.models.mention import Mention

        codes = [f"{kind}-{id}" for kind, id, _words in message.data.get("mentions", [])]
        if Mention.keep(message, named_among(self.inbox, codes)):  # type: ignore[attr-defined]
            readers = self.read_cursors.filter(seq__gte=message.seq).values("membership")  # type: ignore[attr-defined]
            Mention.objects.filter(message=message, membership__in=readers).update(read_at=clock.now())
            self.say_who_is_mentioned()

    def say_who_is_mentioned(self) -> None:
        """By the notes that stand here now: also after some have come or gone."""
        from inbox.models.mention import Mention

        there = Mention.objects.filter(conversation=self).values_list("membership_id", flat=True)
        mentioned = sorted(set(there))
        if mentioned != self.mentioned:
            self.mentioned = mentioned
            self.save(update_fields=["mentioned"])
