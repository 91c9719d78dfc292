"""What follows when somebody signs in or out, or changes how they do: facts, and the end of what must end.

allauth and Django tell it by signals; they are this framework's seam, and nothing of ours is told by one.
"""

from typing import Any

from allauth.account.signals import email_changed, password_changed, password_reset, password_set, user_logged_in
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_out
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest

from accounts import sessions
from accounts.events import SignedIn, SignInChanged
from accounts.models import ApiToken, Membership, Person
from core.tenancy import firm_scope
from ledger.record import record


@receiver(user_logged_in, dispatch_uid="accounts.signed_in")
def signed_in(request: HttpRequest, user: Person, **kwargs: Any) -> None:
    """The browser works in the firm that was chosen last, and stays there whatever is chosen elsewhere."""
    place = sessions.place_of(user, request.session.get(sessions.FIRM_KEY) or user.last_firm_id)
    if place is None:
        return
    request.session[sessions.FIRM_KEY] = place[0]
    methods = ", ".join(entry["method"] for entry in request.session.get("account_authentication_methods", []))
    with firm_scope(place[0]), transaction.atomic():
        member = Membership.objects.get(pk=place[1])
        record(
            SignedIn(member.pk), by=member, subject=member, changes={"signed in by": (None, methods or "invitation")}
        )


@receiver(user_logged_out, dispatch_uid="accounts.signed_out")
def signed_out(request: HttpRequest, user: Person | None, **kwargs: Any) -> None:
    key, member = request.session.session_key, getattr(request, "membership", None)
    if key and member is not None:
        sessions.close_sockets(member, key)
    UserSession.objects.filter(session_key=key).delete()


@receiver([password_changed, password_set], dispatch_uid="accounts.password_changed")
def new_password(request: HttpRequest, user: Person, **kwargs: Any) -> None:
    """Whoever else is signed in with the old one is signed out, and an address they asked for is forgotten."""
    user.forget_other_addresses()
    transaction.on_commit(lambda: sessions.end_others(user, request.session.session_key))
    note_change(request, "password")


@receiver(password_reset, dispatch_uid="accounts.password_reset")
def reset_password(request: HttpRequest, user: Person, **kwargs: Any) -> None:
    """The link came by mail, so the address is theirs; tokens that somebody else may have made end with the sessions."""
    user.prove_address()
    ApiToken.revoke_all_of(user)
    transaction.on_commit(lambda: sessions.end_others(user, None))


@receiver(email_changed, dispatch_uid="accounts.email_changed")
def new_address(request: HttpRequest, user: Person, **kwargs: Any) -> None:
    note_change(request, "email")


@receiver([authenticator_added, authenticator_removed, authenticator_reset], dispatch_uid="accounts.second_factor")
def second_factor(request: HttpRequest, authenticator: Any, **kwargs: Any) -> None:
    note_change(request, str(authenticator.type))


def note_change(request: HttpRequest, what: str) -> None:
    """allauth tells of some changes after the commit, so this is a transaction of its own where it must be."""
    member = getattr(request, "membership", None)
    if member is None:
        return
    with firm_scope(member.firm_id), transaction.atomic():
        record(SignInChanged(member.pk, what), by=member, subject=member, changes={"sign-in": (None, what)})
