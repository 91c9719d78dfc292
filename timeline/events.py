"""What happens on timelines, on a person's own list of notifications, and to snippets."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from ledger.facts import Fact


@dataclass(frozen=True)
class PeopleNotified(Fact):
    """People were told of something: one notification each."""

    kind: ClassVar[str] = "timeline.people_notified"
    notification_ids: list[UUID]


@dataclass(frozen=True)
class NotificationsRead(Fact):
    """A person has read these, or all of theirs."""

    kind: ClassVar[str] = "timeline.notifications_read"
    membership_id: int
    notification_ids: list[UUID]


@dataclass(frozen=True)
class DigestDue(Fact):
    """A person's digest was made: the mail goes out from here."""

    kind: ClassVar[str] = "timeline.digest_due"
    digest_id: UUID


@dataclass(frozen=True)
class SnippetMade(Fact):
    """Somebody wrote a snippet, for themselves, teams or the firm."""

    kind: ClassVar[str] = "timeline.snippet_made"
    snippet_id: UUID
    sharing: str


@dataclass(frozen=True)
class SnippetChanged(Fact):
    """Its shortcut, words, folder or sharing; `was` is how it was shared before."""

    kind: ClassVar[str] = "timeline.snippet_changed"
    snippet_id: UUID
    sharing: str
    was: str
    fields: list[str]


@dataclass(frozen=True)
class SnippetDeleted(Fact):
    """It is in the bin: nobody finds it, and for thirty days it can be put back."""

    kind: ClassVar[str] = "timeline.snippet_deleted"
    snippet_id: UUID
    sharing: str


@dataclass(frozen=True)
class SnippetRestored(Fact):
    """It was put back."""

    kind: ClassVar[str] = "timeline.snippet_restored"
    snippet_id: UUID
    sharing: str


@dataclass(frozen=True)
class ActivityLogged(Fact):
    """A colleague logged something on records, `about` names them: "contact:ID"."""

    kind: ClassVar[str] = "timeline.activity_logged"
    activity_id: UUID
    activity_kind: str
    about: list[str]


@dataclass(frozen=True)
class ActivityEdited(Fact):
    """Its words are others."""

    kind: ClassVar[str] = "timeline.activity_edited"
    activity_id: UUID


@dataclass(frozen=True)
class ActivityDeleted(Fact):
    """It is in the bin and stands on no timeline; `about` names where it stood."""

    kind: ClassVar[str] = "timeline.activity_deleted"
    activity_id: UUID
    about: list[str]


@dataclass(frozen=True)
class ActivityRestored(Fact):
    """It was put back."""

    kind: ClassVar[str] = "timeline.activity_restored"
    activity_id: UUID


@dataclass(frozen=True)
class EntryPinned(Fact):
    """An activity stands on top of one record's timeline, or does so no more; `about` names the record."""

    kind: ClassVar[str] = "timeline.entry_pinned"
    entry_id: UUID
    activity_id: UUID
    about: str
    pinned: bool


@dataclass(frozen=True)
class TimelineChanged(Fact):
    """Something of another room stands on these timelines, or stands there no more."""

    kind: ClassVar[str] = "timeline.changed"
    about: list[str]
