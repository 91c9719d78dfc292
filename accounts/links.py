"""Addresses that go out of the product, in mails and to the clipboard."""

from django.conf import settings
from django.urls import reverse


def public(path: str) -> str:
    """`path` on the agents' host."""
    return f"{settings.PUBLIC_URL}{path}"


def invitation_link(token: str) -> str:
    return public(reverse("invitation", args=[token]))
