"""The origins of sites that may carry a widget: scheme, host and port, nothing else (RFC 6454). Pure."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from inbox.errors import BadOrigin

MOST = 50
DEFAULT_PORTS = {"http": 80, "https": 443}


def parse_origins(lines: Iterable[str]) -> list[str]:
    """Each once, in order, as browsers write them. A pasted page's address becomes its origin."""
    found = dict.fromkeys(parse_origin(line) for line in lines if line.strip())
    if len(found) > MOST:
        raise BadOrigin("…")
    return list(found)


def parse_origin(text: str) -> str:
    """`https://acme.example/contact` → `https://acme.example`. Raises BadOrigin with a sentence."""
    text = text.strip()
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except (ValueError, UnicodeError) as error:
        raise BadOrigin(text) from error
    if parts.scheme not in DEFAULT_PORTS or not _is_host(host) or parts.username is not None:
        raise BadOrigin(text)
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}" + (f":{port}" if port and port != DEFAULT_PORTS[parts.scheme] else "")


def _is_host(host: str) -> bool:
    """No wildcard, no quote, no semicolon: it goes into a header."""
    return bool(host) and all(char.isalnum() or char in ".-:_" for char in host) and host.isascii()
