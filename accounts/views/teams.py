"""Teams and who is in them."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import needs, require
from accounts.forms.firm import TeamForm
from accounts.models import Membership, Team
from accounts.numbers import a_number
from accounts.policies import SEE, TEAMS
from accounts.requests import FirmRequest
from accounts.views.answers import done, form_page, posted, refused
from core.errors import Refusal


@require_http_methods(["GET", "POST"])
@needs(SEE)
def teams(request: FirmRequest) -> HttpResponse:
    form = TeamForm(posted(request))
    if request.method == "POST":
        require(request.membership, TEAMS)
        if team := formed(form, request.membership):
            return redirect("accounts:team", team.pk)
    found = Team.objects.order_by("name").prefetch_related("members")
    return form_page(request, "accounts/teams.html", form, teams=found)


@require_http_methods(["GET", "POST"])
@needs(SEE)
def team(request: FirmRequest, pk: int) -> HttpResponse:
    """The team; posting renames it."""
    found = get_object_or_404(Team.objects.all(), pk=pk)
    form = TeamForm(posted(request), initial={"name": found.name})
    if request.method == "POST":
        require(request.membership, TEAMS)
        if renamed(form, found, request.membership):
            return done(request, _("The team is now called %(name)s.") % {"name": found.name}, "accounts:team", pk)
        found.refresh_from_db()
    members = found.members.filter(ended_at=None).order_by("name")
    others = Membership.objects.current().exclude(pk__in=members.values("pk"))
    return form_page(request, "accounts/team.html", form, team=found, members=members, others=others)


@require_POST
@needs(TEAMS)
def members(request: FirmRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Team.objects.all(), pk=pk)
    colleague = get_object_or_404(Membership.objects.current(), pk=a_number(request.POST.get("member")))
    found.add(colleague, by=request.membership)
    return done(request, _("%(name)s is in the team.") % {"name": colleague.name}, "accounts:team", pk)


@require_POST
@needs(TEAMS)
def member_removal(request: FirmRequest, pk: int, member: int) -> HttpResponse:
    found = get_object_or_404(Team.objects.all(), pk=pk)
    colleague = get_object_or_404(Membership.objects.all(), pk=member)
    found.remove(colleague, by=request.membership)
    return done(request, _("%(name)s left the team.") % {"name": colleague.name}, "accounts:team", pk)


@require_POST
@needs(TEAMS)
def dissolution(request: FirmRequest, pk: int) -> HttpResponse:
    try:
        get_object_or_404(Team.objects.all(), pk=pk).dissolve(by=request.membership)
    except Refusal as refusal:
        return refused(request, refusal, "accounts:team", pk)
    return done(request, _("The team is gone; its people stay."), "accounts:teams")


def formed(form: TeamForm, by: Membership) -> Team | None:
    try:
        return Team.form(by=by, name=form.cleaned_data["name"]) if form.is_valid() else None
    except Refusal as refusal:
        form.add_error("name", str(refusal))
        return None


def renamed(form: TeamForm, found: Team, by: Any) -> bool:
    try:
        if form.is_valid():
            found.rename(by=by, name=form.cleaned_data["name"])
            return True
    except Refusal as refusal:
        form.add_error("name", str(refusal))
    return False
