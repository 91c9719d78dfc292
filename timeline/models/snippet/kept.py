"""Writing a snippet, changing it, putting it into the bin and taking it out again."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from django.db import IntegrityError, models, transaction

from core import clock
from core.ids import uuid7
from core.text import one_line, tidy
from ledger.record import record
from timeline.errors import (
    BadShortcut,
    NoTeamChosen,
    NotYoursToShare,
    ShortcutTaken,
    SnippetEmpty,
    SnippetTooLong,
    SnippetUntitled,
    UnknownBlank,
)
from timeline.events import SnippetChanged, SnippetDeleted, SnippetMade, SnippetRestored
from timeline.filling import blanks, unknown_in
from timeline.models.snippet.finding import folded
from timeline.policies import can_edit, can_share

if TYPE_CHECKING:
    from accounts.models import Membership, Team

SHORTCUT = re.compile(r"[^\W_][\w-]{0,39}")
KEPT_DELETED = timedelta(days=30)
TEXTS = ("shortcut", "title", "folder", "body")


def clean_shortcut(text: str) -> str:
    """ "#LogCoaching " → "logcoaching". Raises BadShortcut."""
    shortcut = one_line(text, 100).lstrip("#").lower()
    if not SHORTCUT.fullmatch(shortcut):
        raise BadShortcut
    return shortcut


def clean_title(text: str) -> str:
    title = one_line(text, 120)
    if not title:
        raise SnippetUntitled
    return title


def clean_body(text: str) -> str:
    """Raises a sentence about what is wrong: nothing there, too much, a blank that nothing can fill."""
    from timeline.models import Snippet

    body = tidy(text)
    if not body:
        raise SnippetEmpty
    if len(body) > Snippet.MAX_LENGTH:
        raise SnippetTooLong
    if unknown := unknown_in(body):
        raise UnknownBlank(unknown, [blank.name for blank in blanks()])
    return body


class Kept(models.Model):
    class Meta:
        abstract = True

    @classmethod
    def make(
        cls,
        *,
        by: "Membership",
        shortcut: str,
        title: str,
        body: str,
        folder: str = "",
        sharing: str = "mine",
        teams: Sequence["Team"] = (),
        library: str = "",
        id: UUID | None = None,
    ) -> Self:
        """Write one. Raises a SnippetError that says what is wrong."""
        _check_sharing(by, sharing, teams)
        now = clock.now()
        snippet = cls(id=id or uuid7(), author=by, sharing=sharing, library=library, created_at=now, changed_at=now)
        snippet._write(shortcut=shortcut, title=title, body=body, folder=folder)
        with _one_of_a_name(snippet):
            snippet.save(force_insert=True)
            snippet._link(teams)
        record(SnippetMade(snippet.pk, sharing), by=by, subject=snippet, changes=snippet._against({}, teams))
        return snippet

    def change(self, *, by: "Membership", teams: Sequence["Team"] | None = None, **said: Any) -> None:
        """Set what is named of shortcut, title, folder, body and sharing. `teams` None leaves the teams."""
        snippet = self._locked_for(by)
        before, was, had = snippet._as_kept(), snippet.sharing, list(snippet.teams.order_by("name"))
        snippet.sharing = said.pop("sharing", snippet.sharing)
        now = had if teams is None else list(teams)
        now = now if snippet.sharing == "team" else []
        snippet._check_move(by, was, had, now)
        snippet._write(**{**{name: getattr(snippet, name) for name in TEXTS}, **said})
        changes = snippet._against(before, now)
        if not changes:
            return
        snippet.changed_at = clock.now()
        with _one_of_a_name(snippet):
            snippet.save()
            snippet._link(now)
        fact = SnippetChanged(snippet.pk, snippet.sharing, was, sorted(changes))
        record(fact, by=by, subject=snippet, changes=changes)

    def discard(self, *, by: "Membership") -> None:
        """Into the bin, for thirty days. What lay there longer is gone with this."""
        snippet = self._locked_for(by)
        if snippet.deleted_at is not None:
            return
        _check_right(by, snippet.sharing, snippet.team_ids)
        snippet.deleted_at = clock.now()
        snippet.save(update_fields=["deleted_at"])
        snippet.links.update(shortcut=None)
        changes = {name: (value, None) for name, value in snippet._as_kept().items() if value}
        record(SnippetDeleted(snippet.pk, snippet.sharing), by=by, subject=snippet, changes=changes)
        _forget(type(self).objects.filter(deleted_at__lt=clock.now() - KEPT_DELETED))  # type: ignore[attr-defined]

    def restore(self, *, by: "Membership") -> None:
        """Back out of the bin. Raises ShortcutTaken where another took its place."""
        snippet = self._locked_for(by)
        if snippet.deleted_at is None:
            return
        snippet.deleted_at = None
        with _one_of_a_name(snippet):
            snippet.save(update_fields=["deleted_at"])
            snippet.links.update(shortcut=snippet.shortcut)
        changes = {name: (None, value) for name, value in snippet._as_kept().items() if value}
        record(SnippetRestored(snippet.pk, snippet.sharing), by=by, subject=snippet, changes=changes)

    def _locked_for(self, by: "Membership") -> Any:
        """Lock it. Raises NotYoursToShare where `by` may not touch it."""
        snippet = type(self).objects.lock(self.pk)  # type: ignore[attr-defined]
        if not can_edit(by, snippet):
            raise NotYoursToShare
        return snippet

    def _check_move(self, by: "Membership", was: str, had: Iterable["Team"], now: Sequence["Team"]) -> None:
        """Taking it from a team or the firm asks for the same right as giving it to them."""
        moved = {team.pk for team in had} ^ {team.pk for team in now}
        sharing: str = self.sharing  # type: ignore[attr-defined]
        if sharing == "team" and not now:
            raise NoTeamChosen
        if was != sharing or moved:
            _check_right(by, was, moved)
            _check_right(by, sharing, moved)

    def _write(self, *, shortcut: str, title: str, body: str, folder: str) -> None:
        self.shortcut, self.title = clean_shortcut(shortcut), clean_title(title)
        self.body, self.folder = clean_body(body), one_line(folder, 60)
        self.words = folded(f"{self.shortcut} {self.title} {self.body}")

    def _link(self, teams: Sequence["Team"]) -> None:
        """The teams that use it, under the shortcut it has now."""
        from timeline.models import SnippetTeam

        links = SnippetTeam.objects.filter(snippet=self)
        links.exclude(team__in=teams).delete()
        links.update(shortcut=self.shortcut)
        linked = set(links.values_list("team_id", flat=True))
        for team in teams:
            if team.pk not in linked:
                SnippetTeam.objects.create(snippet=self, team=team, shortcut=self.shortcut)

    def _as_kept(self) -> dict[str, Any]:
        """What the audit trail compares."""
        teams = [team.name for team in self.teams.order_by("name")]  # type: ignore[attr-defined]
        return {**{name: getattr(self, name) for name in (*TEXTS, "sharing")}, "teams": teams}

    def _against(self, before: dict[str, Any], teams: Iterable["Team"]) -> dict[str, tuple[Any, Any]]:
        after = {name: getattr(self, name) for name in (*TEXTS, "sharing")}
        after["teams"] = sorted(team.name for team in teams)
        return {
            name: (before.get(name), value)
            for name, value in after.items()
            if (before.get(name) or None) != (value or None)
        }


def _check_sharing(by: "Membership", sharing: str, teams: Sequence["Team"]) -> None:
    if sharing == "team" and not teams:
        raise NoTeamChosen
    _check_right(by, sharing, [team.pk for team in teams])


def _check_right(by: "Membership", sharing: str, teams: Iterable[int]) -> None:
    if not can_share(by, sharing, teams):
        raise NotYoursToShare


def _forget(old: Any) -> None:
    """Those that lay in the bin long enough, with their files."""
    from timeline.models import SnippetFile

    links = list(SnippetFile.objects.filter(snippet__in=old).select_related("file"))
    for link in links:
        link.delete()
        link.file.delete()
    old.delete()


@contextmanager
def _one_of_a_name(snippet: Any) -> Iterator[None]:
    """The database refuses a second one of the same shortcut; say so in words."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if "a_shortcut_is" in str(error):
            raise ShortcutTaken(snippet.shortcut) from error
        raise
