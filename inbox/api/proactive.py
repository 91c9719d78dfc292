"""Messages with which the website chat begins by itself."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.endpoint import Endpoint
from inbox.models import Inbox, ProactiveMessage
from inbox.models.proactive import FIELDS
from inbox.policies import MANAGE, READ


class ProactiveShape(serializers.ModelSerializer[ProactiveMessage]):
    class Meta:
        model = ProactiveMessage
        fields = ["id", *FIELDS, "place"]


class ProactiveWish(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=ProactiveMessage.LONGEST)
    pages = serializers.ListField(
        child=serializers.CharField(max_length=2_000),
        required=False,
        help_text="/prices, /prices*, www.example.com/prices*; none: all pages",
    )
    after_seconds = serializers.IntegerField(min_value=0, max_value=ProactiveMessage.MOST_SECONDS, required=False)
    audience = serializers.ChoiceField(
        choices=ProactiveMessage.Audience.choices, required=False, help_text="everyone, first, returning, known"
    )
    repeat = serializers.ChoiceField(
        choices=ProactiveMessage.Repeat.choices, required=False, help_text="once for each visitor, or each visit"
    )
    open_only = serializers.BooleanField(required=False, help_text="within business hours alone")
    on = serializers.BooleanField(required=False)


class ProactiveChange(ProactiveWish):
    place = serializers.IntegerField(
        min_value=0, max_value=ProactiveMessage.MOST, required=False, help_text="in the order of its inbox, from 0 on"
    )


class ProactiveMessages(Endpoint):
    needs = {"GET": READ, "POST": MANAGE}
    serializer_class = ProactiveWish
    answer, lists = ProactiveShape, True
    ordering = ("place", "pk")

    def get(self, request: Request, id: UUID) -> Response:
        """Those of the inbox; they are tried in the order of `place`."""
        found = the_inbox(self, id).proactive_messages.all()
        return self.get_paginated_response(ProactiveShape(self.paginate_queryset(found), many=True).data)

    def post(self, request: Request, id: UUID) -> Response:
        """Make one, behind the others."""
        made = ProactiveMessage.make(the_inbox(self, id), by=self.me, **self.checked())
        return Response(ProactiveShape(made).data, status=201)


class OneProactive(Endpoint):
    needs = {"GET": READ, "PATCH": MANAGE, "DELETE": MANAGE}
    serializer_class = ProactiveChange
    answer = ProactiveShape

    def get(self, request: Request, id: UUID, message: UUID) -> Response:
        return Response(ProactiveShape(self.message(id, message)).data)

    def patch(self, request: Request, id: UUID, message: UUID) -> Response:
        """Set what is named; the rest stays."""
        found, said = self.message(id, message), self.checked(partial=True)
        place = said.pop("place", None)
        found.change(by=self.me, **said)
        if place is not None:
            found.put(place, by=self.me)
        return Response(ProactiveShape(self.message(id, message)).data)

    def delete(self, request: Request, id: UUID, message: UUID) -> Response:
        """It is not shown any more; conversations that began with it keep that line."""
        self.message(id, message).discard(by=self.me)
        return Response(status=204)

    def message(self, id: UUID, message: UUID) -> ProactiveMessage:
        return get_object_or_404(ProactiveMessage.objects.filter(inbox=the_inbox(self, id)), pk=message)


def the_inbox(view: Endpoint, id: UUID) -> Inbox:
    return get_object_or_404(Inbox.objects.visible_to(view.me), pk=id)
