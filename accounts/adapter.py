"""How allauth behaves here: people come by invitation, and the secrets of their second factor are sealed."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext

from accounts.devices import device
from core.secrets import seal, unseal


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Who has this address and password. An address that waits for its mail to be opened opens nothing."""
        person = super().authenticate(request, **credentials)
        return person if person is not None and person.signs_in_as(credentials.get("email", "")) else None

    def render_mail(self, template_prefix: str, email: Any, context: dict[str, Any], headers: Any = None) -> Any:
        """Plain text, signed by the product, with the address people know."""
        return super().render_mail(template_prefix, email, {**context, "home": settings.PUBLIC_URL}, headers)


class MFAAdapter(DefaultMFAAdapter):
    def encrypt(self, text: str) -> str:
        return seal(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """What a new passkey is called until its owner says better: the browser that made it."""
        return device(self.request.headers.get("User-Agent", "")) or gettext("Passkey")

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": "ConsultantPro"}
