"""Which firm a request works in: an API token names it; a session chose it, checked against the memberships each time.

Sets `request.membership` (None when signed out or in no firm) and `request.api_token`, and puts the firm in scope
for the view.
"""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpResponse

from accounts.models import ApiToken, Membership
from accounts.requests import AnyRequest
from accounts.sessions import FIRM_KEY, place_of
from core.tenancy import firm_scope

SESSION_KEY = FIRM_KEY
API = "/api/"
BEARER = "bearer "
Answer = Callable[[AnyRequest], HttpResponse]


class FirmMiddleware:
    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: AnyRequest) -> HttpResponse:
        request.membership = request.api_token = None
        token = bearer(request)
        return self._by_token(request, token) if token is not None else self._by_session(request)

    def _by_session(self, request: AnyRequest) -> HttpResponse:
        user = getattr(request, "user", None)
        place = place_of(user, request.session.get(FIRM_KEY)) if user and user.is_authenticated else None
        if place is None:
            return self.get_response(request)
        firm_id, membership_id = place
        with firm_scope(firm_id):
            with transaction.atomic():
                members = Membership.objects.select_related("firm", "role", "person")
                request.membership = members.filter(pk=membership_id, ended_at=None).first()
            return self.get_response(request)

    def _by_token(self, request: AnyRequest, text: str) -> HttpResponse:
        found = ApiToken.find(text)
        if found is None:
            return self.get_response(request)
        firm_id, token_id = found
        with firm_scope(firm_id):
            with transaction.atomic():
                admit_token(request, token_id)
            return self.get_response(request)


def bearer(request: AnyRequest) -> str | None:
    """The token of an API request; None where it brings none. Pages never read the header."""
    header = request.headers.get("Authorization", "")
    if not request.path.startswith(API) or not header:
        return None
    return header[len(BEARER) :].strip() if header.lower().startswith(BEARER) else ""


def admit_token(request: AnyRequest, token_id: int) -> None:
    """Let a live token's owner in, with no more rights than its scopes."""
    token = ApiToken.objects.select_related("membership__role", "membership__firm", "membership__person").get(
        pk=token_id
    )
    member = token.membership
    if not token.is_live or member.ended_at is not None or not member.person.is_active:
        return
    member.grants &= frozenset(token.scopes)
    token.note_use()
    request.api_token, request.membership = token, member
