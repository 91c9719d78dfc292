"""One's own address: changing it, and proving it."""

from typing import Any

from allauth.account.models import get_emailconfirmation_model
from allauth.account.views import ConfirmEmailView, EmailView
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _


class Address(EmailView):
    """allauth's page. Only opening its mail makes an address one's own; choosing it does not."""

    def _action_primary(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse | None:
        address = self._get_email_address(request)
        if address is not None and address.verified:
            return super()._action_primary(request, *args, **kwargs)
        messages.error(request, _("Open the mail that was sent to the new address. It counts from then on."))
        return None


class Confirmation(ConfirmEmailView):
    """The page behind a mail's link, for who is signed in as the person it was sent for.

    Whoever made the account with a link that was shown to them may have left keys in it; the true owner of the address,
    who cannot sign in, asks for a new password instead, and that takes those keys away.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = get_emailconfirmation_model().from_key(kwargs["key"])
        if found is None or found.email_address.user_id == request.user.pk:
            return super().dispatch(request, *args, **kwargs)
        if request.user.is_authenticated:
            self.logout()
        return redirect_to_login(request.get_full_path())


address = Address.as_view()
confirmation = Confirmation.as_view()
