"""Running a macro: all its steps in one transaction, or none."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import F

from core import clock
from core.errors import Refusal
from core.ids import uuid7
from inbox.errors import IdTaken, StepRefused, ThreadMoved
from inbox.events import MacroRan
from ledger.record import record

if TYPE_CHECKING:
    from accounts.models import Membership
    from inbox.models import Conversation
    from inbox.models.macro import MacroRun


class Runnable(models.Model):
    class Meta:
        abstract = True

    def run(
        self, conversation: "Conversation", *, by: "Membership", seen: int | None = None, id: UUID | None = None
    ) -> "MacroRun":
        """Do every step, or none: StepRefused says which could not be done and why. A retry with the same id does
        nothing more. `seen` is the newest line `by` had before them: it guards the replies (ThreadMoved)."""
        from inbox.macro_steps import KINDS, Work
        from inbox.models.macro import MacroRun
        from inbox.models.macro.undone import state_of

        with transaction.atomic():
            locked = conversation._locked()
            found = MacroRun.objects.filter(pk=id).first() if id else None
            if found:
                return self._same(found, locked, by)
            before, work = state_of(locked), Work(by, locked, seen)
            for number, step in enumerate(self.steps, 1):  # type: ignore[attr-defined]
                try:
                    work.perform(step)
                except ThreadMoved:
                    raise
                except (Refusal, PermissionDenied) as refusal:
                    raise StepRefused(number, KINDS[step["do"]].label, refusal) from refusal
            locked.refresh_from_db()
            run: MacroRun = MacroRun.objects.create(
                id=id or uuid7(), macro=self, conversation=locked, membership=by, before=before, after=state_of(locked),
                ran_at=clock.now(),
            )  # fmt: skip
            self._count(by)
            fact = MacroRan(locked.pk, self.pk, run.pk)
            record(fact, by=by, subject=locked, changes={"macro": (None, self.name)})  # type: ignore[attr-defined]
        return run

    def _same(self, run: "MacroRun", conversation: Any, by: "Membership") -> "MacroRun":
        if (run.macro_id, run.conversation_id, run.membership_id) != (self.pk, conversation.pk, by.pk):
            raise IdTaken
        return run

    def _count(self, by: "Membership") -> None:
        from inbox.models.macro import MacroUse

        use, _made = MacroUse.objects.get_or_create(macro=self, membership=by, defaults={"used_at": clock.now()})
        MacroUse.objects.filter(pk=use.pk).update(count=F("count") + 1, used_at=clock.now())
