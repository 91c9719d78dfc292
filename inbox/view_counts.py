"""How many stand in a view: looked at up to a bound, so that no count costs what a full one would."""

from uuid import UUID

from accounts.models import Membership
from inbox.errors import InboxError
from inbox.filters.fields import KNOWN
from inbox.filters.finding import Finding
from inbox.filters.language import read
from inbox.folders import ACTIVE, COUNT_TO, FOLDERS
from inbox.models import Inbox, View

MOST = 12
"""Views whose counts one page asks for."""


def view_counts(membership: Membership, views: list[View], inbox_id: UUID | None = None) -> dict[UUID, str]:
    """ "0" … "99", "99+"; "7+" where seven were found among the newest and there may be more further down."""
    inboxes = [each for each in Inbox.objects.visible_to(membership) if inbox_id in (None, each.pk)]
    return {view.pk: count_of(membership, view, inboxes) for view in views[:MOST]}


def count_of(membership: Membership, view: View, inboxes: list[Inbox]) -> str:
    try:
        filter = read(view.filter, KNOWN)
        figure, more = Finding(membership, inboxes, FOLDERS["all"], filter, ACTIVE).count()
    except InboxError:
        return "?"
    return "99+" if figure >= COUNT_TO else f"{figure}+" if more else str(figure)
