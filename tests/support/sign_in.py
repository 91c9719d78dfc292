"""A signed-in session made directly, for the many tests that are not about signing in."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from accounts.middleware import SESSION_KEY as FIRM_KEY


def session_cookie(membership) -> dict[str, str]:
    """The cookie of a new session of this member, working in this firm."""
    person = membership.person
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session[FIRM_KEY] = membership.firm_id
    session.create()
    return {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key}
