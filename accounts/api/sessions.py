"""One's own signed-in browsers. They work in any of one's firms, so a token, which belongs to one, reaches none."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import sessions
from accounts.api_auth import BySessionOnly
from accounts.devices import device
from accounts.endpoint import Endpoint
from accounts.policies import PROFILE


class SessionShape(serializers.ModelSerializer[UserSession]):
    device = serializers.SerializerMethodField()
    current = serializers.SerializerMethodField()

    class Meta:
        model = UserSession
        fields = ("id", "device", "ip", "created_at", "last_seen_at", "current")

    def get_device(self, session: UserSession) -> str:
        return device(session.user_agent)

    def get_current(self, session: UserSession) -> bool:
        return session.session_key == self.context["request"]._request.session.session_key


@method_decorator(transaction.non_atomic_requests, name="dispatch")
class Sessions(Endpoint):
    """GET: where I am signed in. DELETE: sign out everywhere but here."""

    needs = PROFILE
    permission_classes = (BySessionOnly,)
    serializer_class = SessionShape
    answer, lists = SessionShape, True
    pagination_class = None

    def get(self, request: Request) -> Response:
        return Response({"results": self.get_serializer(sessions.sessions_of(self.me.person), many=True).data})

    def delete(self, request: Request) -> Response:
        sessions.end_others(self.me.person, request._request.session.session_key)
        return Response(status=204)


@method_decorator(transaction.non_atomic_requests, name="dispatch")
class OneSession(Endpoint):
    """DELETE: sign that browser out; its sockets close at once. Each session ends in a transaction of its own firm."""

    needs = PROFILE
    permission_classes = (BySessionOnly,)

    def delete(self, request: Request, pk: int, **kwargs: Any) -> Response:
        sessions.end(get_object_or_404(UserSession, user=self.me.person, pk=pk))
        return Response(status=204)
