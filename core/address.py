"""Where a request came from."""

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The network address of the browser. Behind our proxy, what the proxy says; otherwise nobody is believed.

    The proxy appends the address it saw, so the last entry is its word and all before it the browser's.
    """
    if settings.BEHIND_PROXY:
        said = request.headers.get("X-Forwarded-For", "").rsplit(",", 1)[-1].strip()
        if said:
            return said[:64]
    return str(request.META.get("REMOTE_ADDR") or "unknown")
