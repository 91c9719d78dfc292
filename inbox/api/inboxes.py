"""Inboxes and their widgets: reading them, making and setting them up."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.endpoint import Endpoint
from accounts.models import Team
from inbox.models import Inbox
from inbox.models.set_up import FIELDS
from inbox.policies import MANAGE, READ


class InboxShape(serializers.ModelSerializer[Inbox]):
    """`snippet` is the line of HTML for a website; `teams` empty means everybody."""

    teams = serializers.SerializerMethodField()
    closed = serializers.BooleanField(source="is_closed")
    snippet = serializers.SerializerMethodField()

    class Meta:
        model = Inbox
        fields = ["id", "key", *FIELDS, "teams", "closed", "created_at", "snippet"]

    def get_teams(self, inbox: Inbox) -> list[int]:
        return sorted(team.pk for team in inbox.teams.all())

    def get_snippet(self, inbox: Inbox) -> str:
        return f'<script async src="{settings.WIDGET_URL}/widget/loader.js" data-inbox="{inbox.key}"></script>'


class InboxWish(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=80)
    accent = serializers.CharField(max_length=7, required=False)
    greeting = serializers.CharField(max_length=300, allow_blank=True, required=False)
    allowed_origins = serializers.ListField(child=serializers.CharField(max_length=200), required=False)
    title = serializers.CharField(max_length=60, allow_blank=True, required=False)
    away_text = serializers.CharField(max_length=300, allow_blank=True, required=False)
    launcher = serializers.CharField(max_length=30, allow_blank=True, required=False)
    side = serializers.ChoiceField(choices=("end", "start"), required=False)
    offset = serializers.IntegerField(min_value=0, max_value=200, required=False)
    takes_files = serializers.BooleanField(required=False)
    asks_rating = serializers.BooleanField(required=False)
    routing = serializers.ChoiceField(
        choices=Inbox.Routing.choices,
        required=False,
        allow_blank=True,
        help_text="who is given new conversations: nobody (empty), turn, least",
    )
    routing_most = serializers.IntegerField(
        min_value=0, max_value=1000, required=False, help_text="who has as many open ones is given none; 0: no limit"
    )
    hours = serializers.DictField(
        required=False,
        help_text="on, zone (empty: the firm's), week {mon: [[09:00, 17:00]]}, closures [{first, last, why}]",
    )
    teams = serializers.ListField(child=serializers.IntegerField(), required=False)
    closed = serializers.BooleanField(required=False)
    identity_required = serializers.BooleanField(required=False)


class Inboxes(Endpoint):
    needs = {"GET": READ, "POST": MANAGE}
    serializer_class = InboxWish
    answer, lists = InboxShape, True
    ordering = "pk"

    def get(self, request: Request) -> Response:
        """The inboxes you see."""
        return self.get_paginated_response(InboxShape(self.paginate_queryset(visible(self)), many=True).data)

    def post(self, request: Request) -> Response:
        """Make an inbox, with a widget of its own."""
        said = self.checked()
        made = Inbox.make(by=self.me, **look_of(said))
        arrange(made, said, self)
        return Response(InboxShape(visible(self).get(pk=made.pk)).data, status=201)


class OneInbox(Endpoint):
    needs = {"GET": READ, "PATCH": MANAGE}
    serializer_class = InboxWish
    answer = InboxShape

    def get(self, request: Request, id: UUID) -> Response:
        return Response(InboxShape(get_object_or_404(visible(self), pk=id)).data)

    def patch(self, request: Request, id: UUID) -> Response:
        """Set what is named; the rest stays."""
        found, said = get_object_or_404(visible(self), pk=id), self.checked(partial=True)
        found.change(by=self.me, **look_of(said))
        arrange(found, said, self)
        return Response(InboxShape(visible(self).get(pk=id)).data)


def visible(view: Endpoint) -> QuerySet[Inbox]:
    return Inbox.objects.visible_to(view.me).prefetch_related("teams")


def look_of(said: dict[str, Any]) -> dict[str, Any]:
    return {name: said[name] for name in FIELDS if name in said}


def arrange(inbox: Inbox, said: dict[str, Any], view: Endpoint) -> None:
    """Teams and whether it is closed, where they are named."""
    if "teams" in said:
        inbox.let_work(chosen(said["teams"]), by=view.me)
    if said.get("closed") is True:
        inbox.close(by=view.me)
    if said.get("closed") is False:
        inbox.open_again(by=view.me)


def chosen(ids: list[int]) -> list[Team]:
    teams = list(Team.objects.filter(pk__in=ids))
    if len(teams) != len(set(ids)):
        raise serializers.ValidationError({"teams": ["There is no such team in this firm."]})
    return teams
