"""A colleague who was named in a note, by themself or as one of a team: one row each, however often they are named."""

from typing import TYPE_CHECKING

from django.db import models

from accounts.models import Membership, Team
from core import clock
from core.models import FirmForeignKey, IdModel
from inbox.models.conversation import Conversation
from inbox.models.message import Message

if TYPE_CHECKING:
    from inbox.mentions import Named


class Mention(IdModel):
    message = FirmForeignKey(Message, on_delete=models.CASCADE, related_name="mentions", db_index=False)
    conversation = FirmForeignKey(Conversation, on_delete=models.CASCADE, related_name="mentions", db_index=False)
    seq = models.PositiveBigIntegerField()  # the note's place in the conversation
    membership = FirmForeignKey(Membership, on_delete=models.CASCADE, related_name="mentions", db_index=False)
    team = FirmForeignKey(Team, on_delete=models.SET_NULL, null=True, related_name="+")  # None: by themself
    read_at = models.DateTimeField(null=True)

    class Meta(IdModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["message", "membership"], name="a_note_mentions_a_person_once"),
        ]
        indexes = [
            models.Index(fields=["firm", "membership", "conversation"], name="mentions_of_a_person"),
            models.Index(
                fields=["firm", "membership", "conversation"],
                condition=models.Q(read_at=None),
                name="mentions_unread",
            ),
            models.Index(fields=["firm", "conversation", "membership"], name="mentions_in_a_conversation"),
        ]

    @classmethod
    def keep(cls, message: Message, named: "list[Named]") -> list[int]:
        """Write who is named in `message`, its author aside; who is named already stays so. Returns those who are new."""
        through: dict[int, int | None] = {}
        for one in sorted(named, key=lambda one: one.kind):  # "person" before "team": the nearer one counts
            for person in one.people:
                through.setdefault(person, one.id if one.kind == "team" else None)
        if message.author_id:
            through.pop(message.author_id, None)
        there = set(cls.objects.filter(message=message).values_list("membership_id", flat=True))
        new = sorted(through.keys() - there)
        place = {"firm_id": message.firm_id, "conversation_id": message.conversation_id, "seq": message.seq}
        rows = [cls(message=message, membership_id=person, team_id=through[person], **place) for person in new]
        cls.objects.bulk_create(rows)
        return new

    @classmethod
    def mark_read(cls, conversation: Conversation, membership: Membership, seq: int) -> bool:
        """What was said to them up to line `seq` is read. Says whether something was new to them."""
        mine = cls.objects.filter(conversation=conversation, membership=membership, seq__lte=seq, read_at=None)
        return bool(mine.update(read_at=clock.now()))
