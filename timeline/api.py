"""One's own notifications over JSON, under /api/v1/."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import path
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api_auth import MEMBER
from accounts.endpoint import Endpoint
from timeline import api_devices, api_snippets, api_timelines
from timeline.digest.moments import DAILY, HOURLY, OFF, Rhythm
from timeline.kinds import kinds
from timeline.models import Notification
from timeline.notices import as_notices
from timeline.wishes import Wishes, check_quiet, wish


class NoticeShape(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="notification.pk")
    kind = serializers.CharField(source="notification.kind")
    title = serializers.CharField(source="words.title")
    sentence = serializers.CharField(source="words.sentence")
    address = serializers.CharField(source="words.href")
    created_at = serializers.DateTimeField(source="notification.created_at")
    read_at = serializers.DateTimeField(source="notification.read_at", allow_null=True)


class Notifications(Endpoint):
    needs = MEMBER
    answer, lists = NoticeShape, True
    ordering = ("-created_at", "-id")

    def get(self, request: Request) -> Response:
        """What you should know of, the newest first."""
        page = self.paginate_queryset(Notification.objects.of(self.me).select_related("actor")) or []
        return self.get_paginated_response(NoticeShape(as_notices(list(page)), many=True).data)


class ReadAll(Endpoint):
    needs = MEMBER
    serializer_class = None

    def post(self, request: Request) -> Response:
        """You have read all of them."""
        Notification.mark_read(self.me)
        return Response(status=204)


class ReadOne(Endpoint):
    needs = MEMBER
    serializer_class = None

    def post(self, request: Request, id: UUID) -> Response:
        """You have read this one."""
        Notification.mark_read(self.me, only=Q(pk=id))
        return Response(status=204)


class ToldOf(serializers.Serializer[Any]):
    """The codes of the kinds you are told of, those that reach the desktop, devices and mails too, and your quiet hours."""

    kinds = serializers.ListField(child=serializers.CharField(max_length=60), max_length=100)
    desktop = serializers.ListField(child=serializers.CharField(max_length=60), max_length=100, required=False)
    devices = serializers.ListField(child=serializers.CharField(max_length=60), max_length=100, required=False)
    email = serializers.ListField(child=serializers.CharField(max_length=60), max_length=100, required=False)
    digest = serializers.ChoiceField(
        choices=[OFF, HOURLY, DAILY], required=False, help_text="How often a mail sums up what you have not read."
    )
    digest_hour = serializers.IntegerField(
        min_value=0, max_value=23, required=False, help_text="When the daily one comes, in your time zone."
    )
    quiet_hours = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField(max_length=5), min_length=2, max_length=2),
        required=False,
        help_text='By weekday, in your time zone: `{"mon": ["22:00", "07:00"]}`. An end before the start is the next day.',
    )

    def validate_quiet_hours(self, value: Any) -> Any:
        try:
            return check_quiet(value)
        except ValueError as error:
            raise serializers.ValidationError(
                _("Give a start and an end for mon, tue, … sun, in 24-hour times like 22:00.")
            ) from error


class Preferences(Endpoint):
    needs = MEMBER
    serializer_class = ToldOf
    answer = ToldOf

    def get(self, request: Request) -> Response:
        """Which kinds you are told of, and how."""
        return Response(self.wishes())

    def put(self, request: Request) -> Response:
        """Be told of these kinds and no others. What is left out of the rest stays as it is."""
        wanted = {**self.wishes(), **self.checked()}
        shown = {way: wanted[way] for way in ("desktop", "devices", "email")}
        rhythm = Rhythm(wanted["digest"], wanted["digest_hour"])
        wish(self.me, told=wanted["kinds"], quiet=wanted["quiet_hours"], rhythm=rhythm, **shown)
        return Response(self.wishes())

    def wishes(self) -> dict[str, Any]:
        mine = Wishes.of(self.me)
        codes = [kind.code for kind in kinds()]
        return {
            "kinds": [code for code in codes if mine.tells(code)],
            "desktop": [code for code in codes if code not in mine.off_desktop],
            "devices": [code for code in codes if code not in mine.off_devices],
            "email": [code for code in codes if code not in mine.off_email],
            "digest": mine.rhythm.often,
            "digest_hour": mine.rhythm.hour,
            "quiet_hours": mine.quiet,
        }


urlpatterns = [
    path("notifications/", Notifications.as_view(), name="notifications"),
    path("notifications/reading/", ReadAll.as_view(), name="notifications-reading"),
    path("notifications/<uuid:id>/reading/", ReadOne.as_view(), name="notification-reading"),
    path("notifications/preferences/", Preferences.as_view(), name="notification-preferences"),
    *api_devices.urlpatterns,
    *api_snippets.urlpatterns,
    *api_timelines.urlpatterns,
]
