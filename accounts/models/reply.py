"""The answer to a request that named an Idempotency-Key, so that a retry gets the same answer and does nothing."""

from django.db import models

from accounts.models.membership import Membership
from core.models import FirmForeignKey, FirmModel


class KeptReply(FirmModel):
    membership = FirmForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    request_hash = models.CharField(max_length=64)  # of method, path and body: the key names one request only
    status = models.PositiveSmallIntegerField(default=0)
    body = models.JSONField(null=True)  # sealed, as a text: an answer may hold a secret that is shown once
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta(FirmModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["membership", "key"], name="a_person_uses_an_idempotency_key_once")
        ]
