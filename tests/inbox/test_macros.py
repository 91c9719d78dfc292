"""Macros: all their steps or none, each under its own permission, counted, and taken back as far as they can be."""

import io
from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Team
from core import clock
from core.errors import Refusal
from core.ids import uuid7
from inbox.errors import StepRefused, ThreadMoved
from inbox.models import Attachment, Conversation, Macro, MacroRun, MacroUse, Message, Tag
from tests.inbox import trail
from timeline.models import Snippet, SnippetUse

pytestmark = pytest.mark.covers("I9")

ALL = [
    {"do": "reply", "body": "Hello {{contact.first_name|there}}, {{me.first_name}} here"},
    {"do": "note", "body": "Sent the usual"},
    {"do": "assign", "to": "me"},
    {"do": "priority", "priority": "high"},
    {"do": "close"},
]


def make(by: Any, steps: Any = None, **said: Any) -> Macro:
    return Macro.make(**{"by": by, "name": "The usual", "steps": steps or ALL, **said})


def said_in(cast: Any, conversation: Any) -> list[str]:
    with cast.scope():
        lines = Message.objects.filter(conversation=conversation).order_by("seq")
        return [line.event or f"{line.kind}: {line.body}" for line in lines]


def test_all_steps_are_done_each_with_its_line_and_its_audit(cast) -> None:
    conversation = cast.conversation("Hi", visitor=cast.visitor("Vera Vance"))
    with cast.scope():
        macro = make(cast.alice, sharing="firm")
        macro.run(conversation, by=cast.bob)
    assert said_in(cast, conversation) == [
        "reply: Hi", "reply: Hello Vera, Bob here", "note: Sent the usual", "assigned", "prioritised", "closed",
    ]  # fmt: skip
    now = cast.fresh(conversation)
    assert (now.assignee_id, now.priority_code, now.is_closed) == (cast.bob.pk, "high", True)
    told = trail.kinds(cast, conversation)
    assert [kind for kind in told if kind.startswith("macro")] == ["macro_ran"]
    assert ("macro_ran", cast.bob.pk, {"macro": None}, {"macro": "The usual"}) in trail.changes(cast, conversation)
    with cast.scope():
        assert [(use.membership_id, use.count) for use in MacroUse.objects.all()] == [(cast.bob.pk, 1)]
    assert (
        "The usual"
        in cast.client_for(cast.alice).get(f"/inbox/conversations/{conversation.pk}/history/").content.decode()
    )


REFUSED: dict[str, tuple[list[dict[str, str]], int, str]] = {
    "closed before a snooze": ([*ALL, {"do": "snooze", "until": "3d"}], 409, "Step 6, Snooze"),
    "a blank that nothing fills": (
        [*ALL[1:4], {"do": "reply", "body": "Call {{contact.phone}}"}],
        422,
        "Step 4, Reply",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_one_step_that_cannot_be_done_leaves_everything_as_it_was(cast, name: str) -> None:
    steps, status, where = REFUSED[name]
    conversation = cast.conversation("Hi")
    with cast.scope():
        macro = make(cast.bob, steps)
    answer = cast.client_for(cast.bob).post(f"/inbox/conversations/{conversation.pk}/macros/{macro.pk}/", {})
    assert (answer.status_code, answer["X-Refused"]) == (status, "step_refused")
    assert where in answer.content.decode()
    assert said_in(cast, conversation) == ["reply: Hi"]
    assert "conversation_assigned" not in trail.kinds(cast, conversation)
    with cast.scope():
        assert not MacroRun.objects.exists()
        assert cast.fresh(conversation).assignee_id is None


def test_a_right_that_is_missing_stops_it_and_is_named(cast) -> None:
    conversation = cast.conversation("Hi")
    with cast.scope():
        macro = make(cast.alice, sharing="firm")
        with pytest.raises(StepRefused) as refused:
            macro.run(conversation, by=cast.dora)
    assert (refused.value.status, refused.value.more["why"]) == (403, "not_allowed")
    assert "Reply to clients" in str(refused.value)
    assert said_in(cast, conversation) == ["reply: Hi"]


def test_the_send_guard_holds_its_replies(cast) -> None:
    visitor = cast.visitor("Vera")
    conversation = cast.conversation("Hi", visitor=visitor)
    with cast.scope():
        macro = make(cast.bob)
        conversation.receive(visitor=visitor, body="Wait, one more thing")
    url = f"/inbox/conversations/{conversation.pk}/macros/{macro.pk}/"
    with cast.scope(), pytest.raises(ThreadMoved):
        macro.run(conversation, by=cast.bob, seen=1)
    answer = cast.client_for(cast.bob).post(url, {"seen": "1"})
    assert (answer.status_code, answer["X-Refused"]) == (409, "thread_moved")
    assert "one more thing" in answer.content.decode()
    assert cast.client_for(cast.bob).post(url, {"seen": "2"}).status_code == 201


def test_a_doubled_press_runs_it_once(cast) -> None:
    conversation = cast.conversation("Hi")
    with cast.scope():
        macro = make(cast.bob, ALL[:1])
    for _time in range(2):
        said = {"id": str(RUN)}
        at = f"/api/v1/conversations/{conversation.pk}/macros/{macro.pk}/"
        assert cast.client_for(cast.bob).post(at, said, "application/json").status_code == 201
    assert len(said_in(cast, conversation)) == 2


RUN = uuid7()


def test_undoing_sets_back_what_can_be_and_leaves_what_was_written_and_what_others_did_since(cast) -> None:
    conversation = cast.conversation("Hi")
    with cast.scope():
        conversation.assign(by=cast.alice, to=cast.carol)
        macro = make(cast.bob)
        run = macro.run(conversation, by=cast.bob)
        conversation.prioritise(by=cast.carol, priority="low")
    answer = cast.client_for(cast.bob).delete(f"/inbox/conversations/{conversation.pk}/runs/{run.pk}/")
    assert answer.status_code == 204
    now = cast.fresh(conversation)
    assert (now.assignee_id, now.is_closed, now.priority_code) == (cast.carol.pk, False, "low")
    assert "reply: Hello there, Bob here" in said_in(cast, conversation)
    again = cast.client_for(cast.bob).delete(f"/inbox/conversations/{conversation.pk}/runs/{run.pk}/")
    assert again.status_code == 204
    assert trail.kinds(cast, conversation).count("macro_undone") == 1
    assert (
        cast.client_for(cast.carol).delete(f"/inbox/conversations/{conversation.pk}/runs/{run.pk}/").status_code == 404
    )


def test_a_snooze_is_undone_and_one_that_closing_ended_comes_back(cast) -> None:
    conversation, other = cast.conversation("Hi"), cast.conversation("Ho")
    until = clock.now() + timedelta(days=5)
    with cast.scope():
        make(cast.bob, [{"do": "snooze", "until": "reply"}]).run(conversation, by=cast.bob).undo(by=cast.bob)
        other.snooze(by=cast.bob, until=until)
        make(cast.bob, [{"do": "close"}]).run(other, by=cast.bob).undo(by=cast.bob)
    assert not cast.fresh(conversation).is_snoozed
    assert cast.fresh(other).wakes_at == until


def test_tags_are_put_on_and_taken_off_and_undoing_leaves_what_others_tagged(cast) -> None:
    conversation = cast.conversation("Hi")
    with cast.scope():
        vip, old, other = (Tag.make(by=cast.alice, name=name) for name in ("VIP", "Old", "Other"))
        conversation.tag(by=cast.alice, add=[old])
        macro = make(cast.bob, [{"do": "tag", "tag": str(vip.pk)}, {"do": "untag", "tag": str(old.pk)}])
        run = macro.run(conversation, by=cast.bob)
        assert [tag.name for tag in cast.fresh(conversation).tags] == ["VIP"]
        conversation.tag(by=cast.carol, add=[other])
        run.undo(by=cast.bob)
        assert [tag.name for tag in Conversation.objects.get(pk=conversation.pk).tags] == ["Old", "Other"]
        vip.remove(by=cast.alice)
        with pytest.raises(StepRefused, match="tag is not there"):
            macro.run(conversation, by=cast.bob)


def test_a_snippet_of_a_step_is_filled_counted_and_missed_when_it_is_gone(cast) -> None:
    conversation = cast.conversation("Hi", visitor=cast.visitor("Vera"))
    with cast.scope():
        snippet = Snippet.make(by=cast.bob, shortcut="hi", title="Hi", body="Dear {{contact.first_name}}")
        file = io.BytesIO(b"Terms")
        file.name = "terms.txt"
        snippet.attach([file], by=cast.bob)
        macro = make(cast.bob, [{"do": "reply", "snippet": str(snippet.pk)}])
        macro.run(conversation, by=cast.bob)
        assert SnippetUse.objects.get(snippet=snippet).count == 1
        assert Attachment.objects.get(message__kind="reply").file.name == "terms.txt"
        snippet.discard(by=cast.bob)
        with pytest.raises(StepRefused, match="snippet is not there"):
            macro.run(conversation, by=cast.bob)
    assert said_in(cast, conversation) == ["reply: Hi", "reply: Dear Vera"]


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "no name": ({"name": " \u202e"}, "macro_needs_name"),
    "no steps": ({"steps": []}, "macro_needs_steps"),
    "many steps": ({"steps": [{"do": "close"}] * 21}, "macro_too_long"),
    "unknown step": ({"steps": [{"do": "delete_everything"}]}, "bad_step"),
    "no step at all": ({"steps": ["close"]}, "bad_step"),
    "unknown person": ({"steps": [{"do": "assign", "to": "person:2147483647"}]}, "bad_step"),
    "huge person": ({"steps": [{"do": "assign", "to": "person:" + "9" * 400}]}, "bad_step"),
    "unknown blank": ({"steps": [{"do": "note", "body": "{{me.__class__}}"}]}, "bad_step"),
    "foreign snippet": ({"steps": [{"do": "note", "snippet": str(uuid7())}]}, "bad_step"),
    "no moment": ({"steps": [{"do": "snooze", "until": "someday"}]}, "bad_step"),
    "one day alone": ({"steps": [{"do": "snooze", "until": "2027-01-01"}]}, "bad_step"),
    "no priority": ({"steps": [{"do": "priority", "priority": "9"}]}, "bad_step"),
    "no tag": ({"steps": [{"do": "tag", "tag": str(uuid7())}]}, "bad_step"),
    "no team": ({"sharing": "team"}, "no_team"),
    "the firm's": ({"sharing": "firm"}, "not_your_macro"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_could_never_be_done_is_refused_with_a_sentence(cast, name: str) -> None:
    said, code = BAD[name]
    with cast.scope(), pytest.raises(Refusal) as refused:
        Macro.make(**{"by": cast.bob, "name": "The usual", "steps": ALL, **said})
    assert refused.value.code == code
    assert str(refused.value)


def test_they_are_shared_as_snippets_are(cast) -> None:
    with cast.scope():
        team = Team.form(by=cast.alice, name="Client care")
        team.add(cast.bob, by=cast.alice)
        own = make(cast.bob, name="Own")
        shared = make(cast.bob, name="Care’s", sharing="team", teams=[team])
        make(cast.alice, name="Firm’s", sharing="firm")
        seen = {
            who: set(Macro.objects.visible_to(who).values_list("name", flat=True)) for who in (cast.bob, cast.carol)
        }
        assert seen == {cast.bob: {"Own", "Care’s", "Firm’s"}, cast.carol: {"Firm’s"}}
        with pytest.raises(Refusal):
            shared.change(by=cast.carol, name="Mine")
        with pytest.raises(Refusal):
            own.change(by=cast.bob, sharing="firm")
        own.discard(by=cast.bob)
        assert not Macro.objects.visible_to(cast.bob).filter(pk=own.pk).exists()
        own.restore(by=cast.bob)
        assert own.copy(by=cast.bob).steps == ALL
    assert [kind for kind, *_rest in trail.changes(cast, own)] == ["macro_made", "macro_deleted", "macro_restored"]


def test_what_it_would_do_is_told_and_nothing_is_done(cast) -> None:
    conversation = cast.conversation("Hi", visitor=cast.visitor("<b>Vera</b>"))
    with cast.scope():
        macro = make(cast.bob, [*ALL[:1], {"do": "reply", "body": "Call {{contact.phone}}"}])
    page = cast.client_for(cast.bob).get(f"/inbox/conversations/{conversation.pk}/macros/{macro.pk}/").content.decode()
    assert "&lt;b&gt;Vera&lt;/b&gt;" in page
    assert "[[missing: contact.phone]]" in page
    at = f"/api/v1/conversations/{conversation.pk}/macros/{macro.pk}/"
    assert [step["missing"] for step in cast.client_for(cast.bob).get(at).json()["results"]] == [False, True]
    assert said_in(cast, conversation) == ["reply: Hi"]
