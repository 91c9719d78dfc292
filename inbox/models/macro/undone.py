"""Taking a run back, as far as its steps can be: what was written stays, and what others have changed since."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.dateparse import parse_datetime

from accounts.access import require
from accounts.models import Membership, Team
from core import clock
from inbox.events import MacroUndone
from inbox.models.conversation.snoozable import ON_REPLY
from inbox.models.tag import Tag
from inbox.policies import ASSIGN, CLOSE, SORT
from ledger.record import record

if TYPE_CHECKING:
    from inbox.models.macro import MacroRun

State = dict[str, Any]


def state_of(conversation: Any) -> State:
    """What a macro may change and undoing sets back."""
    return {
        "assignee": conversation.assignee_id,
        "team": conversation.team_id,
        "closed": conversation.is_closed,
        "wakes_at": conversation.wakes_at.isoformat() if conversation.wakes_at else None,
        "priority": conversation.priority_code,
        "tags": sorted(str(id) for id in conversation.taggings.values_list("tag_id", flat=True)),
    }


class Undoable(models.Model):
    class Meta:
        abstract = True

    def undo(self, *, by: "Membership") -> None:
        """Set back what is still as the run left it. Done once; again it changes nothing."""
        run: MacroRun = type(self).objects.lock(self.pk)  # type: ignore[attr-defined]
        if run.undone_at is not None:
            return
        conversation = run.conversation._locked()
        now = state_of(conversation)
        was, left = run.before, run.after
        ours = {name for name in now if name in was and was[name] != left[name] and now[name] == left[name]}
        _closure(conversation, by, run.before, ours)
        _snooze(conversation, by, run.before, ours)
        if "priority" in ours:
            require(by, SORT)
            conversation.prioritise(by=by, priority=run.before["priority"])
        _assignment(conversation, by, run.before, ours)
        _tags(conversation, by, set(was.get("tags", ())), set(left.get("tags", ())))
        run.undone_at = clock.now()
        run.save(update_fields=["undone_at"])
        changes = {"macro": (run.macro.name, None)}
        record(MacroUndone(conversation.pk, run.pk), by=by, subject=conversation, changes=changes)


def _closure(conversation: Any, by: Membership, before: State, ours: set[str]) -> None:
    if "closed" in ours:
        require(by, CLOSE)
        (conversation.close if before["closed"] else conversation.reopen)(by=by)
        conversation.refresh_from_db()


def _snooze(conversation: Any, by: Membership, before: State, ours: set[str]) -> None:
    """Asleep again until the same moment, where that is still to come."""
    if "wakes_at" not in ours:
        return
    require(by, SORT)
    until = parse_datetime(before["wakes_at"]) if before["wakes_at"] else None
    if until is None:
        conversation.wake(by=by)
    elif not conversation.is_closed and until > clock.now():
        conversation.snooze(by=by, until=None if until == ON_REPLY else until)


def _assignment(conversation: Any, by: Membership, before: State, ours: set[str]) -> None:
    """Back to whoever had it; a field that others changed since, and who left the firm, stay out of it."""
    if not ours & {"assignee", "team"}:
        return
    require(by, ASSIGN)
    conversation.refresh_from_db()
    person = before["assignee"] if "assignee" in ours else conversation.assignee_id
    team = before["team"] if "team" in ours else conversation.team_id
    conversation.assign(
        by=by,
        to=Membership.objects.current().filter(pk=person).first() if person else None,
        team=Team.objects.filter(pk=team).first() if team else None,
    )


def _tags(conversation: Any, by: Membership, before: set[str], after: set[str]) -> None:
    """Those it put on come off, those it took off come back; what others tagged since stays."""
    if before != after:
        require(by, SORT)
        tags = {str(tag.pk): tag for tag in Tag.objects.filter(pk__in=before ^ after)}
        off, on = after - before, before - after
        conversation.tag(
            by=by, add=[tags[id] for id in on if id in tags], remove=[tags[id] for id in off if id in tags]
        )
