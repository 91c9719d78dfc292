"""What a colleague logs on records: a note; calls, mails, meetings and tasks follow."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from core.models import FirmForeignKey, IdModel
from timeline.models.activity.logged import Logged


class Activity(Logged, IdModel):
    class Kind(models.TextChoices):
        NOTE = "note", _("Note")

    SOURCE: ClassVar = "activity"
    MAX_LENGTH: ClassVar = 65_536

    kind = models.CharField(max_length=12, choices=Kind)
    author = FirmForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    body = models.TextField()  # as it was typed: core/rich.py shows it
    occurred_at = models.DateTimeField()  # where it stands; when it was logged is `created_at`
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta(IdModel.Meta):
        pass
