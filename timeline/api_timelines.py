"""The timelines of records over JSON: what stands there, and what is logged."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import path
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api_auth import MEMBER
from accounts.endpoint import Endpoint
from timeline.models import Activity, Entry
from timeline.policies import LOG
from timeline.reading import drawn
from timeline.refs import Ref
from timeline.subjects import sees


class ActivityShape(serializers.ModelSerializer[Activity]):
    """`about` names the records on whose timelines it stands, of those you see: `contact:ID`."""

    author = serializers.IntegerField(source="author_id", allow_null=True)
    about = serializers.SerializerMethodField()

    class Meta:
        model = Activity
        fields: Any = (
            "id", "kind", "outcome", "author", "body", "about", "occurred_at", "created_at", "version", "edited_at", "deleted_at",
        )  # fmt: skip

    def get_about(self, activity: Activity) -> list[str]:
        me = self.context["me"]
        return sorted(str(entry.ref) for entry in activity.entries if sees(me, entry.ref))


class EntryShape(serializers.Serializer[Any]):
    """What `source_type` calls `source_id`; an activity with what it says."""

    id = serializers.UUIDField(source="entry.pk")
    kind = serializers.CharField(source="entry.kind")
    occurred_at = serializers.DateTimeField(source="entry.occurred_at")
    source_type = serializers.CharField(source="entry.source_type")
    source_id = serializers.UUIDField(source="entry.source_id")
    pinned = serializers.SerializerMethodField()
    body = serializers.SerializerMethodField()

    def get_pinned(self, each: Any) -> bool:
        """Whether it stands on top of this record."""
        return each.entry.pinned_at is not None

    def get_body(self, each: Any) -> str | None:
        """Of an activity, as it was written."""
        return each.shown.activity.body if each.entry.source_type == Activity.SOURCE else None


class ActivityWish(serializers.Serializer[Any]):
    """`id`, a UUID of your own making, makes a second try harmless. `occurred_at` is now unless you say when it was."""

    kind = serializers.ChoiceField(choices=Activity.Kind.choices, default=Activity.Kind.NOTE)
    outcome = serializers.ChoiceField(choices=Activity.Outcome.choices, required=False, allow_blank=True)
    body = serializers.CharField(trim_whitespace=False)
    about = serializers.ListField(child=serializers.CharField(max_length=60), min_length=1, max_length=20)
    occurred_at = serializers.DateTimeField(required=False)
    id = serializers.UUIDField(required=False)


class Words(serializers.Serializer[Any]):
    """`version` is the one you read: where it is another by now, nothing is changed."""

    body = serializers.CharField(trim_whitespace=False)
    version = serializers.IntegerField(min_value=1, required=False)


class RecordTimeline(Endpoint):
    needs = MEMBER
    answer, lists = EntryShape, True
    ordering = ("-occurred_at", "-id")

    def get(self, request: Request, kind: str, id: UUID) -> Response:
        """What stands on a record's timeline, the newest first; with `?kind=` that kind alone."""
        ref = Ref(kind, id)
        if not sees(self.me, ref):
            raise Http404
        only = request.query_params.get("kind", "")[:20]
        page = self.paginate_queryset(Entry.objects.on(ref).filter(**({"kind": only} if only else {}))) or []
        return self.get_paginated_response(EntryShape(list(drawn(self.me, list(page))), many=True).data)


class Activities(Endpoint):
    needs = LOG
    serializer_class = ActivityWish
    answer = ActivityShape

    def post(self, request: Request) -> Response:
        """Log it on the timelines of what it is about."""
        said = self.checked()
        refs = [Ref.parse(each) for each in said["about"]]
        about = list(dict.fromkeys(ref for ref in refs if ref is not None and sees(self.me, ref)))
        if len(about) != len(set(said["about"])):
            raise serializers.ValidationError(
                {"about": ["There is no such record. Name each as kind:id, like contact:ID."]}
            )
        logged = Activity.log(
            by=self.me,
            kind=said["kind"],
            outcome=said.get("outcome", ""),
            body=said["body"],
            about=about,
            at=said.get("occurred_at"),
            id=said.get("id"),
        )
        return Response(ActivityShape(logged, context={"me": self.me}).data, status=201)


class Reach(Endpoint):
    """An activity on a timeline that you see."""

    needs: str | dict[str, str] = LOG

    def activity(self, id: UUID) -> Activity:
        found: Activity = get_object_or_404(Activity.objects.all(), pk=id)
        if not any(sees(self.me, entry.ref) for entry in found.entries):
            raise Http404
        return found

    def shown(self, activity: Activity) -> Response:
        return Response(ActivityShape(Activity.objects.get(pk=activity.pk), context={"me": self.me}).data)


class OneActivity(Reach):
    needs = {"GET": MEMBER, "PATCH": LOG, "DELETE": LOG}
    serializer_class = Words
    answer = ActivityShape

    def get(self, request: Request, id: UUID) -> Response:
        return self.shown(self.activity(id))

    def patch(self, request: Request, id: UUID) -> Response:
        """Other words."""
        activity = self.activity(id)
        activity.edit(by=self.me, **self.checked())
        return self.shown(activity)

    def delete(self, request: Request, id: UUID) -> Response:
        """Into the bin. DELETE on its deletion/ puts it back."""
        self.activity(id).discard(by=self.me)
        return Response(status=204)


class ActivityDeletion(Reach):
    answer = ActivityShape

    def delete(self, request: Request, id: UUID) -> Response:
        """Put it back."""
        activity = self.activity(id)
        activity.restore(by=self.me)
        return self.shown(activity)


class EntryPin(Endpoint):
    """An activity on top of the record on whose timeline an entry stands."""

    needs = LOG

    def entry(self, id: UUID) -> Entry:
        found: Entry = get_object_or_404(Entry.objects.filter(source_type=Activity.SOURCE, hidden=False), pk=id)
        if not sees(self.me, found.ref):
            raise Http404
        return found

    def post(self, request: Request, id: UUID) -> Response:
        """Pin it; three at most."""
        self.entry(id).pin(by=self.me)
        return Response(status=204)

    def delete(self, request: Request, id: UUID) -> Response:
        """Take it down."""
        self.entry(id).unpin(by=self.me)
        return Response(status=204)


urlpatterns = [
    path("timelines/<slug:kind>/<uuid:id>/", RecordTimeline.as_view(), name="timeline"),
    path("timelines/entries/<uuid:id>/pin/", EntryPin.as_view(), name="entry-pin"),
    path("activities/", Activities.as_view(), name="activities"),
    path("activities/<uuid:id>/", OneActivity.as_view(), name="activity"),
    path("activities/<uuid:id>/deletion/", ActivityDeletion.as_view(), name="activity-deletion"),
]
