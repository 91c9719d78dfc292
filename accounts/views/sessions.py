"""Where I am signed in."""

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import sessions
from accounts.access import needs
from accounts.devices import device
from accounts.policies import PROFILE
from accounts.requests import FirmRequest
from accounts.views.answers import done


@require_safe
@needs(PROFILE)
def own_sessions(request: FirmRequest) -> HttpResponse:
    key = request.session.session_key
    found = [
        {"session": session, "device": device(session.user_agent), "current": session.session_key == key}
        for session in sessions.sessions_of(request.user)
    ]
    return render(request, "accounts/sessions.html", {"sessions": sorted(found, key=lambda one: not one["current"])})


@transaction.non_atomic_requests  # each session ends in a transaction of its own firm
@require_POST
@needs(PROFILE)
def ending(request: FirmRequest, pk: int) -> HttpResponse:
    """Sign that browser out; its sockets close at once."""
    sessions.end(get_object_or_404(UserSession, user=request.user, pk=pk))
    return done(request, _("That browser is signed out."), "accounts:sessions")


@transaction.non_atomic_requests
@require_POST
@needs(PROFILE)
def others_ending(request: FirmRequest) -> HttpResponse:
    sessions.end_others(request.user, request.session.session_key)
    return done(request, _("You are signed out everywhere but here."), "accounts:sessions")
