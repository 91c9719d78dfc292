"""Who may open a view. `@member_required` asks for a firm, `@needs("people.manage")` for a permission as well.

Signed out: to the sign-in page and back. In no firm: told so. Not allowed: 403, naming who can give access.
Another firm's things are never 403: views reach objects through the firm in scope, so they are 404.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from accounts.models import Membership
from accounts.permissions import label_of
from accounts.requests import AnyRequest, FirmRequest

View = Callable[..., HttpResponse]
NAMED = 3


class NotAllowed(PermissionDenied):
    """A person lacks `permission`. Carries what it is called and who can give it, for the page and the API."""

    status = 403
    code = "not_allowed"

    def __init__(self, permission: str) -> None:
        self.permission = permission
        self.label = label_of(permission)
        with transaction.atomic():  # some views open none
            self.givers = [member.name for member in Membership.objects.who_may("people.manage")[:NAMED]]
        self.more = {"permission": permission, "ask": self.givers}
        super().__init__(permission)

    def __str__(self) -> str:
        return _("This needs the permission “%(label)s”.") % {"label": self.label}


def require(membership: Membership, permission: str) -> None:
    """Raise NotAllowed where `membership` may not."""
    if not membership.may(permission):
        raise NotAllowed(permission)


def signed_in(view: View) -> View:
    """A person, in a firm or not."""

    @wraps(view)
    def guarded(request: AnyRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs) if request.user.is_authenticated else to_sign_in(request)

    return guarded


def member_required(view: View) -> View:
    """A person working in a firm: `request.membership` is set and its firm is in scope."""

    @wraps(view)
    def guarded(request: AnyRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return to_sign_in(request)
        if request.membership is None:
            return render(request, "accounts/no_firm.html", status=403)
        return view(request, *args, **kwargs)

    return guarded


def needs(permission: str) -> Callable[[View], View]:
    """A colleague whose role allows `permission`."""

    def decorate(view: View) -> View:
        @member_required
        @wraps(view)
        def guarded(request: FirmRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            require(request.membership, permission)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def to_sign_in(request: AnyRequest) -> HttpResponse:
    """The sign-in page, and back here afterwards; a swap inside a page leaves the page."""
    redirect = redirect_to_login(request.get_full_path() if request.method == "GET" else "/")
    return HttpResponseClientRedirect(redirect.url) if request.htmx else redirect
