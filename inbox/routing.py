"""Giving out what nobody has: in turn, or to whoever has least to do, among those who are online and have room.

It is asked after whatever may change the answer, and every few seconds, as people come and go. One at a time in a firm, so
that two conversations never take the same room. What a colleague put back to nobody is left to colleagues; what they gave
to a team goes to one of the team.
"""

from dataclasses import dataclass

import structlog
from django.db import connection, transaction
from django.db.models import Count, Exists, OuterRef, Q

from accounts.models import Membership, TeamMember
from core.tenancy import current_firm_id, firm_scope
from inbox.models import Conversation, Inbox, Message
from inbox.policies import who_may_take
from live.roster import ONLINE
from live.who import present

AT_ONCE = 100
"""Conversations of one inbox that are looked at in one go, the longest waiting first."""
log = structlog.get_logger(__name__)


@dataclass
class Desk:
    """One colleague who is online, and how many open conversations they have."""

    person: Membership
    has: int


def give_out() -> int:
    """In the firm in scope. Returns how many conversations were given to somebody."""
    inboxes = list(Inbox.objects.exclude(routing="").order_by("id"))
    if not inboxes:
        return 0
    _alone()
    here = _online()
    desks = {person.pk: Desk(person, 0) for inbox in inboxes for person in who_may_take(inbox) if person.pk in here}
    for id, has in _loads(desks):
        desks[id].has = has
    return sum(_give_out(inbox, desks) for inbox in inboxes)


def give_out_everywhere() -> int:
    """In every firm that gives out, one transaction each; one that fails keeps none of the others waiting."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT firm_id FROM inbox_firms_that_give_out()")
        firms = [firm_id for (firm_id,) in cursor.fetchall()]
    return sum(_in(firm_id) for firm_id in firms)


def _in(firm_id: int) -> int:
    try:
        with firm_scope(firm_id), transaction.atomic():
            return give_out()
    except Exception:
        log.exception("inbox_give_out_failed", firm_id=firm_id)
        return 0


def _give_out(inbox: Inbox, desks: dict[int, Desk]) -> int:
    may = [desks[person.pk] for person in who_may_take(inbox) if person.pk in desks]
    given = 0
    for conversation in _waiting(inbox, _with_room(inbox, may)):
        free = _with_room(inbox, _of_team(conversation, may))
        if not free:
            continue
        desk = _next(inbox, free)
        conversation.assign(by=None, to=desk.person, team=conversation.team, routed=inbox.routing)
        desk.has += 1
        inbox.routing_turn = desk.person.pk
        given += 1
    if given:
        inbox.save(update_fields=["routing_turn"])
    return given


def _next(inbox: Inbox, free: list[Desk]) -> Desk:
    """Whose turn it is: who comes after the one who had it last. With "least", among those who have least."""
    if inbox.routing == Inbox.Routing.LEAST:
        least = min(desk.has for desk in free)
        free = [desk for desk in free if desk.has == least]
    free = sorted(free, key=lambda desk: desk.person.pk)
    return next((desk for desk in free if desk.person.pk > (inbox.routing_turn or 0)), free[0])


def _with_room(inbox: Inbox, desks: list[Desk]) -> list[Desk]:
    return [desk for desk in desks if not inbox.routing_most or desk.has < inbox.routing_most]


def _of_team(conversation: Conversation, desks: list[Desk]) -> list[Desk]:
    if conversation.team_id is None:
        return desks
    members = set(TeamMember.objects.filter(team=conversation.team_id).values_list("membership_id", flat=True))
    return [desk for desk in desks if desk.person.pk in members]


def _waiting(inbox: Inbox, free: list[Desk]) -> list[Conversation]:
    """What one of those with room may be given."""
    if not free:
        return []
    teams = TeamMember.objects.filter(membership__in=[desk.person for desk in free]).values("team")
    by_hand = Message.objects.filter(conversation=OuterRef("pk"), event="assigned", author__isnull=False)
    theirs = Q(team__in=teams) | Q(~Exists(by_hand), team=None)
    rows = Conversation.objects.filter(theirs, inbox=inbox, assignee=None, closed_at=None, wakes_at=None)
    return list(rows.select_related("team").order_by("unanswered_since", "id")[:AT_ONCE])


def _online() -> set[int]:
    """Of the firm's people; who chose to be away or not to be disturbed is given nothing."""
    people = present(f"firm:{current_firm_id()}").values()
    return {int(person.id) for person in people if person.kind == "agent" and person.status == ONLINE}


def _loads(desks: dict[int, Desk]) -> list[tuple[int, int]]:
    open_ones = Conversation.objects.filter(assignee__in=desks, closed_at=None, wakes_at=None)
    return list(open_ones.order_by().values_list("assignee").annotate(has=Count("pk")))


def _alone() -> None:
    """Until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('inbox.routing', %s))", [current_firm_id()])
