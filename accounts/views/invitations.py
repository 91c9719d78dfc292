"""Inviting people."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import needs
from accounts.forms.firm import InvitationForm
from accounts.links import invitation_link
from accounts.models import Invitation, Role
from accounts.policies import INVITE
from accounts.requests import FirmRequest
from accounts.views.answers import done, posted, refused
from core.errors import Refusal


@require_http_methods(["GET", "POST"])
@needs(INVITE)
def invitations(request: FirmRequest) -> HttpResponse:
    agent = Role.objects.filter(kind="agent").values_list("pk", flat=True).first()
    form = InvitationForm(posted(request), by=request.membership, initial={"role": agent})
    if not form.is_valid():
        return show(request, form, status=422 if form.is_bound else 200)
    try:
        invitation, token = Invitation.send(by=request.membership, **form.cleaned_data)
    except Refusal as refusal:
        form.add_error("email", str(refusal))
        return show(request, form, status=refusal.status)
    fresh = InvitationForm(by=request.membership, initial={"role": agent})
    return show(request, fresh, sent=invitation, link=invitation_link(token))


@require_POST
@needs(INVITE)
def renewal(request: FirmRequest, pk: int) -> HttpResponse:
    """Send it once more, with new links and a new week."""
    waiting = Invitation.objects.filter(accepted_at=None, revoked_at=None).select_related("role")
    invitation = get_object_or_404(waiting, pk=pk)
    form = InvitationForm(by=request.membership)
    try:
        sent, token = Invitation.send(email=invitation.email, role=invitation.role, by=request.membership)
    except Refusal as refusal:
        return refused(request, refusal, "accounts:invitations")
    return show(request, form, sent=sent, link=invitation_link(token))


@require_POST
@needs(INVITE)
def revocation(request: FirmRequest, pk: int) -> HttpResponse:
    invitation = get_object_or_404(Invitation.objects.all(), pk=pk)
    try:
        invitation.revoke(by=request.membership)
    except Refusal as refusal:
        return refused(request, refusal, "accounts:invitations")
    return done(
        request, _("The invitation to %(email)s is taken back.") % {"email": invitation.email}, "accounts:invitations"
    )


def show(request: FirmRequest, form: Any, status: int = 200, **context: Any) -> HttpResponse:
    waiting = Invitation.objects.filter(accepted_at=None, revoked_at=None).select_related("role", "invited_by")
    context |= {"form": form, "waiting": waiting.order_by("-pk")}
    return render(request, "accounts/invitations.html", context, status=status)
