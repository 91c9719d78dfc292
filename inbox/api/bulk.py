"""Many conversations at once over JSON: the same deeds as on the screen."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.endpoint import Endpoint
from core.ids import uuid7
from inbox.bulk import doing
from inbox.models import Batch
from inbox.policies import READ


class BulkWish(serializers.Serializer[Any]):
    """`deed` is close, reopen, assign, snooze, priority, read or unread. Its `value`: {"assignee": ID or null, "team": ID or
    null}, {"until": INSTANT, or null for the client's reply}, {"priority": "high"}.

    `id` is a UUID of your own, so that a retry is the same batch.
    """

    id = serializers.UUIDField(required=False)
    deed = serializers.CharField(max_length=20)
    ids = serializers.ListField(child=serializers.UUIDField(), max_length=doing.MOST)
    value = serializers.DictField(required=False)


class RefusedShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    who = serializers.CharField()
    why = serializers.CharField()


class BatchShape(serializers.Serializer[Any]):
    """How far it is. `same` were so already; `refused` are the first of `refused_count`, each with the reason."""

    id = serializers.UUIDField()
    deed = serializers.CharField()
    finished = serializers.BooleanField()
    total = serializers.IntegerField()
    done = serializers.IntegerField()
    same = serializers.IntegerField()
    waiting = serializers.IntegerField()
    refused = RefusedShape(many=True)
    refused_count = serializers.IntegerField()
    text = serializers.CharField()


class Bulk(Endpoint):
    needs = READ
    serializer_class = BulkWish
    answer = BatchShape

    def post(self, request: Request) -> Response:
        """Do a deed to many conversations. More than 50 are long work: 202, and `conversations/bulk/ID/` says how far it is."""
        said = self.checked()
        return answer(doing.do(by=self.me, id=said.pop("id", None) or uuid7(), **said))


class OneBatch(Endpoint):
    needs = READ
    answer = BatchShape

    def batch(self, id: UUID) -> Batch:
        found: Batch = get_object_or_404(Batch.objects.select_related("undoes").filter(started_by=self.me), pk=id)
        return found

    def get(self, request: Request, id: UUID) -> Response:
        """What has come of it."""
        return answer(self.batch(id))

    def delete(self, request: Request, id: UUID) -> Response:
        """Undo it: each goes back to its own former state, unless somebody has changed it since."""
        return answer(doing.undo(self.batch(id), by=self.me, id=uuid7()))


def answer(batch: Batch) -> Response:
    return Response(doing.outcome_of(batch), status=200 if batch.finished_at else 202)
