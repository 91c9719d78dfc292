"""Typed values from the environment, with every missing one named at once."""

import secrets
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import environ
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

from timeline.push.vapid import public_text

ROOT = Path(__file__).resolve().parent.parent

env = environ.Env()

NEEDED_IN_PRODUCTION = (
    "SECRET_KEY",
    "FIELD_KEYS",
    "DATABASE_URL",
    "REDIS_URL",
    "PUBLIC_URL",
    "WIDGET_URL",
    "CONTENT_URL",
)


ADDRESSES = ("PUBLIC_URL", "WIDGET_URL", "CONTENT_URL")


def require_production_values() -> None:
    """Raises ImproperlyConfigured with a sentence for each thing that is missing or wrong, all at once."""
    if faults := [*_missing(), *_keys_of_no_form(), *_odd_push_key(), *_odd_addresses()]:
        raise ImproperlyConfigured(
            f"ConsultantPro does not start in production. {' '.join(faults)} docs/deploy.md says how to make each; "
            "on your own machine set APP_ENV=development."
        )


def _missing() -> Iterator[str]:
    needed = [*NEEDED_IN_PRODUCTION]
    if env.bool("CONNECT_AS_OWNER", default=False):
        needed.append("MIGRATE_DATABASE_URL")
    if missing := [name for name in needed if not env.str(name, default="")]:
        yield f"Set {', '.join(missing)} in the environment."


def _keys_of_no_form() -> Iterator[str]:
    for number, key in enumerate(env.list("FIELD_KEYS", default=[]), start=1):
        try:
            Fernet(key)
        except ValueError:
            yield f"Key {number} of FIELD_KEYS is no Fernet key: make one as docs/deploy.md shows."


def _odd_push_key() -> Iterator[str]:
    if key := env.str("VAPID_PRIVATE_KEY", default=""):
        try:
            public_text(key)
        except ValueError:
            yield "VAPID_PRIVATE_KEY is no 32 bytes in base64url: make one as docs/deploy.md shows."


def _odd_addresses() -> Iterator[str]:
    given = {name: address for name in ADDRESSES if (address := env.str(name, default=""))}
    for name, address in given.items():
        if not host_of(address) or urlsplit(address).path.strip("/"):
            yield f"{name} must be an address without a path, such as https://desk.example.com."
        elif not _may_be_reached_at(address):
            yield f"{name} must begin with https:// (or set ALLOW_HTTP=true on a network that you trust)."
    if len({host_of(address) for address in given.values()}) < len(given):
        yield f"{', '.join(ADDRESSES)} must name three hosts, or what keeps them apart is gone."


def _may_be_reached_at(address: str) -> bool:
    """Sign-ins and sessions travel there: over TLS, or without leaving the machine, or because the operator says so."""
    scheme, host = urlsplit(address).scheme, host_of(address)
    stays_here = host in ("127.0.0.1", "::1", "localhost") or host.endswith(".localhost")
    return scheme == "https" or (scheme == "http" and (stays_here or env.bool("ALLOW_HTTP", default=False)))


def throwaway_secret() -> str:
    """A secret for a command run by hand in development; ./dev gives its processes a kept one."""
    return secrets.token_urlsafe(48)


def host_of(url: str) -> str:
    """The host's name as it is compared: in small letters, without the dot that may end a full name."""
    return (urlsplit(url).hostname or "").removesuffix(".")


def netloc_of(url: str) -> str:
    return urlsplit(url).netloc


def celery_url(redis_url: str) -> str:
    """Celery's spelling of a Redis address: a unix socket has a scheme of its own there."""
    if not redis_url.startswith("unix://"):
        return redis_url
    parts = urlsplit(redis_url)
    number = parts.query.removeprefix("db=") or "0"
    return f"redis+socket://{parts.path}?virtual_host={number}"
