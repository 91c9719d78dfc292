"""Colleagues: who works here, in which role, and taking somebody out."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import member_required, needs
from accounts.forms.firm import RoleChoiceForm
from accounts.models import Membership
from accounts.policies import MANAGE, SEE, can_manage
from accounts.requests import FirmRequest
from accounts.views.answers import done, refused
from core.errors import Refusal


def current() -> Any:
    return Membership.objects.current().prefetch_related("teams")


@require_safe
@needs(SEE)
def people(request: FirmRequest) -> HttpResponse:
    return render(request, "accounts/people.html", {"people": current()})


@require_safe
@needs(SEE)
def person(request: FirmRequest, pk: int) -> HttpResponse:
    return show(request, get_object_or_404(current(), pk=pk))


@require_POST
@needs(MANAGE)
def role(request: FirmRequest, pk: int) -> HttpResponse:
    colleague = get_object_or_404(current(), pk=pk)
    form = RoleChoiceForm(request.POST, by=request.membership)
    if not form.is_valid():
        return show(request, colleague, form, status=422)
    try:
        colleague.change_role(by=request.membership, role=form.cleaned_data["role"])
    except Refusal as refusal:
        form.add_error("role", str(refusal))
        return show(request, colleague, form, status=refusal.status)
    words = _("%(name)s is now: %(role)s.") % {"name": colleague.name, "role": colleague.role}
    return done(request, words, "accounts:person", pk)


@require_POST
@needs(MANAGE)
def departure(request: FirmRequest, pk: int) -> HttpResponse:
    """Take a colleague out of the firm."""
    colleague = get_object_or_404(current(), pk=pk)
    try:
        colleague.end(by=request.membership)
    except Refusal as refusal:
        return refused(request, refusal, "accounts:person", pk)
    words = _("%(name)s no longer works here. Their sessions, tokens and teams ended.") % {"name": colleague.name}
    return done(request, words, "accounts:people")


@require_POST
@member_required
def own_departure(request: FirmRequest) -> HttpResponse:
    """Leave the firm oneself."""
    try:
        request.membership.end(by=request.membership)
    except Refusal as refusal:
        return refused(request, refusal, "accounts:firms")
    return redirect("/")


def show(request: FirmRequest, colleague: Membership, form: Any = None, status: int = 200) -> HttpResponse:
    manages = can_manage(request.membership, colleague)
    if manages and form is None:
        form = RoleChoiceForm(initial={"role": colleague.role_id}, by=request.membership)
    context = {"person": colleague, "manages": manages, "form": form, "is_me": colleague == request.membership}
    return render(request, "accounts/person.html", context, status=status)
