"""What a person's open sockets must hear: their rights changed, or their access ended.

`access:<membership id>` is internal: the hub reads it for each agent's socket and passes nothing of it on.
"""

from collections.abc import Iterator

from accounts.events import (
    MembershipEnded,
    RoleChanged,
    RoleEdited,
    SessionEnded,
    TeamDissolved,
    TeamJoined,
    TeamLeft,
)
from accounts.models import Membership
from ledger.frames import Frame, Happening, pushes


def recheck(membership_id: int) -> Frame:
    """Authorise every subscription of this person again."""
    return Frame(f"access:{membership_id}", "recheck", key="recheck")


def end(membership_id: int, session: str | None) -> Frame:
    """Close the sockets of one session (by its hash), or all of the membership's."""
    return Frame(f"access:{membership_id}", "end", {"session": session}, key=f"end {session}")


@pushes(RoleChanged, TeamJoined, TeamLeft)
def rights_changed(fact: RoleChanged | TeamJoined | TeamLeft, happening: Happening) -> Iterator[Frame]:
    yield recheck(fact.membership_id)


@pushes(RoleEdited)
def role_edited(fact: RoleEdited, happening: Happening) -> Iterator[Frame]:
    holders = Membership.objects.filter(role_id=fact.role_id, ended_at=None)
    yield from (recheck(pk) for pk in holders.values_list("pk", flat=True))


@pushes(TeamDissolved)
def team_dissolved(fact: TeamDissolved, happening: Happening) -> Iterator[Frame]:
    yield from (recheck(pk) for pk in fact.membership_ids)


@pushes(MembershipEnded)
def membership_ended(fact: MembershipEnded, happening: Happening) -> Iterator[Frame]:
    yield end(fact.membership_id, None)


@pushes(SessionEnded)
def session_ended(fact: SessionEnded, happening: Happening) -> Iterator[Frame]:
    yield end(fact.membership_id, fact.session)
