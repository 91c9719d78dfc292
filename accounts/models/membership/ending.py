"""Leaving a firm, by oneself or by somebody who manages people."""

from typing import TYPE_CHECKING

from django.db import models

from accounts.errors import AboveOwnRights
from accounts.events import MembershipEnded
from accounts.policies import can_give
from core import clock
from ledger.record import record

if TYPE_CHECKING:
    from accounts.models.membership import Membership


class Ending(models.Model):
    class Meta:
        abstract = True

    def end(self, *, by: "Membership | None") -> None:
        """Take the person out: rights, teams, tokens, sockets and the invitations they sent end at once.

        What they wrote stays theirs by name. Who works in no firm any more is signed out everywhere.
        """
        from accounts.models.invitation import Invitation
        from accounts.sessions import forget_all

        member = self._lock()  # type: ignore[attr-defined]
        if member.ended_at is not None:
            return
        if by != member and not can_give(by, member.role):
            raise AboveOwnRights
        if member.role.is_owner:
            member._keep_an_owner()
        member.ended_at = clock.now()
        member.save(update_fields=["ended_at"])
        member.teammember_set.all().delete()
        member.tokens.filter(revoked_at=None).update(revoked_at=member.ended_at)
        record(MembershipEnded(member.pk), by=by, subject=member, changes={"ended_at": (None, member.ended_at)})
        Invitation.review(member, by=by)
        if not member.person.firms():
            forget_all(member.person)
        self.ended_at = member.ended_at
        self.__dict__.pop("grants", None)
