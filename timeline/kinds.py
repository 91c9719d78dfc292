"""The kinds of notifications. Each room registers its own; the words are made when one is shown, never stored.

    register(NotificationKind("inbox.assigned", _("A conversation is given to me"), icon="user-check", tell=given))

`tell` gets all notifications of its kind on a screen at once and answers with what each says, by the id of its subject.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Words:
    """What a notification says: the thing it is about, a sentence, and where it leads."""

    title: str
    sentence: str
    href: str


Teller = Callable[[Sequence[Any]], Mapping[Any, Words]]


@dataclass(frozen=True)
class NotificationKind:
    code: str
    label: Any
    icon: str
    tell: Teller
    urgency: str = "normal"  # RFC 8030: "high" wakes a sleeping phone, "low" waits until it is used


_kinds: dict[str, NotificationKind] = {}


def register(*kinds: NotificationKind) -> None:
    for kind in kinds:
        if _kinds.setdefault(kind.code, kind) is not kind:
            raise TypeError(f"Two kinds of notifications are called {kind.code}.")


def kinds() -> list[NotificationKind]:
    return list(_kinds.values())


def kind_of(code: str) -> NotificationKind | None:
    return _kinds.get(code)
