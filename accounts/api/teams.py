"""Teams and who is in them."""

from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.shapes import TeamShape, TeamWish
from accounts.endpoint import Endpoint
from accounts.models import Membership, Team
from accounts.policies import SEE, TEAMS


class Teams(Endpoint):
    """GET: every team. POST: a new one."""

    needs = {"GET": SEE, "POST": TEAMS}
    serializer_class = TeamWish
    answer, lists = TeamShape, True
    pagination_class = None

    def get(self, request: Request) -> Response:
        teams = Team.objects.order_by("name").prefetch_related("members")
        return Response({"results": TeamShape(teams, many=True).data})

    def post(self, request: Request) -> Response:
        return Response(TeamShape(Team.form(by=self.me, **self.checked())).data, status=201)


class OneTeam(Endpoint):
    """GET, PATCH {"name"}, DELETE: the team goes, its people stay."""

    needs = {"GET": SEE, "PATCH": TEAMS, "DELETE": TEAMS}
    serializer_class = TeamWish
    answer = TeamShape

    def team(self, pk: int) -> Team:
        return get_object_or_404(Team.objects.all(), pk=pk)

    def get(self, request: Request, pk: int) -> Response:
        return Response(TeamShape(self.team(pk)).data)

    def patch(self, request: Request, pk: int) -> Response:
        team = self.team(pk)
        team.rename(by=self.me, **self.checked())
        return Response(TeamShape(team).data)

    def delete(self, request: Request, pk: int) -> Response:
        self.team(pk).dissolve(by=self.me)
        return Response(status=204)


class TeamMember(Endpoint):
    """PUT: take a colleague into the team. DELETE: take them out of it."""

    needs = TEAMS
    answer = TeamShape

    def put(self, request: Request, pk: int, member: int) -> Response:
        team, colleague = self.both(pk, member)
        team.add(colleague, by=self.me)
        return Response(TeamShape(team).data)

    def delete(self, request: Request, pk: int, member: int) -> Response:
        team, colleague = self.both(pk, member)
        team.remove(colleague, by=self.me)
        return Response(TeamShape(team).data)

    def both(self, pk: int, member: int) -> tuple[Team, Membership]:
        team = get_object_or_404(Team.objects.all(), pk=pk)
        return team, get_object_or_404(Membership.objects.current(), pk=member)
