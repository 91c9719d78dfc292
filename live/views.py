"""A ticket for the page that is signed in."""

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.sessions import session_hash
from ledger.heads import heads_of
from live import tickets
from live.actors import Actor


@require_POST
@never_cache
def ticket(request: HttpRequest) -> JsonResponse:
    """POST /live/ticket/ → {"ticket": "…"}; 401 for those who are not signed in to a firm."""
    membership = getattr(request, "membership", None)
    if membership is None:
        return _signed_out()
    access = f"access:{membership.pk}"
    head = heads_of([access])[access]
    if not _is_signed_in(request):
        return _signed_out()
    actor = Actor(
        kind="agent",
        firm_id=membership.firm_id,
        id=membership.pk,
        name=membership.name,
        session=session_hash(request.session.session_key or ""),
        access=head,
    )
    return JsonResponse({"ticket": tickets.issue(actor.as_dict())})


def _is_signed_in(request: HttpRequest) -> bool:
    """Asked once the head is read: a sign-out that came before it ends no socket, and must end the ticket here."""
    key = request.session.session_key
    return key is not None and request.session.exists(key)


def _signed_out() -> JsonResponse:
    return JsonResponse({"error": _("Sign in again.")}, status=401)
