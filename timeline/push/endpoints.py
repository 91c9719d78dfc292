"""The push services of the browsers. An endpoint comes from a browser, so anybody may write one: nothing is sent elsewhere."""

import re

from django.conf import settings

LONGEST = 1000
HOSTS = frozenset({"fcm.googleapis.com", "updates.push.services.mozilla.com"})
DOMAINS = (".push.apple.com", ".notify.windows.com")
ADDRESS = re.compile(r"(?P<origin>(?P<scheme>https?)://(?P<host>[a-z0-9.-]+)(?P<port>:[0-9]{1,5})?)/[!-~]*")


def is_known(endpoint: str) -> bool:
    """https to a push service that we know, or an origin that the operator has added; no credentials, no odd letters."""
    found = ADDRESS.fullmatch(endpoint) if len(endpoint) <= LONGEST else None
    if found is None:
        return False
    if found["origin"] in settings.PUSH_SERVICES:
        return True
    is_theirs = found["host"] in HOSTS or found["host"].endswith(DOMAINS)
    return is_theirs and found["scheme"] == "https" and found["port"] in (None, ":443")
