"""Giving a conversation to a person or a team."""

from typing import TYPE_CHECKING

from django.db import models

from inbox.errors import CannotTake, NobodyTakes
from inbox.events import ConversationAssigned
from inbox.policies import teams_that_may_take, who_may_take
from ledger.record import record

if TYPE_CHECKING:
    from accounts.models import Membership, Team


class Assignable(models.Model):
    class Meta:
        abstract = True

    def hand_over(
        self,
        *,
        by: "Membership",
        note: str,
        to: "Membership | None" = None,
        team: "Team | None" = None,
        follow: bool = False,
    ) -> None:
        """Give it away with a word for who takes it, who reads it above the line that says so; `follow`: and stay told.

        Raises NobodyTakes without somebody, and what `note` and `assign` raise.
        """
        if to is None and team is None:
            raise NobodyTakes
        self.note(by=by, body=note)  # type: ignore[attr-defined]
        self.assign(by=by, to=to, team=team)
        if follow:
            self.follow(by=by, who=by)  # type: ignore[attr-defined]

    def assign(
        self,
        *,
        by: "Membership | None",
        to: "Membership | None" = None,
        team: "Team | None" = None,
        routed: str = "",
    ) -> None:
        """Give it to a person and a team, to one of them, or (both None) back to nobody.

        `by` is None when who had it has left the firm, or when it was given out (`routed`, how: an Inbox.Routing). Raises
        CannotTake for a person or team who do not see its inbox.
        """
        conversation = self._locked()  # type: ignore[attr-defined]
        before = (conversation.assignee_id, conversation.team_id)
        after = (to.pk if to else None, team.pk if team else None)
        if before == after:
            return
        if to and to.pk != before[0] and to not in who_may_take(conversation.inbox):
            raise CannotTake
        if team and team.pk != before[1] and team not in teams_that_may_take(conversation.inbox):
            raise CannotTake
        conversation.assignee, conversation.team = to, team
        conversation.save(update_fields=["assignee", "team"])
        data = {"assignee": after[0], "team": after[1], "from": before[0], **({"routed": routed} if routed else {})}
        line = conversation.add_event("assigned", by=by, data=data)
        changes = {"assignee": (before[0], after[0]), "team": (before[1], after[1])}
        fact = ConversationAssigned(conversation.pk, line.pk, line.seq, assignee_id=after[0], team_id=after[1])
        record(fact, by=by, subject=conversation, changes={k: v for k, v in changes.items() if v[0] != v[1]})
