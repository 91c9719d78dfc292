"""Whether passkeys can be used: they belong to a name, never to a bare IP address (WebAuthn, section 5.1.2)."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings


def possible() -> bool:
    host = urlsplit(settings.PUBLIC_URL).hostname or ""
    try:
        ip_address(host)
    except ValueError:
        return bool(host)
    return False
