"""Roles: what each allows, and the firm's own."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import needs
from accounts.forms.firm import RoleForm
from accounts.models import Membership, Role
from accounts.permissions import declared
from accounts.policies import PROFILE, ROLES, SEE, can_edit
from accounts.requests import FirmRequest
from accounts.views.answers import done, form_page, posted, refused
from core.errors import Refusal


@require_safe
@needs(SEE)
def roles(request: FirmRequest) -> HttpResponse:
    """The matrix: permissions by roles."""
    found = list(Role.objects.order_by("pk"))
    editable = {role.pk for role in found if can_edit(request.membership, role)}
    grants = {role.pk: role.grants() for role in found}
    matrix = [(item, [item.code in grants[role.pk] for role in found]) for item in declared()]
    return render(request, "accounts/roles.html", {"roles": found, "matrix": matrix, "editable": editable})


@require_http_methods(["GET", "POST"])
@needs(ROLES)
def new_role(request: FirmRequest) -> HttpResponse:
    form = RoleForm(posted(request), by=request.membership, initial={"permissions": [SEE, PROFILE]})
    role = saved(form, lambda **wish: Role.make(by=request.membership, **wish))
    if role:
        return done(request, _("The role %(name)s is there.") % {"name": role}, "accounts:roles")
    return form_page(request, "accounts/role.html", form)


@require_http_methods(["GET", "POST"])
@needs(ROLES)
def role(request: FirmRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Role.objects.filter(kind=Role.Kind.CUSTOM), pk=pk)
    me: Membership = request.membership
    form = RoleForm(posted(request), by=me, initial={"name": found.name, "permissions": found.permissions})
    if saved(form, lambda **wish: found.edit(by=me, **wish) or found):
        return done(request, _("The role is saved. It holds from now on."), "accounts:roles")
    return form_page(request, "accounts/role.html", form, role=found, editable=can_edit(me, found))


@require_POST
@needs(ROLES)
def removal(request: FirmRequest, pk: int) -> HttpResponse:
    try:
        get_object_or_404(Role.objects.all(), pk=pk).remove(by=request.membership)
    except Refusal as refusal:
        return refused(request, refusal, "accounts:roles")
    return done(request, _("The role is gone."), "accounts:roles")


def saved(form: RoleForm, save: Any) -> Any:
    """What `save` returns, or None with the refusal on the form."""
    try:
        return save(**form.cleaned_data) if form.is_valid() else None
    except Refusal as refusal:
        form.add_error("name", str(refusal))
        return None
