"""A line of a thread, and a row of what was found, are drawn once for what they say: whatever changes, they change."""

import io

import pytest
from django.core.cache import caches
from django.template.loader import render_to_string

from accounts.models import Membership
from inbox.lines import line_of, lines_of
from inbox.models import Conversation, Message, Tag
from inbox.search.found import Search
from tests.inbox import trail

pytestmark = pytest.mark.usefixtures("no_worker")


@pytest.mark.covers("I2")
def test_every_change_of_what_it_says_is_in_the_line(cast) -> None:
    conversation = cast.conversation("Hello", visitor=cast.visitor("Vera"))
    file = io.BytesIO(b"Terms")
    file.name = "terms.txt"
    with cast.scope():
        attached = conversation.attach(file, by=cast.bob).pk
        first = conversation.messages.get().pk
        note = conversation.note(
            by=cast.bob,
            body="@Carol Chen: *look*",
            mentions=[f"person-{cast.carol.pk}"],
            quotes=first,
            attachments=[attached],
        ).pk
    it = lambda: Message.objects.get(pk=note)  # noqa: E731
    people = Membership.objects
    deeds = {
        "as it was written": lambda: None,
        "other words": lambda: it().edit(by=cast.bob, body="@Carol Chen: look"),
        "its author is renamed": lambda: people.filter(pk=cast.bob.pk).update(name="Bob B."),
        "who is mentioned is renamed": lambda: people.filter(pk=cast.carol.pk).update(name="Carol C."),
        "the client is renamed, whom it quotes": lambda: conversation.contact.change(by=cast.alice, name="Vera Vogel"),
        "a reaction": lambda: it().react("🎉", by=cast.alice),
        "of another one": lambda: it().react("🎉", by=cast.carol),
        "who reacted is renamed": lambda: people.filter(pk=cast.alice.pk).update(name="Alice A."),
        "one taken back": lambda: it().unreact("🎉", by=cast.alice),
        "deleted": lambda: it().withdraw(by=cast.bob),
        "back": lambda: it().restore(by=cast.bob),
        "its file has another name": lambda: (
            it()
            .attachments.get()
            .file.__class__.objects.filter(pk=it().attachments.get().file_id)
            .update(name="fees.txt")
        ),
    }
    before = ""
    for name, deed in deeds.items():
        with cast.scope():
            deed()
        with cast.scope():
            line = line_of(note)
            assert line.drawn == render_to_string("inbox/_line.html", {"line": line}), name
            assert line.drawn != before, name
            before = line.drawn


@pytest.mark.covers("I2")
def test_what_a_line_tells_of_is_called_as_it_is_now(cast) -> None:
    conversation = cast.conversation()
    with cast.scope():
        tag = Tag.make(by=cast.alice, name="VIP")
        conversation.tag(by=cast.bob, add=[tag])
        assert "Bob Brandt added VIP" in lines_of(conversation)[-1].drawn
        tag.change(by=cast.alice, name="Gold")
        assert "Bob Brandt added Gold" in lines_of(conversation)[-1].drawn


@pytest.mark.covers("I11")
def test_a_found_row_is_drawn_once_for_all_questions(cast) -> None:
    conversation = cast.conversation("Where are the <b>fees</b>?", visitor=cast.visitor("Vera & sons"))
    trail.settle(cast)
    caches["drawn"].clear()
    for words, marked in (
        ("fe", "<mark>fees</mark>&lt;/b&gt;"),
        ("fees", "<mark>fees</mark>"),
        ("vera", "<mark>Vera</mark> &amp;"),
    ):
        with cast.scope():
            (hit,) = Search.of(cast.alice, words).hits
            assert marked in hit.drawn
            assert f"q={words}" in hit.drawn
            assert "gap-" not in hit.drawn
    assert len(caches["drawn"]._cache) == 1
    with cast.scope():
        Conversation.objects.get(pk=conversation.pk).close(by=cast.bob)
        assert "Closed" in Search.of(cast.alice, "fees").hits[0].drawn
