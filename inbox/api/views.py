"""Saved views over JSON."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.endpoint import Endpoint
from accounts.models import Team
from inbox.filters.fields import KNOWN
from inbox.filters.language import read
from inbox.filters.sorts import ORDERS
from inbox.models import View
from inbox.policies import READ, may_change_view, require_sharing

LOOK = ("name", "icon", "colour", "sort")


class ViewShape(serializers.ModelSerializer[View]):
    """`filter` as `conversations/?filter=` takes it; `pinned`: it stands beside your folders."""

    teams = serializers.SerializerMethodField()
    pinned = serializers.SerializerMethodField()

    class Meta:
        model = View
        fields = ["id", *LOOK, "filter", "owner", "shared", "teams", "pinned", "created_at"]

    def get_teams(self, view: View) -> list[int]:
        return sorted(view.teams.values_list("pk", flat=True))

    def get_pinned(self, view: View) -> bool:
        return view.stands_beside(self.context["me"])


class ViewWish(serializers.Serializer[Any]):
    """`id` is a UUID of your own, so that a retry is the same view."""

    id = serializers.UUIDField(required=False)
    name = serializers.CharField(max_length=60)
    filter = serializers.JSONField()
    icon = serializers.ChoiceField(choices=View.ICONS, required=False)
    colour = serializers.ChoiceField(choices=View.COLOURS, required=False)
    sort = serializers.ChoiceField(choices=list(ORDERS), required=False)
    shared = serializers.ChoiceField(choices=View.Shared.values, required=False)
    teams = serializers.ListField(child=serializers.IntegerField(), required=False, max_length=100)
    pinned = serializers.BooleanField(required=False)


class Views(Endpoint):
    needs = READ
    serializer_class = ViewWish
    answer, lists = ViewShape, True
    pagination_class = None

    def get(self, request: Request) -> Response:
        """The views you see, in your order."""
        found = View.objects.arranged_for(self.me)
        return Response({"results": ViewShape(found, many=True, context={"me": self.me}).data})

    def post(self, request: Request) -> Response:
        """Save a filter as a view."""
        said = self.checked()
        id, filter = said.pop("id", None), filter_of(said)
        made = View.save_as(by=self.me, id=id, filter=filter or {}, **{n: said[n] for n in LOOK if n in said})
        settle(self, made, said)
        return Response(shown(self, made.pk), status=201)


class OneView(Endpoint):
    needs = READ
    serializer_class = ViewWish
    answer = ViewShape

    def get(self, request: Request, id: UUID) -> Response:
        return Response(shown(self, id))

    def patch(self, request: Request, id: UUID) -> Response:
        """Set what is named; the rest stays."""
        view, said = the_view(self, id), self.checked(partial=True)
        changed = {name: said[name] for name in LOOK if name in said}
        if "filter" in said:
            changed["filter"] = filter_of(said)
        if changed or "shared" in said:
            must_change(self, view)
        view.change(by=self.me, **changed)
        settle(self, view, said)
        return Response(shown(self, id))

    def delete(self, request: Request, id: UUID) -> Response:
        """Remove it."""
        view = the_view(self, id)
        must_change(self, view)
        view.remove(by=self.me)
        return Response(status=204)


def filter_of(said: dict[str, Any]) -> Any:
    group = read(said.pop("filter"), KNOWN)
    return group.as_data() if group else None


def settle(view: Endpoint, found: View, said: dict[str, Any]) -> None:
    """Who sees it, and whether it is pinned, where that is named."""
    if "shared" in said:
        if said["shared"] != View.Shared.NOBODY:
            require_sharing(view.me)
        teams = list(Team.objects.filter(pk__in=said.get("teams", [])))
        if len(teams) != len(set(said.get("teams", []))):
            raise serializers.ValidationError({"teams": ["There is no such team in this firm."]})
        found.share(by=view.me, shared=said["shared"], teams=teams)
    if "pinned" in said:
        found.pin(said["pinned"], by=view.me)


def the_view(view: Endpoint, id: UUID) -> View:
    found: View = get_object_or_404(View.objects.visible_to(view.me), pk=id)
    return found


def must_change(view: Endpoint, found: View) -> None:
    if not may_change_view(view.me, found):
        require_sharing(view.me)


def shown(view: Endpoint, id: UUID) -> Any:
    found = next((each for each in View.objects.arranged_for(view.me) if each.pk == id), None)
    return ViewShape(found or the_view(view, id), context={"me": view.me}).data
