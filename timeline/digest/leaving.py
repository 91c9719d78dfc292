"""The signed link of a digest that turns it off, for whoever holds the mail, without signing in (RFC 8058)."""

from datetime import timedelta

from django.core import signing
from django.urls import reverse

from accounts.links import public
from accounts.models import Membership
from core.tenancy import firm_scope
from timeline.wishes import stop_digest

LASTS = timedelta(days=90)
SALT = "timeline.digest-off"


def leaving_link(person: Membership) -> str:
    token = signing.dumps([person.firm_id, person.pk], salt=SALT)
    return public(reverse("timeline:digest-off", args=[token]))


def holder_of(token: str) -> tuple[int, int] | None:
    """(firm id, membership id) that a link is for; None where we made no such link, or too long ago."""
    try:
        firm_id, person = signing.loads(token, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    return firm_id, person


def leave(firm_id: int, person: int) -> None:
    """Turn the digest off. Doing it again changes nothing."""
    with firm_scope(firm_id):
        found = Membership.objects.select_for_update(no_key=True).filter(pk=person).first()
        if found is not None:
            stop_digest(found)
