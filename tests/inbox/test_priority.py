"""How urgent a conversation is."""

import pytest
from django.urls import reverse

from inbox.errors import NoSuchPriority
from inbox.events import PriorityChanged
from inbox.history import changes_of
from inbox.lines import lines_of
from tests.inbox import trail

pytestmark = pytest.mark.covers("I4")


@pytest.mark.covers("I16")
def test_it_is_set_once_with_a_line_and_a_trail(cast) -> None:
    conversation = cast.conversation()
    for _ in range(2):
        with cast.scope():
            conversation.prioritise(by=cast.alice, priority="high")
    with cast.scope():
        conversation.prioritise(by=cast.bob, priority="none")
    with cast.scope():
        sentences = [line.sentence for line in lines_of(conversation)]
        steps = [(step.who, step.what, step.before, step.after) for step in changes_of(conversation)]
    assert sentences[1:] == ["Alice Archer set the priority: High", "Bob Brandt set the priority: None"]
    assert steps[:2] == [("Bob Brandt", "Priority", "High", "None"), ("Alice Archer", "Priority", "None", "High")]
    assert [fact.priority for fact in trail.facts(cast, conversation, PriorityChanged)] == ["high", "none"]
    assert cast.fresh(conversation).active_at == conversation.active_at


@pytest.mark.parametrize("word", ["", "High", "5", "highest", "<b>", None])
def test_another_word_is_refused(cast, word) -> None:
    conversation = cast.conversation()
    with pytest.raises(NoSuchPriority), cast.scope():
        conversation.prioritise(by=cast.alice, priority=word)


def test_the_menu_the_choice_and_the_way_back(cast, client_for) -> None:
    conversation, client = cast.conversation(), client_for(cast.bob)
    url = reverse("inbox:priority", args=[conversation.pk])
    menu = client.get(url).content.decode()
    assert menu.count("menuitemradio") == 5
    assert client.put(url, "priority=urgent").json() == {"text": "Priority: Urgent", "back": "priority=none"}
    assert client.put(url, "priority=x").status_code == 422
    row = client.get(reverse("inbox:folder", args=["all"])).content.decode()
    assert "Priority: urgent" in row
    api = reverse("api:conversation-priority", args=[conversation.pk])
    assert client.put(api, {"priority": "low"}, content_type="application/json").json()["priority"] == "low"
    assert client.put(api, {"priority": 3}, content_type="application/json").status_code == 400
