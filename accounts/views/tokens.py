"""One's own API tokens."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import needs
from accounts.forms.token import TokenForm
from accounts.models import ApiToken
from accounts.permissions import label_of
from accounts.policies import PROFILE
from accounts.requests import FirmRequest
from accounts.views.answers import done, form_page, posted
from core.errors import Refusal


@never_cache
@require_http_methods(["GET", "POST"])
@needs(PROFILE)
def tokens(request: FirmRequest) -> HttpResponse:
    form = TokenForm(posted(request), by=request.membership)
    if not form.is_valid():
        return show(request, form)
    wish = {"name": form.cleaned_data["name"], "scopes": form.cleaned_data["scopes"], "expires_at": form.expires_at}
    try:
        row, token = ApiToken.make(by=request.membership, **wish)
    except Refusal as refusal:
        form.add_error("scopes", str(refusal))
        return show(request, form)
    return show(request, TokenForm(by=request.membership), made=row, token=token)


@require_POST
@needs(PROFILE)
def revocation(request: FirmRequest, pk: int) -> HttpResponse:
    get_object_or_404(ApiToken.objects.filter(membership=request.membership), pk=pk).revoke(by=request.membership)
    return done(request, _("The token is revoked."), "accounts:tokens")


def show(request: FirmRequest, form: TokenForm, **context: Any) -> HttpResponse:
    own = ApiToken.objects.filter(membership=request.membership).order_by("revoked_at", "-pk")
    context["tokens"] = [(token, [label_of(code) for code in token.scopes]) for token in own]
    return form_page(request, "accounts/tokens.html", form, **context)
