"""Who may read a file. Rooms that hang files on their things say so here, each for its own.

@opens_files
def attachments(membership): return Q(pk__in=…)      # in inbox/policies.py
"""

from collections.abc import Callable

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from accounts.permissions import Permission, declare

UPLOAD = "files.upload"
declare(Permission(UPLOAD, _("Upload files"), frozenset({"agent"})))

Opener = Callable[[Membership], Q]
_openers: list[Opener] = []


def opens_files(opener: Opener) -> Opener:
    """Register which files a colleague may read for the sake of some room's things."""
    _openers.append(opener)
    return opener


def visible_files(membership: Membership) -> Q:
    """A colleague's own uploads, and what any room opens to them."""
    allowed = Q(uploaded_by=membership)
    for opener in _openers:
        allowed |= opener(membership)
    return allowed & Q(is_withheld=False)


@opens_files
def photos(membership: Membership) -> Q:
    """Every colleague sees every colleague's face."""
    return Q(pk__in=Membership.objects.exclude(photo=None).values("photo"))
