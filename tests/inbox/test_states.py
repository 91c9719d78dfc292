"""Closing, opening again, giving away, reading, drafts: each a fact, each once, each in the audit trail."""

import pytest

from accounts.errors import TeamInUse
from accounts.models import Team, TeamMember
from core.ids import uuid7
from inbox.errors import CannotTake, MessageTooLong
from inbox.events import (
    ConversationAssigned,
    ConversationClosed,
    ConversationRead,
    ConversationReopened,
    DraftKept,
    VisitorRead,
)
from inbox.lines import lines_of
from inbox.models import Draft, InboxTeam
from inbox.notifications import WAITING
from tests.inbox import trail
from timeline.models import Notification


def team(cast, name: str, *members) -> Team:
    with cast.scope():
        made = Team.objects.create(name=name)
        for member in members:
            TeamMember.objects.create(team=made, membership=member)
    return made


@pytest.mark.covers("I4")
def test_closing_and_opening_again(cast) -> None:
    conversation = cast.conversation()
    for _ in range(2):
        with cast.scope():
            conversation.close(by=cast.bob)
    closed = cast.fresh(conversation)
    assert closed.is_closed
    assert closed.closed_by_id == cast.bob.pk
    assert closed.active_at == conversation.active_at, "an event does not raise a conversation in the list"
    for _ in range(2):
        with cast.scope():
            conversation.reopen(by=cast.alice)
    opened = cast.fresh(conversation)
    assert (opened.closed_at, opened.closed_by_id) == (None, None)
    assert [fact.seq for fact in trail.facts(cast, conversation, ConversationClosed)] == [2]
    assert [fact.seq for fact in trail.facts(cast, conversation, ConversationReopened)] == [3]


@pytest.mark.covers("I16")
def test_the_trail_says_from_what_to_what(cast) -> None:
    conversation, sales = cast.conversation(), team(cast, "Sales", cast.bob)
    with cast.scope():
        conversation.assign(by=cast.alice, to=cast.bob)
    with cast.scope():
        conversation.assign(by=cast.bob, to=cast.carol, team=sales)
    with cast.scope():
        conversation.assign(by=cast.carol)
    found = [change for change in trail.changes(cast, conversation) if change[0] == "conversation_assigned"]
    assert found == [
        ("conversation_assigned", cast.alice.pk, {"assignee": None}, {"assignee": cast.bob.pk}),
        (
            "conversation_assigned",
            cast.bob.pk,
            {"assignee": cast.bob.pk, "team": None},
            {"assignee": cast.carol.pk, "team": sales.pk},
        ),
        (
            "conversation_assigned",
            cast.carol.pk,
            {"assignee": cast.carol.pk, "team": sales.pk},
            {"assignee": None, "team": None},
        ),
    ]


@pytest.mark.covers("I3")
def test_giving_the_same_again_is_nothing(cast) -> None:
    conversation = cast.conversation()
    for _ in range(2):
        with cast.scope():
            conversation.assign(by=cast.alice, to=cast.bob)
    assert len(trail.facts(cast, conversation, ConversationAssigned)) == 1


@pytest.mark.covers("I3")
def test_only_those_who_see_it_and_may_answer_can_take_it(cast) -> None:
    support, sales = team(cast, "Support", cast.bob), team(cast, "Sales", cast.carol)
    with cast.scope():
        InboxTeam.objects.create(inbox=cast.website, team=support)
    conversation = cast.conversation()
    with cast.scope():
        conversation.assign(by=cast.alice, to=cast.bob, team=support)
        conversation.assign(by=cast.alice, to=cast.alice)  # who manages inboxes sees all of them
    for choice in ({"to": cast.carol}, {"to": cast.dora}, {"team": sales}):
        with pytest.raises(CannotTake), cast.scope():
            conversation.assign(by=cast.alice, **choice)


@pytest.mark.covers("I3")
def test_what_somebody_had_who_leaves_waits_for_the_others_again(cast) -> None:
    care = team(cast, "Client care", cast.bob, cast.carol)
    theirs, closed, others = (cast.conversation() for _ in range(3))
    with cast.scope():
        theirs.assign(by=cast.alice, to=cast.bob, team=care)
        closed.assign(by=cast.alice, to=cast.bob)
        closed.close(by=cast.bob)
        others.assign(by=cast.alice, to=cast.carol)
    with cast.scope():
        cast.bob.end(by=cast.alice)
    trail.settle(cast)
    assert (cast.fresh(theirs).assignee_id, cast.fresh(theirs).team_id) == (None, care.pk)
    assert cast.fresh(closed).assignee_id == cast.bob.pk, "a closed one keeps its history"
    assert cast.fresh(others).assignee_id == cast.carol.pk
    with cast.scope():
        assert lines_of(theirs)[-1].sentence == "Put back to unassigned, as Bob Brandt left the firm"
        waiting = Notification.objects.of(cast.carol).filter(kind=WAITING, subject_id=str(theirs.pk))
        assert waiting.count() == 2, "once when the client wrote, once when Bob left"


def test_the_last_team_of_an_inbox_stays(cast) -> None:
    care = team(cast, "Client care", cast.bob)
    with cast.scope():
        InboxTeam.objects.create(inbox=cast.website, team=care)
    with pytest.raises(TeamInUse), cast.scope():
        care.dissolve(by=cast.alice)
    with cast.scope():
        InboxTeam.objects.filter(team=care).delete()
        care.dissolve(by=cast.alice)


def test_a_cursor_never_goes_back_nor_beyond_the_end(cast) -> None:
    conversation = cast.conversation()
    with cast.scope():
        conversation.note(by=cast.bob, body="two")
    for seq in (2, 1, 99, 0):
        with cast.scope():
            conversation.mark_read(by=cast.alice, seq=seq)
    with cast.scope():
        assert conversation.read_seq(cast.alice) == 2
    assert [
        fact.seq for fact in trail.facts(cast, conversation, ConversationRead) if fact.membership_id == cast.alice.pk
    ] == [2]


def test_the_client_has_seen_replies_and_nothing_else(cast) -> None:
    conversation = cast.conversation()
    with cast.scope():
        conversation.reply(by=cast.alice, body="two")
        conversation.note(by=cast.alice, body="three")
    with cast.scope():
        conversation.mark_seen_by_visitor(seq=3)
        conversation.mark_seen_by_visitor(seq=1)
    assert cast.fresh(conversation).visitor_seen_seq == 2
    assert [fact.seq for fact in trail.facts(cast, conversation, VisitorRead)] == [2]


@pytest.mark.covers("I2")
def test_a_draft_is_kept_until_it_is_sent(cast) -> None:
    conversation = cast.conversation()
    for body in ("Dear Ve", "Dear Vera,\n"):
        with cast.scope():
            conversation.keep_draft(by=cast.alice, body=body, kind="note")
    with cast.scope():
        draft = conversation.draft_of(cast.alice)
        assert (draft.body, draft.kind) == ("Dear Vera,\n", "note")
        assert conversation.draft_of(cast.bob) is None
    with cast.scope():
        conversation.note(by=cast.alice, body="Dear Vera")
    with cast.scope():
        assert conversation.draft_of(cast.alice) is None
    lengths = [fact.length for fact in trail.facts(cast, conversation, DraftKept)]
    assert lengths == [7, 11, 0]


def test_a_draft_that_arrives_after_its_message_was_sent_is_not_kept(cast) -> None:
    conversation, id = cast.conversation(), uuid7()
    with cast.scope():
        conversation.reply(by=cast.alice, body="Sent", id=id)
    with cast.scope():
        conversation.keep_draft(by=cast.alice, body="Sen", message_id=id)
    with cast.scope():
        assert not Draft.objects.filter(conversation=conversation).exists()


def test_a_draft_keeps_what_a_database_cannot(cast) -> None:
    conversation = cast.conversation()
    with cast.scope():
        conversation.keep_draft(by=cast.alice, body="a\x00b\r\nc ")
        assert conversation.draft_of(cast.alice).body == "ab\nc "
    with pytest.raises(MessageTooLong), cast.scope():
        conversation.keep_draft(by=cast.alice, body="x" * 20_001)
