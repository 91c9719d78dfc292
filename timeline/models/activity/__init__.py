"""What a colleague logs on records: a note, a call, a mail, a meeting or a text; tasks follow."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from core.models import FirmForeignKey, IdModel
from timeline.models.activity.logged import Logged


class Activity(Logged, IdModel):
    class Kind(models.TextChoices):
        NOTE = "note", _("Note")
        CALL = "call", _("Call")
        EMAIL = "email", _("Email")
        MEETING = "meeting", _("Meeting")
        TEXT = "text", _("Text message")

    class Outcome(models.TextChoices):
        """How it went; which of them fit a kind says OUTCOMES."""

        CONNECTED = "connected", _("Connected")
        VOICEMAIL = "voicemail", _("Left a voicemail")
        NO_ANSWER = "no_answer", _("No answer")
        BUSY = "busy", _("Busy")
        WRONG_NUMBER = "wrong_number", _("Wrong number")
        SENT = "sent", _("Sent")
        RECEIVED = "received", _("Received")
        HELD = "held", _("Took place")
        MOVED = "moved", _("Moved to another time")
        MISSED = "missed", _("They did not come")
        CALLED_OFF = "called_off", _("Called off")

    OUTCOMES: ClassVar[dict[str, tuple[Outcome, ...]]] = {
        Kind.CALL: (
            Outcome.CONNECTED,
            Outcome.VOICEMAIL,
            Outcome.NO_ANSWER,
            Outcome.BUSY,
            Outcome.WRONG_NUMBER,
        ),
        Kind.EMAIL: (Outcome.SENT, Outcome.RECEIVED),
        Kind.TEXT: (Outcome.SENT, Outcome.RECEIVED),
        Kind.MEETING: (Outcome.HELD, Outcome.MOVED, Outcome.MISSED, Outcome.CALLED_OFF),
    }

    SOURCE: ClassVar = "activity"
    MAX_LENGTH: ClassVar = 65_536

    kind = models.CharField(max_length=12, choices=Kind)
    author = FirmForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    body = models.TextField()  # as it was typed: core/rich.py shows it
    occurred_at = models.DateTimeField()  # where it stands; when it was logged is `created_at`
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta(IdModel.Meta):
        pass
