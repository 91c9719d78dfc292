"""When an inbox is given to other teams, those who lost it stop hearing it at once."""

from collections.abc import Iterator

from accounts.models import Membership
from accounts.streams import recheck
from inbox.events import InboxChanged
from inbox.policies import READ
from ledger.frames import Frame, Happening, pushes


@pushes(InboxChanged)
def teams_changed(fact: InboxChanged, happening: Happening) -> Iterator[Frame]:
    if "teams" in fact.fields:
        yield from (recheck(colleague.pk) for colleague in Membership.objects.who_may(READ))
