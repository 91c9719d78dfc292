"""Replies, notes and what clients write: numbered, written once, refused with a sentence, guarded by what was seen."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from core.ids import uuid7
from inbox.errors import EmptyMessage, IdTaken, MessageTooLong, ThreadMoved, UnknownAttachment
from inbox.events import MessageReceived, MessageSent, NoteAdded
from inbox.models import Draft, Message
from tests.inbox import trail
from tests.support.waiting import until

pytestmark = pytest.mark.covers("I2")


def lines(cast, conversation) -> list[tuple[int, str, str]]:
    with cast.scope():
        return list(conversation.messages.order_by("seq").values_list("seq", "kind", "body"))


def test_lines_are_numbered_in_the_order_they_were_written(cast) -> None:
    conversation = cast.conversation("Hello")
    with cast.scope():
        conversation.reply(by=cast.alice, body="Good morning")
        conversation.note(by=cast.bob, body="I know them")
    assert lines(cast, conversation) == [
        (1, "reply", "Hello"),
        (2, "reply", "Good morning"),
        (3, "note", "I know them"),
    ]
    assert trail.kinds(cast, conversation)[:3] == ["conversation_started", "message_received", "message_sent"]
    assert [fact.seq for fact in trail.facts(cast, conversation, NoteAdded)] == [3]


def test_a_message_stands_in_the_audit_trail(cast) -> None:
    conversation = cast.conversation()
    with cast.scope():
        message = conversation.reply(by=cast.alice, body="Yes")
    assert ("message_sent", cast.alice.pk, {"message": None}, {"message": str(message.pk)}) in trail.changes(
        cast, conversation
    )


def test_the_list_shows_what_was_said_last(cast) -> None:
    conversation = cast.conversation("  Hello\n\nthere  ")
    assert (conversation.preview, conversation.preview_from, conversation.said_seq) == ("Hello there", "visitor", 1)
    with cast.scope():
        conversation.note(by=cast.bob, body="x" * 500)
    found = cast.fresh(conversation)
    assert (len(found.preview), found.preview_from, found.said_seq, found.reply_seq) == (160, "note", 2, 1)


def test_a_doubled_post_is_one_message(cast) -> None:
    conversation, id = cast.conversation(), uuid7()
    for _ in range(3):
        with cast.scope():
            assert conversation.reply(by=cast.alice, body="Once ", id=id).pk == id
    assert len(lines(cast, conversation)) == 2
    assert len(trail.facts(cast, conversation, MessageSent)) == 1


def test_a_post_doubled_at_the_same_moment_is_one_message(cast) -> None:
    conversation, id = cast.conversation(), uuid7()

    def post(_):
        try:
            with cast.scope():
                return conversation.reply(by=cast.alice, body="Once", id=id).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(post, range(12))) == {id}
    assert len(lines(cast, conversation)) == 2


def test_many_who_write_at_once_leave_no_gap(cast) -> None:
    conversation = cast.conversation()

    def write(number: int) -> None:
        try:
            with cast.scope():
                author = (cast.alice, cast.bob, cast.carol)[number % 3]
                conversation.note(by=author, body=f"note {number}")
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(write, range(24)))
    assert [seq for seq, _, _ in lines(cast, conversation)] == list(range(1, 26))
    told = [frame for frame in trail.frames(cast, f"conversation:{conversation.pk}") if "message-" in frame["id"]]
    assert [frame["html"].count("note ") for frame in told[1:]] == [1] * 24


def test_the_thread_has_moved_on_since_the_author_looked(cast) -> None:
    conversation = cast.conversation("Hello")
    with cast.scope():
        conversation.note(by=cast.bob, body="I am on it")
        conversation.assign(by=cast.bob, to=cast.bob)
    with pytest.raises(ThreadMoved) as moved, cast.scope():
        conversation.reply(by=cast.alice, body="Hello from me", seen=1)
    assert [line.body for line in moved.value.newer] == ["I am on it"], "what happened is no line somebody wrote"
    assert len(trail.facts(cast, conversation, MessageSent)) == 0
    with cast.scope():
        conversation.reply(by=cast.alice, body="Hello from me", seen=2)  # read what came, and sent anyway
    assert lines(cast, conversation)[-1][2] == "Hello from me"


def test_ones_own_lines_move_nothing(cast) -> None:
    conversation = cast.conversation()
    with cast.scope():
        conversation.reply(by=cast.alice, body="First", seen=1)
        conversation.reply(by=cast.alice, body="Second", seen=1)
        conversation.note(by=cast.bob, body="Notes are not guarded")


@pytest.mark.parametrize("body", ["", "   \n\t ", "\x00\x07", "\u202e"])
def test_nothing_to_send(cast, body: str) -> None:
    conversation = cast.conversation()
    with pytest.raises(EmptyMessage), cast.scope():
        conversation.reply(by=cast.alice, body=body)
    assert cast.fresh(conversation).seq == 1


def test_a_message_has_an_end(cast) -> None:
    conversation = cast.conversation()
    with cast.scope():
        conversation.reply(by=cast.alice, body="x" * Message.MAX_LENGTH)
    with pytest.raises(MessageTooLong), cast.scope():
        conversation.reply(by=cast.alice, body="x" * (Message.MAX_LENGTH + 1))


def test_an_id_is_one_messages_own(cast) -> None:
    conversation, other, id = cast.conversation(), cast.conversation(), uuid7()
    with cast.scope():
        conversation.reply(by=cast.alice, body="Mine", id=id)
    attempts = [
        lambda: conversation.reply(by=cast.alice, body="Different words", id=id),
        lambda: conversation.reply(by=cast.bob, body="Mine", id=id),
        lambda: conversation.note(by=cast.alice, body="Mine", id=id),
        lambda: other.reply(by=cast.alice, body="Mine", id=id),
    ]
    for attempt in attempts:
        with pytest.raises(IdTaken), cast.scope():
            attempt()
    assert len(lines(cast, conversation)) == 2


def test_an_id_of_another_firm_is_refused_and_tells_nothing(cast) -> None:
    theirs, ours, id = cast.conversation(inbox=cast.their_website), cast.conversation(), uuid7()
    with cast.scope(cast.borealis):
        theirs.reply(by=cast.boris, body="Same", id=id)
    with pytest.raises(IdTaken), cast.scope():
        ours.reply(by=cast.alice, body="Same", id=id)
    assert cast.fresh(ours).seq == 1


def test_a_file_that_does_not_wait_here_is_refused_whole(cast) -> None:
    conversation = cast.conversation()
    with pytest.raises(UnknownAttachment), cast.scope():
        conversation.reply(by=cast.alice, body="See attached", attachments=[uuid7()])
    assert len(lines(cast, conversation)) == 1


def test_what_a_client_writes_opens_a_closed_conversation(cast) -> None:
    visitor = cast.visitor("Vera")
    conversation = cast.conversation("Hello", visitor=visitor)
    with cast.scope():
        conversation.close(by=cast.alice)
    with cast.scope():
        conversation.receive(visitor=visitor, body="One more thing")
    found = cast.fresh(conversation)
    assert not found.is_closed
    assert [kind for _, kind, _ in lines(cast, conversation)] == ["reply", "event", "event", "reply"]
    assert [fact.seq for fact in trail.facts(cast, conversation, MessageReceived)] == [1, 4]


def test_whoever_writes_has_read(cast) -> None:
    conversation = cast.conversation()
    with cast.scope():
        conversation.reply(by=cast.alice, body="Hello")
        assert conversation.read_seq(cast.alice) == 2
        assert conversation.read_seq(cast.bob) == 0


def test_a_message_forgets_its_own_draft_and_not_that_of_the_next(cast) -> None:
    conversation, first, second, other = cast.conversation(), uuid7(), uuid7(), uuid7()
    with cast.scope():
        conversation.keep_draft(by=cast.alice, body="The second", kind="note", message_id=second)
    with cast.scope():
        conversation.reply(by=cast.alice, body="The first", id=first)
    with cast.scope():
        assert conversation.draft_of(cast.alice).body == "The second"
        conversation.note(by=cast.alice, body="The second", id=second)
        assert conversation.draft_of(cast.alice) is None
        conversation.keep_draft(by=cast.alice, body="Begun on the phone", message_id=other)
        conversation.reply(by=cast.alice, body="Begun on the phone, ended here", id=uuid7(), draft=other)
        assert conversation.draft_of(cast.alice) is None


def test_a_draft_that_comes_while_its_message_is_sent_is_not_kept(cast) -> None:
    conversation, id = cast.conversation(), uuid7()

    def keep() -> None:
        try:
            with cast.scope():
                conversation.keep_draft(by=cast.alice, body="Almost done", message_id=id)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with cast.scope():
            conversation.reply(by=cast.alice, body="Done", id=id)
            late = pool.submit(keep)
            until(lambda: late.done() or waits_for_a_lock(), what="the draft to come")
        late.result()
    with cast.scope():
        assert not Draft.objects.exists()


def waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
        )
        return cursor.fetchone()[0] > 0
