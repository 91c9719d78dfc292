"""Making a macro, changing it, and putting it away."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from django.db import models

from core import clock
from core.ids import uuid7
from core.text import one_line
from inbox.errors import BadStep, MacroNeedsName, MacroNeedsSteps, MacroTeamMissing, MacroTooLong, NotYourMacro
from inbox.events import MacroChanged, MacroDeleted, MacroMade, MacroRestored
from inbox.policies import MACROS, can_edit_macro
from ledger.record import record
from timeline.policies import can_share

if TYPE_CHECKING:
    from accounts.models import Membership, Team

MOST_STEPS = 20


def clean_steps(steps: Any) -> list[dict[str, str]]:
    """Raises a sentence that names the step."""
    from inbox.macro_steps import Wrong, clean

    if not isinstance(steps, list) or not steps:
        raise MacroNeedsSteps
    if len(steps) > MOST_STEPS:
        raise MacroTooLong
    kept = []
    for number, step in enumerate(steps, 1):
        try:
            kept.append(clean(step))
        except Wrong as wrong:
            raise BadStep(number, wrong) from wrong
    return kept


class MacroKept(models.Model):
    class Meta:
        abstract = True

    @classmethod
    def make(
        cls,
        *,
        by: "Membership",
        name: str,
        steps: Any,
        sharing: str = "mine",
        teams: Sequence["Team"] = (),
        id: UUID | None = None,
    ) -> Self:
        """Make one. Raises a MacroError that says what is wrong."""
        _check(by, sharing, teams, {team.pk for team in teams})
        now = clock.now()
        macro = cls(id=id or uuid7(), author=by, sharing=sharing, created_at=now, changed_at=now)
        macro._write(name, steps)
        macro.save(force_insert=True)
        macro._link(teams)
        record(MacroMade(macro.pk, sharing), by=by, subject=macro, changes=macro._against({}))
        return macro

    def change(
        self,
        *,
        by: "Membership",
        name: str | None = None,
        steps: Any = None,
        sharing: str | None = None,
        teams: Sequence["Team"] | None = None,
    ) -> None:
        """Set what is named; the rest stays."""
        macro = self._locked_for(by)
        before, was, had = macro._as_kept(), macro.sharing, list(macro.teams.order_by("name"))
        macro.sharing = sharing or macro.sharing
        now = (had if teams is None else list(teams)) if macro.sharing == "team" else []
        moved = {team.pk for team in had} ^ {team.pk for team in now}
        if was != macro.sharing or moved:
            _check(by, macro.sharing, now, moved)
            _check(by, was, had, moved)
        macro._write(macro.name if name is None else name, macro.steps if steps is None else steps)
        macro._link(now)
        if changes := macro._against(before):
            macro.changed_at = clock.now()
            macro.save()
            fact = MacroChanged(macro.pk, macro.sharing, was, sorted(changes))
            record(fact, by=by, subject=macro, changes=changes)

    def discard(self, *, by: "Membership") -> None:
        """Nobody finds it any more; `restore` puts it back."""
        macro = self._locked_for(by)
        if macro.deleted_at is None:
            _check(by, macro.sharing, list(macro.teams.all()), macro.team_ids)
            macro.deleted_at = clock.now()
            macro.save(update_fields=["deleted_at"])
            changes = {name: (value, None) for name, value in macro._as_kept().items() if value}
            record(MacroDeleted(macro.pk, macro.sharing), by=by, subject=macro, changes=changes)

    def restore(self, *, by: "Membership") -> None:
        macro = self._locked_for(by)
        if macro.deleted_at is not None:
            macro.deleted_at = None
            macro.save(update_fields=["deleted_at"])
            changes = {name: (None, value) for name, value in macro._as_kept().items() if value}
            record(MacroRestored(macro.pk, macro.sharing), by=by, subject=macro, changes=changes)

    def copy(self, *, by: "Membership") -> Self:
        """The same steps as one's own."""
        return type(self).make(by=by, name=self.name, steps=self.steps)

    def _locked_for(self, by: "Membership") -> Any:
        macro = type(self).objects.lock(self.pk)  # type: ignore[attr-defined]
        if not can_edit_macro(by, macro):
            raise NotYourMacro
        return macro

    def _write(self, name: str, steps: Any) -> None:
        self.name = one_line(name, 80)
        if not self.name:
            raise MacroNeedsName
        self.steps = clean_steps(steps)

    def _link(self, teams: Sequence["Team"]) -> None:
        from inbox.models import MacroTeam

        links = MacroTeam.objects.filter(macro=self)
        links.exclude(team__in=teams).delete()
        linked = set(links.values_list("team_id", flat=True))
        for team in teams:
            if team.pk not in linked:
                MacroTeam.objects.create(macro=self, team=team)

    def _as_kept(self) -> dict[str, Any]:
        """What the audit trail compares."""
        teams = [team.name for team in self.teams.order_by("name")]  # type: ignore[attr-defined]
        return {"name": self.name, "steps": self.steps, "sharing": self.sharing, "teams": teams}  # type: ignore[attr-defined]

    def _against(self, before: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
        after = self._as_kept()
        return {
            name: (before.get(name), value)
            for name, value in after.items()
            if (before.get(name) or None) != (value or None)
        }


def _check(by: "Membership", sharing: str, teams: Sequence["Team"], moved: Iterable[int]) -> None:
    if sharing == "team" and not teams:
        raise MacroTeamMissing
    if not can_share(by, sharing, moved, MACROS):
        raise NotYourMacro
