"""The ledger's tables. They are partitioned, so a migration makes them in SQL; these models read them."""

from typing import Any

from django.db import models

from core.models import FirmModel


class Head(FirmModel):
    """How far a firm's ledger has come: the number of its newest event."""

    event_id = models.BigIntegerField(primary_key=True)

    class Meta(FirmModel.Meta):
        managed = False
        db_table = "ledger_head"


class Event(FirmModel):
    """One fact. Its data hold ids, kinds and figures, never words. Dropped by the day after its retention."""

    id = models.BigIntegerField(primary_key=True)  # 1, 2, 3 … in the order of the firm's commits
    day = models.DateField()  # of the commit, in UTC: its partition
    kind = models.TextField()
    at = models.DateTimeField()
    actor = models.BigIntegerField(null=True)
    subject_type = models.TextField()
    subject_id = models.TextField()
    data = models.JSONField()

    class Meta(FirmModel.Meta):
        managed = False
        db_table = "ledger_event"

    def fact(self) -> Any:
        from ledger.facts import KINDS

        return KINDS[self.kind].from_data(self.data)


class Change(FirmModel):
    """The audit trail: who changed what, when, from what, to what. Kept; emptied only by erasure."""

    id = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.BigIntegerField(null=True)
    kind = models.TextField()
    subject_type = models.TextField()
    subject_id = models.TextField()
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta(FirmModel.Meta):
        managed = False
        db_table = "ledger_audit"


class StreamHead(FirmModel):
    """How far a stream has come. No row: nothing was said yet."""

    stream = models.TextField(primary_key=True)
    seq = models.BigIntegerField()

    class Meta(FirmModel.Meta):
        managed = False
        db_table = "ledger_streamhead"


class StreamFrame(FirmModel):
    """What a stream's screens were told, kept for a few days so that a browser can catch up."""

    stream = models.TextField()
    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    event_id = models.BigIntegerField()
    body = models.TextField()

    class Meta(FirmModel.Meta):
        managed = False
        db_table = "ledger_frame"


class Cursor(FirmModel):
    """How far one handler has read one firm's events."""

    handler = models.TextField(primary_key=True)
    event_id = models.BigIntegerField()
    day = models.DateField()

    class Meta(FirmModel.Meta):
        managed = False
        db_table = "ledger_cursor"
