"""How often visitors may ask: by token, by inbox and by network address. An office behind one address must fit."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from core.address import client_address
from core.rate import Rate, take
from inbox.views.widget.refusals import TooFast

MINUTE, HOUR = 60, 3600

TOKEN = {
    "message": Rate(20, MINUTE),
    "reaction": Rate(60, MINUTE),
    "upload": Rate(20, 5 * MINUTE),
    "uploads": Rate(60, HOUR),
    "contact": Rate(10, 10 * MINUTE),
    "identify": Rate(60, 10 * MINUTE),
    "forged": Rate(10, 10 * MINUTE),
    "ticket": Rate(30, MINUTE),
    "read": Rate(240, MINUTE),
    "track": Rate(60, MINUTE),
    "closure": Rate(10, MINUTE),
    "rating": Rate(10, MINUTE),
    "transcript": Rate(3, HOUR),
}
INBOX = {
    "message": Rate(1200, MINUTE),
    "session": Rate(3000, HOUR),
    "upload": Rate(600, MINUTE),
    "transcript": Rate(200, HOUR),
    "identify": Rate(3000, MINUTE),
}
ADDRESS = {
    "message": Rate(240, MINUTE),
    "reaction": Rate(600, MINUTE),
    "upload": Rate(120, 5 * MINUTE),
    "contact": Rate(300, 10 * MINUTE),
    "identify": Rate(6000, 10 * MINUTE),
    "forged": Rate(60, 10 * MINUTE),
    "ticket": Rate(300, MINUTE),
    "read": Rate(1200, MINUTE),
    "track": Rate(600, MINUTE),
    "transcript": Rate(20, HOUR),
    "config": Rate(1200, MINUTE),
    "session-shadowed": Rate(3, HOUR),
    "message-shadowed": Rate(5, HOUR),
}
WRITTEN_TO = {"transcript": Rate(5, 24 * HOUR)}
"""To one address of email, whoever asks: nobody floods a stranger through us."""


def address_mark(request: HttpRequest) -> str:
    """The network address as it is kept: a mark of it, which nobody can read back."""
    return salted_hmac("inbox.address", client_address(request), algorithm="sha256").hexdigest()


def limit(request: HttpRequest, what: str, *, token: str = "", inbox: str = "", address_written: str = "") -> None:
    """Take one of each bucket that `what` has. Raises TooFast with the seconds to wait."""
    address = client_address(request)
    by_address = {**ADDRESS, "session": Rate(settings.NEW_VISITORS_PER_HOUR, HOUR)}
    named = (
        ("token", token, TOKEN),
        ("inbox", inbox, INBOX),
        ("address", address, by_address),
        ("to", address_written, WRITTEN_TO),
    )
    wanted = {f"widget:{what}:{kind}:{name}": rates[what] for kind, name, rates in named if name and what in rates}
    wait = take(wanted) if wanted else 0
    if wait:
        raise TooFast(wait)
