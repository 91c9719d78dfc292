"""A row is drawn once for what it says: whatever it says changes, it is drawn anew."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.template.loader import render_to_string
from django.utils.translation import override

from accounts.models import Membership
from core import clock
from inbox.models import Conversation, Tag
from inbox.rows import row_of
from tests.inbox.test_states import team

pytestmark = [pytest.mark.covers("I1"), pytest.mark.usefixtures("no_worker")]


def test_every_change_of_what_it_says_is_in_the_row(cast) -> None:
    conversation, sales = cast.conversation(visitor=cast.visitor("Vera")), team(cast, "Sales", cast.bob)
    with cast.scope():
        tag = Tag.make(by=cast.alice, name="VIP")
        tag_now = lambda: Tag.objects.get(pk=tag.pk)  # noqa: E731
    deeds = {
        "as it came": lambda it: None,
        "a reply": lambda it: it.reply(by=cast.bob, body="Good morning"),
        "a note": lambda it: it.note(by=cast.bob, body="I know them"),
        "given": lambda it: it.assign(by=cast.alice, to=cast.bob),
        "its colleague is renamed": lambda it: Membership.objects.filter(pk=cast.bob.pk).update(name="Bob B."),
        "to a team": lambda it: it.assign(by=cast.alice, team=sales),
        "tagged": lambda it: it.tag(by=cast.alice, add=[tag]),
        "the tag is renamed": lambda it: tag_now().change(by=cast.alice, name="Gold"),
        "the tag has another colour": lambda it: tag_now().change(by=cast.alice, colour="red"),
        "untagged": lambda it: it.tag(by=cast.alice, remove=[tag]),
        "urgent": lambda it: it.prioritise(by=cast.alice, priority="urgent"),
        "snoozed": lambda it: it.snooze(by=cast.alice, until=clock.now() + timedelta(days=1)),
        "until a reply": lambda it: it.snooze(by=cast.alice),
        "woken": lambda it: it.wake(by=cast.alice),
        "the client is renamed": lambda it: it.contact.change(by=cast.alice, name="Vera Vogel"),
        "mentioned": lambda it: it.note(by=cast.bob, body="@Carol Chen", mentions=[f"person-{cast.carol.pk}"]),
        "closed": lambda it: it.close(by=cast.bob),
        "rated": lambda it: it.rate(score=2),
        "open again": lambda it: it.reopen(by=cast.bob),
        "spam": lambda it: it.mark_spam(by=cast.bob),
    }
    before = ""
    for name, deed in deeds.items():
        with cast.scope():
            deed(Conversation.objects.get(pk=conversation.pk))
        with cast.scope():
            row = Conversation.objects.for_rows().get(pk=conversation.pk)
            drawn = row_of(row)
            assert drawn == render_to_string("inbox/_row.html", {"conversation": row}), name
        assert drawn != before, name
        before = drawn


def test_it_is_drawn_once_and_for_each_language(cast) -> None:
    conversation = cast.conversation()
    caches["drawn"].clear()
    with cast.scope():
        row = Conversation.objects.for_rows().get(pk=conversation.pk)
        for language in ("en", "en", "de"):
            with override(language):
                row_of(row)
    assert len(caches["drawn"]._cache) == 2
