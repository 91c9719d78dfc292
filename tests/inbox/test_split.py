"""Lines of a conversation become one of their own; to the client it stays one thread; merging the two undoes it."""

import pytest
from django.urls import reverse

from core.ids import uuid7
from inbox.errors import NothingStays, NothingToSplit
from inbox.models import Conversation, IndexedLine, Split, Visitor
from inbox.visitor_view import conversation_view, seen_lines
from tests.inbox import trail

pytestmark = pytest.mark.covers("I2")


class Talk:
    """Vera asks of two matters; Bob answers both."""

    def __init__(self, cast) -> None:
        self.cast, self.visitor = cast, cast.visitor("Vera")
        self.one = cast.conversation("About the tender", visitor=self.visitor)
        with cast.scope():
            self.one.reply(by=cast.bob, body="It is open")
            self.one.assign(by=cast.bob, to=cast.carol)
        cast.conversation("And about my taxes", visitor=self.visitor)
        with cast.scope():
            self.one.note(by=cast.bob, body="Another matter")
            self.ids = dict(self.one.messages.values_list("body", "pk"))

    def split(self, start: str = "And about my taxes") -> Conversation:
        with self.cast.scope():
            return self.one.split(self.one.lines_from(self.ids[start]), by=self.cast.alice)

    def said(self, conversation: Conversation) -> list[str]:
        with self.cast.scope():
            return list(conversation.messages.exclude(kind="event").order_by("seq").values_list("body", flat=True))

    def seen(self) -> dict:
        with self.cast.scope():
            return conversation_view(Conversation.of_visitor(Visitor.objects.get(pk=self.visitor.pk)))


@pytest.fixture
def talk(cast) -> Talk:
    return Talk(cast)


def test_what_was_said_from_there_on_is_a_conversation_of_its_own(cast, talk) -> None:
    with cast.scope():
        talk.one.mark_read(by=cast.alice, seq=2)
    branch = cast.fresh(talk.split())
    assert talk.said(talk.one) == ["About the tender", "It is open"]
    assert talk.said(branch) == ["And about my taxes", "Another matter"]
    assert (branch.assignee_id, branch.contact_id, branch.preview) == (
        cast.carol.pk,
        talk.one.contact_id,
        "Another matter",
    )
    assert cast.fresh(talk.one).preview == "It is open"
    with cast.scope():
        assert branch.read_seq(cast.alice) == 0  # it was unread, and is
        assert IndexedLine.objects.filter(conversation=branch).count() == 2
        assert branch.client_waits_since is not None
    for conversation in (talk.one, branch):
        assert ("conversation_split", cast.alice.pk) in [each[:2] for each in trail.changes(cast, conversation)]
    page = cast.client_for(cast.alice).get(reverse("inbox:conversation", args=[talk.one.pk])).content.decode()
    assert f'href="{reverse("inbox:conversation", args=[branch.pk])}"' in page


def test_the_client_sees_one_thread_and_writes_on_where_it_went_on(cast, talk) -> None:
    before = talk.seen()
    branch = talk.split()
    after = talk.seen()
    assert [each["body"] for each in after["messages"]] == [each["body"] for each in before["messages"]]
    assert (after["stream"], after["id"], after["seen"]) == (before["stream"], before["id"], before["seen"])
    assert trail.frames(cast, after["stream"])[-1]["op"] == "anew"
    with cast.scope():
        branch.reply(by=cast.bob, body="Taxes are due in May")
    told = trail.frames(cast, after["stream"])[-1]
    assert (told["message"]["body"], told["message"]["seq"]) == ("Taxes are due in May", 4)
    cast.conversation("Thank you", visitor=talk.visitor)
    assert talk.said(branch)[-1] == "Thank you"
    with cast.scope():
        talk.one.reply(by=cast.bob, body="It closes on Friday")
    cast.conversation("And the tender?", visitor=talk.visitor)
    assert talk.said(talk.one)[-1] == "And the tender?"
    assert [each["seq"] for each in talk.seen()["messages"]] == list(range(1, 8))
    with cast.scope():
        for member, line in seen_lines(Conversation.of_visitor(talk.visitor), 4):
            assert line == {talk.one.pk: 2, branch.pk: 4}[member.pk]
        talk.one.close(by=cast.alice)
    assert not talk.seen()["closed"]


def test_merging_the_two_undoes_it(cast, talk) -> None:
    branch = talk.split()
    with cast.scope():
        talk.one.merge(branch, by=cast.alice)
        assert not Split.objects.exists()
    assert talk.said(talk.one) == ["About the tender", "It is open", "And about my taxes", "Another matter"]
    assert talk.seen()["id"] == str(talk.one.pk)


def test_chosen_lines_move_and_something_stays(cast, talk) -> None:
    with cast.scope():
        branch = talk.one.split([talk.ids["It is open"]], by=cast.alice)
        with pytest.raises(NothingStays):
            talk.one.split(list(talk.one.messages.exclude(kind="event").values_list("pk", flat=True)), by=cast.alice)
    assert talk.said(branch) == ["It is open"]
    alice, url = cast.client_for(cast.alice), reverse("inbox:splitting", args=[talk.one.pk])
    for wish in ({}, {"from": "<b>"}, {"from": str(uuid7())}, {"lines": [str(talk.ids["It is open"])]}):
        assert alice.post(url, wish)["X-Refused"] == NothingToSplit.code
    answer = alice.post(url, {"from": str(talk.ids["Another matter"])})
    assert answer.status_code == 201
    undone = alice.post(answer.json()["undo"], {"other": answer.json()["body"].removeprefix("other=")})
    assert undone.status_code == 201
