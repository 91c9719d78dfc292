"""Long work over the API: start what is offered, look how far it is, stop it."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api_auth import MEMBER
from accounts.endpoint import Endpoint
from live.jobs.registry import work_of
from live.jobs.run import start
from live.jobs.views import offered
from live.models import Job


class JobShape(serializers.ModelSerializer[Job]):
    """`result` is the address of what was made, once it is; `problem` a sentence when it failed."""

    result = serializers.SerializerMethodField()

    class Meta:
        model = Job
        fields = ["id", "kind", "state", "done", "total", "problem", "result", "created_at", "finished_at"]

    def get_result(self, job: Job) -> str:
        return work_of(job.kind).result(job)


class JobWish(serializers.Serializer[Any]):
    kind = serializers.CharField()
    id = serializers.UUIDField(required=False)


class Jobs(Endpoint):
    """GET: one's own long work, the newest first. POST: start what is offered; the same id starts it once."""

    needs = MEMBER
    serializer_class = JobWish
    answer, lists = JobShape, True

    def get(self, request: Request) -> Response:
        page = self.paginate_queryset(Job.objects.filter(started_by=self.me).order_by("-id"))
        return self.get_paginated_response(JobShape(page, many=True).data)

    @extend_schema(responses={201: JobShape})
    def post(self, request: Request) -> Response:
        wish = self.checked()
        job = start(offered(self.me, wish["kind"]).kind, by=self.me, id=wish.get("id"))
        return Response(JobShape(job).data, status=201)


class OneJob(Endpoint):
    """GET: how far it is. DELETE: stop it after the step it is in."""

    needs = MEMBER
    serializer_class = JobShape

    def job(self, pk: UUID) -> Job:
        return get_object_or_404(Job.objects.filter(started_by=self.me), pk=pk)

    def get(self, request: Request, pk: UUID) -> Response:
        return Response(JobShape(self.job(pk)).data)

    def delete(self, request: Request, pk: UUID) -> Response:
        self.job(pk).ask_to_cancel(by=self.me)
        return Response(status=204)


urlpatterns = [
    path("work/", Jobs.as_view(), name="jobs"),
    path("work/<uuid:pk>/", OneJob.as_view(), name="job"),
]
