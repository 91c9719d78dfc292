"""The firm itself, and choosing among several."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import sessions
from accounts.access import needs, signed_in
from accounts.firms import Place, places_of
from accounts.forms.firm import FirmForm
from accounts.models import Membership
from accounts.policies import FIRM
from accounts.requests import FirmRequest
from accounts.views.answers import done, form_page, posted


@require_http_methods(["GET", "POST"])
@needs(FIRM)
def firm(request: FirmRequest) -> HttpResponse:
    own = request.membership.firm
    form = FirmForm.of(own, posted(request))
    if form.is_valid():
        own.change(by=request.membership, **form.cleaned_data)
        return done(request, _("Your firm’s settings are saved."), "accounts:firm")
    return form_page(request, "accounts/firm.html", form)


@require_safe
@signed_in
def firms(request: FirmRequest) -> HttpResponse:
    places: list[Place] = places_of(request.user)
    return render(request, "accounts/firms.html", {"places": places})


@require_POST
@signed_in
def choice(request: FirmRequest, pk: int) -> HttpResponse:
    """Work in this firm from now on. What the browser has open in the other one closes."""
    if pk not in {firm_id for firm_id, _membership_id in request.user.firms()}:
        raise Http404
    before: Membership | None = request.membership  # who has left this firm may still choose another
    key = request.session.session_key
    if before and before.firm_id != pk and key:
        sessions.close_sockets(before, key)
    request.session[sessions.FIRM_KEY] = pk
    request.user.work_in(pk)
    return redirect("/")
