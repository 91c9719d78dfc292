"""Notifications as they are shown, with the words that their rooms give them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import Membership
from core.clock import to_us
from timeline.kinds import NotificationKind, Words, kind_of
from timeline.models import Notification
from timeline.push.message import tag_of
from timeline.wishes import Wishes, is_quiet

PAGE = 30


@dataclass(frozen=True)
class Notice:
    notification: Notification
    kind: NotificationKind
    words: Words

    @property
    def tag(self) -> str:
        """Of its subject: on a device what is told later stands in the place of what was told before."""
        return tag_of(f"{self.notification.subject_type}/{self.notification.subject_id}")

    @property
    def key(self) -> str:
        return f"{to_us(self.notification.created_at):016d}-{self.notification.pk}"


def notices_of(membership: Membership, limit: int = PAGE) -> list[Notice]:
    """The newest first."""
    found = Notification.objects.of(membership).select_related("actor").order_by("-created_at", "-id")
    return as_notices(list(found[:limit]))


def as_notices(notifications: Sequence[Notification]) -> list[Notice]:
    """Those whose kind and subject are still there; each kind is asked once for all its words."""
    by_kind: dict[str, list[Notification]] = defaultdict(list)
    for notification in notifications:
        by_kind[notification.kind].append(notification)
    words: dict[Any, Notice] = {}
    for code, of_kind in by_kind.items():
        kind = kind_of(code)
        told = kind.tell(of_kind) if kind else {}
        words |= {each.pk: Notice(each, kind, told[each.pk]) for each in of_kind if kind and each.pk in told}
    return [words[each.pk] for each in notifications if each.pk in words]


def unread_count(membership: Membership, to: int = 100) -> int:
    """How many a person has not read, up to `to`."""
    return len(Notification.objects.of(membership).unread().values_list("pk", flat=True)[:to])


def shows_on_desktop(notice: Notice, person: Membership) -> bool:
    """Whether it is new to them, of a kind they want there, and not in their quiet hours."""
    each = notice.notification
    wanted = each.read_at is None and Wishes.of(person).shows_on_desktop(each.kind)
    return wanted and not is_quiet(person, each.created_at)


def as_news(notice: Notice) -> dict[str, Any]:
    """What a browser needs to show it on the desktop."""
    each, words = notice.notification, notice.words
    at = to_us(each.created_at) // 1000
    said = {"id": str(each.pk), "title": words.title, "text": str(words.sentence), "href": words.href, "at": at}
    return {**said, "tag": notice.tag}
