"""The mail: whom it is about, what happened, and the way there. Never what somebody wrote, as on a lock screen."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.links import public
from core.text import one_line
from timeline.digest.leaving import leaving_link
from timeline.models import Digest
from timeline.notices import Notice
from timeline.push.message import SENTENCE, TITLE

MOST = 30
"""So many conversations stand in one mail; of the rest it says how many there are."""


@dataclass(frozen=True)
class Entry:
    """All that is told of one subject: each sentence once, and how often."""

    title: str
    link: str
    sentences: list[tuple[str, int]]

    @classmethod
    def of(cls, notices: Sequence[Notice]) -> Self:
        words = notices[0].words
        said = Counter(one_line(str(notice.words.sentence), SENTENCE) for notice in notices)
        return cls(one_line(words.title, TITLE), public(words.href), list(said.items()))


def entries_of(notices: Sequence[Notice]) -> list[Entry]:
    """By subject, in the order of the notices."""
    groups: dict[str, list[Notice]] = {}
    for notice in notices:
        groups.setdefault(notice.tag, []).append(notice)
    return [Entry.of(group) for group in groups.values()]


def letter(digest: Digest, notices: Sequence[Notice]) -> EmailMultiAlternatives:
    person = digest.membership
    firm, leaving, entries = person.firm, leaving_link(person), entries_of(notices)
    more = len(entries) - MOST
    context: dict[str, Any] = {
        "firm": firm.name,
        "entries": entries[:MOST],
        "more": max(more, 0),
        "list": public(reverse("timeline:notifications")),
        "settings": public(reverse("timeline:preferences")),
        "leaving": leaving,
    }
    with translation.override(firm.language):
        says = _("Unread at %(firm)s: %(count)s") % {"count": len(entries), "firm": firm.name}
        subject = one_line(says, 250)
        text, html = (render_to_string(f"timeline/digest/digest.{kind}", context) for kind in ("txt", "html"))
    headers = {
        "List-Unsubscribe": f"<{leaving}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
        "Message-ID": f"<digest.{digest.pk}@{urlsplit(settings.PUBLIC_URL).hostname}>",
    }
    mail = EmailMultiAlternatives(subject, text, to=[person.person.email], headers=headers)
    mail.attach_alternative(html, "text/html")
    return mail
