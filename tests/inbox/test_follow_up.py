"""What no client answers comes back to who has it, after as many days as the firm has chosen."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from core import clock
from inbox.errors import BadFollowUp
from inbox.events import ClientStaysSilent
from inbox.lines import lines_of
from inbox.models import FollowUpRules
from inbox.notifications import SILENT
from inbox.waking import wake_due
from tests.inbox import trail
from timeline.models import Notification

pytestmark = pytest.mark.covers("I4")
DAY = timedelta(days=1)


@pytest.fixture
def answered(cast):
    """Bob's conversation, which Carol answered; the firm asks after three days."""
    visitor = cast.visitor("Vera")
    conversation = cast.conversation(visitor=visitor)
    with cast.scope():
        FollowUpRules.of_firm().change(by=cast.alice, days=3)
        conversation.assign(by=cast.alice, to=cast.bob)
        conversation.reply(by=cast.carol, body="Which day suits you?")
    conversation.visitor = visitor
    return conversation


def days_later(days: float) -> None:
    with time_machine.travel(clock.now() + days * DAY):
        wake_due()
        wake_due()


def told(cast, membership) -> int:
    trail.settle(cast)
    with cast.scope():
        return Notification.objects.of(membership).filter(kind=SILENT).count()


def test_it_comes_back_on_top_and_unread_once(cast, answered) -> None:
    days_later(2.9)
    assert trail.facts(cast, answered, ClientStaysSilent) == []
    days_later(3.1)
    days_later(9)
    assert [fact.days for fact in trail.facts(cast, answered, ClientStaysSilent)] == [3]
    back = cast.fresh(answered)
    assert back.active_at > answered.active_at
    with cast.scope():
        assert lines_of(answered)[-1].sentence == "No answer for 3 days"
        assert back.said_seq > back.read_seq(cast.bob)
    assert (told(cast, cast.bob), told(cast, cast.carol)) == (1, 0)


def test_who_wrote_hears_of_what_nobody_has(cast, answered) -> None:
    with cast.scope():
        answered.assign(by=cast.bob)
    days_later(4)
    assert told(cast, cast.carol) == 1


@pytest.mark.parametrize("what", ["answer", "close", "snooze", "note"])
def test_what_it_does_not_come_back_for(cast, answered, what: str) -> None:
    with cast.scope():
        if what == "answer":
            answered.receive(visitor=answered.visitor, body="Monday")
        elif what == "close":
            answered.close(by=cast.bob)
            answered.reopen(by=cast.bob)
        elif what == "snooze":
            answered.snooze(by=cast.bob, until=clock.now() + 9 * DAY)
        else:
            answered.note(by=cast.bob, body="A note is no answer")
    days_later(4)
    assert len(trail.facts(cast, answered, ClientStaysSilent)) == (1 if what == "note" else 0)


def test_nothing_comes_back_where_the_firm_has_not_chosen(cast) -> None:
    conversation = cast.conversation()
    with cast.scope():
        conversation.reply(by=cast.bob, body="Hello")
    assert cast.fresh(conversation).follow_up_at is None


@pytest.mark.covers("I16")
def test_choosing(cast, client_for) -> None:
    for days in (-1, 366):
        with pytest.raises(BadFollowUp), cast.scope():
            FollowUpRules.of_firm().change(by=cast.alice, days=days)
    client, url = client_for(cast.alice), reverse("inbox_setup:follow-up")
    assert client.post(url, {"days": "400"}).status_code == 422
    assert client.post(url, {"days": "<b>"}).status_code == 422
    assert client.post(url, {"days": "5"}).status_code == 302
    assert client.get(reverse("api:follow-up-rules")).json() == {"days": 5}
    assert client.put(reverse("api:follow-up-rules"), {"days": 0}, content_type="application/json").json() == {
        "days": 0
    }
    with cast.scope():
        changes = trail.changes(cast, FollowUpRules.objects.get())
    assert changes == [
        ("follow_up_rules_changed", cast.alice.pk, {"follow_up_days": 0}, {"follow_up_days": 5}),
        ("follow_up_rules_changed", cast.alice.pk, {"follow_up_days": 5}, {"follow_up_days": 0}),
    ]
