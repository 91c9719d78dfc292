"""Who calls the API, and whether they may.

A program brings `Authorization: Bearer cp_…`; our own pages bring their session, and the CSRF token on what changes
things. Either way `request.membership` and the firm's scope were set by the middleware, and a token's membership may
no more than its scopes.
"""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured
from redis.exceptions import RedisError
from rest_framework import authentication, exceptions
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from accounts.access import require
from accounts.middleware import bearer
from accounts.requests import beneath

if TYPE_CHECKING:
    from rest_framework.views import APIView  # which reads this module while it is imported

MEMBER = ""
"""`needs = MEMBER`: a colleague, whatever their role; the view shows nothing but their own."""


class TokenAuthentication(authentication.BaseAuthentication):
    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        if bearer(beneath(request)) is None:
            return None
        token = beneath(request).api_token
        if token is None:
            raise exceptions.AuthenticationFailed(code="bad_token")
        return token.membership.person, token

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class SessionAuthentication(authentication.SessionAuthentication):
    def authenticate(self, request: Request) -> tuple[Any, None] | None:
        if beneath(request).membership is None:
            return None
        self.enforce_csrf(request)
        return beneath(request).user, None


class IsMember(BasePermission):
    """A colleague whose role (and token) allows what the view `needs`: one code, or one for each method."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        member = beneath(request).membership
        if member is None:
            return False
        permission = needed(view, request.method or "GET")
        if permission != MEMBER:
            require(member, permission)
        return True


class BySessionOnly(IsMember):
    """For what a token must not do: making tokens, and whatever reaches beyond its own firm.

    A view says so for all its methods, or names them in `by_session_only`.
    """

    def has_permission(self, request: Request, view: "APIView") -> bool:
        named = getattr(view, "by_session_only", None)
        if beneath(request).api_token is not None and (named is None or request.method in named):
            raise exceptions.PermissionDenied(code="session_only")
        return super().has_permission(request, view)


def needed(view: "APIView", method: str) -> str:
    needs = getattr(view, "needs", None)
    if isinstance(needs, dict):
        needs = needs.get(method, needs.get("GET") if method in ("HEAD", "OPTIONS") else None)
    if not hasattr(view, method.lower()):
        raise exceptions.MethodNotAllowed(method)
    if needs is None:
        raise ImproperlyConfigured(f"{type(view).__name__} must say in `needs` which permission {method} asks for.")
    return str(needs)


class ApiRate(SimpleRateThrottle):
    """So many calls a minute for each token, and for each person's pages."""

    scope = "api"

    def get_cache_key(self, request: Request, view: "APIView") -> str | None:
        member, token = beneath(request).membership, beneath(request).api_token
        return f"rate:{member.pk}:{token.pk if token else 'pages'}" if member else None

    def allow_request(self, request: Request, view: "APIView") -> bool:
        try:
            return super().allow_request(request, view)
        except (OSError, RedisError):  # Redis is only speed: without it nobody is kept out
            return True
