"""A person's signed-in browsers: which there are, and ending one.

A session works in one firm at a time, and its sockets with it. Ending it deletes the session and records the fact in
that firm, in one transaction: the hub closes the sockets even if Redis loses the hint.
"""

import hashlib
from importlib import import_module
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction

from accounts.events import SessionEnded
from accounts.models import Membership, Person
from core.tenancy import firm_scope
from ledger.record import record

FIRM_KEY = "firm"


def session_hash(session_key: str) -> str:
    """The name of a session where its key must not be told: SHA-256, in hexadecimal."""
    return hashlib.sha256(session_key.encode()).hexdigest()


def place_of(person: Person, chosen: int | None) -> tuple[int, int] | None:
    """(firm id, membership id) of the firm a session has chosen, else of the person's first; None without one."""
    places = person.firms()
    return next((place for place in places if place[0] == chosen), places[0] if places else None)


def sessions_of(person: Person) -> list[UserSession]:
    """The browsers signed in as `person`, the last used first."""
    return sorted(UserSession.objects.purge_and_list(person), key=lambda session: session.last_seen_at, reverse=True)


def end(session: UserSession) -> None:
    """Sign one browser out. Opens a transaction in the session's firm, so call it outside of any other."""
    place = place_of(session.user, _chosen_firm(session))
    with firm_scope(place[0] if place else None), transaction.atomic():
        session.end()
        if place:
            _record(place[1], session.session_key)


def end_others(person: Person, keep: str | None) -> None:
    """Sign out every browser of `person` but the one with this session key: after a new password, by choice."""
    for session in UserSession.objects.filter(user=person).exclude(session_key=keep):
        end(session)


def forget_all(person: Person) -> None:
    """Delete every session of a person whose memberships have ended; their sockets are closed by that."""
    for session in UserSession.objects.filter(user=person):
        session.end()


def close_sockets(membership: Membership, session_key: str) -> None:
    """The session ends, or leaves this firm: close what it has open here. In the transaction that makes it so."""
    with firm_scope(membership.firm_id):
        _record(membership.pk, session_key)


def leave(membership: Membership, session_key: str) -> None:
    """The same in a transaction of its own, for a browser that has moved on to another firm."""
    with firm_scope(membership.firm_id), transaction.atomic():
        _record(membership.pk, session_key)


def _record(membership_id: int, session_key: str) -> None:
    member = Membership.objects.get(pk=membership_id)
    record(SessionEnded(membership_id, session_hash(session_key)), by=member, subject=member)


def _chosen_firm(session: UserSession) -> int | None:
    store: Any = import_module(settings.SESSION_ENGINE).SessionStore(session.session_key)
    return store.get(FIRM_KEY)
