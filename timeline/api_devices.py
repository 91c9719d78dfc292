"""One's own devices over JSON: browsers that are told with no tab open. They hang on a session, so a token reaches none."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import path
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api_auth import MEMBER, BySessionOnly
from accounts.devices import device
from accounts.endpoint import Endpoint
from accounts.sessions import session_hash
from timeline.models import PushDevice
from timeline.push import sending
from timeline.push.endpoints import LONGEST


class DeviceShape(serializers.ModelSerializer[PushDevice]):
    current = serializers.SerializerMethodField()

    class Meta:
        model = PushDevice
        fields: Any = ("id", "name", "created_at", "last_used_at", "current")

    def get_current(self, found: PushDevice) -> bool:
        return found.session == session_hash(self.context["request"]._request.session.session_key)


class Subscription(serializers.Serializer[Any]):
    """What `PushManager.subscribe` gives a page."""

    endpoint = serializers.CharField(max_length=LONGEST)
    p256dh = serializers.CharField(max_length=88)
    auth = serializers.CharField(max_length=24)


class Renewal(Subscription):
    """The same, and the endpoint under which this browser is known."""

    was = serializers.CharField(max_length=LONGEST)


class Devices(Endpoint):
    needs = MEMBER
    permission_classes = (BySessionOnly,)
    answer, lists = DeviceShape, True
    pagination_class = None

    def get_serializer_class(self) -> Any:
        return {"POST": Subscription, "PUT": Renewal}.get(self.request.method or "", DeviceShape)

    def get(self, request: Request) -> Response:
        """The browsers that tell you with no tab open, the newest first."""
        shapes = [self._shape(each) for each in PushDevice.of(self.me)]
        return Response({"results": shapes})

    def post(self, request: Request) -> Response:
        """This browser tells you from now on, and nobody else."""
        return Response(self._shape(PushDevice.add(self.me, **self._subscription())), status=201)

    def put(self, request: Request) -> Response:
        """This browser again, under another session, endpoint or key; 404 if you have taken it off."""
        found = PushDevice.renew(self.me, **self._subscription())
        if found is None:
            raise Http404
        return Response(self._shape(found))

    def _subscription(self) -> dict[str, Any]:
        ours = self.request._request
        name = device(ours.headers.get("User-Agent", ""))
        return {**self.checked(), "session_key": ours.session.session_key, "name": name}

    def _shape(self, found: PushDevice) -> Any:
        return DeviceShape(found, context=self.get_serializer_context()).data


class OneDevice(Endpoint):
    needs = MEMBER
    permission_classes = (BySessionOnly,)
    serializer_class = None

    def delete(self, request: Request, id: UUID) -> Response:
        """This device tells you nothing more."""
        get_object_or_404(PushDevice.objects.filter(membership=self.me), pk=id).delete()
        return Response(status=204)


class TryOut(Endpoint):
    needs = MEMBER
    permission_classes = (BySessionOnly,)
    serializer_class = None

    def post(self, request: Request) -> Response:
        """Send a test to every device of yours."""
        sending.try_out(self.me)
        return Response(status=204)


urlpatterns = [
    path("notifications/devices/", Devices.as_view(), name="notification-devices"),
    path("notifications/devices/test/", TryOut.as_view(), name="notification-devices-test"),
    path("notifications/devices/<uuid:id>/", OneDevice.as_view(), name="notification-device"),
]
