"""Snippets: whose they are, how they are found, and what is refused with a sentence."""

import io
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Team
from core.errors import Refusal
from core.ids import uuid7
from core.text import tidy
from tests.inbox import trail
from timeline.library import ready, remove, take_in
from timeline.models import Snippet, SnippetTeam

pytestmark = pytest.mark.covers("I9")


@pytest.fixture
def care(cast) -> Team:
    """Bob's and Carol's team."""
    with cast.scope():
        team = Team.form(by=cast.alice, name="Client care")
        team.add(cast.bob, by=cast.alice)
        team.add(cast.carol, by=cast.alice)
    return team


def write(by: Any, shortcut: str = "logcoaching", **said: Any) -> Snippet:
    return Snippet.make(**{"by": by, "shortcut": shortcut, "title": "Coaching", "body": "How it works", **said})


def seen_by(who: Any, text: str = "") -> list[str]:
    return [each.shortcut for each in Snippet.objects.found_by(type(who).objects.get(pk=who.pk), text)]


def test_each_sees_their_own_their_teams_and_the_firms(cast, care) -> None:
    with cast.scope():
        write(cast.bob, "own")
        write(cast.carol, "teams", sharing="team", teams=[care])
        write(cast.alice, "firms", sharing="firm")
        assert set(seen_by(cast.bob)) == {"own", "teams", "firms"}
        assert set(seen_by(cast.dora)) == {"firms"}
        assert set(seen_by(cast.alice)) == {"teams", "firms"}
    with cast.scope(cast.borealis):
        assert seen_by(cast.boris) == []


REFUSED: dict[str, dict[str, Any]] = {
    "bad_shortcut": {"shortcut": "two words"},
    "untitled": {"title": " \u202e "},
    "empty": {"body": "\n\t "},
    "too_long": {"body": "x" * 20_001},
    "unknown_blank": {"body": "Hi {{contact.shoe_size|you}}"},
    "no_team": {"sharing": "team"},
    "not_yours_to_share": {"sharing": "firm"},
}


@pytest.mark.parametrize("code", REFUSED)
def test_what_is_wrong_is_said(cast, code: str) -> None:
    with cast.scope(), pytest.raises(Refusal) as refused:
        write(cast.bob, **REFUSED[code])
    assert refused.value.code == code
    if code == "unknown_blank":
        assert "contact.shoe_size" in str(refused.value)


def test_a_shortcut_stands_once_for_each_who_would_see_it(cast, care) -> None:
    with cast.scope():
        write(cast.bob)
        write(cast.carol)
        write(cast.alice, sharing="firm")
        write(cast.carol, sharing="team", teams=[care])
        for who, said in (
            (cast.bob, {}),
            (cast.alice, {"sharing": "firm"}),
            (cast.bob, {"sharing": "team", "teams": [care]}),
        ):
            with pytest.raises(Refusal) as refused:
                write(who, "#LogCoaching", **said)
            assert refused.value.code == "shortcut_taken"


def test_a_team_keeps_its_snippets_among_itself(cast, care) -> None:
    with cast.scope():
        other = Team.form(by=cast.alice, name="Tax")
        shared = write(cast.carol, sharing="team", teams=[care])
        shared.change(by=cast.bob, body="How it really works")
        for change in ({"teams": [care, other]}, {"sharing": "firm"}):
            with pytest.raises(Refusal):
                shared.change(by=cast.bob, **change)
        with pytest.raises(Refusal):
            shared.change(by=cast.dora, body="Mine now")
        shared.change(by=cast.alice, sharing="firm")
        assert not SnippetTeam.objects.filter(snippet=shared).exists()
        with pytest.raises(Refusal):
            shared.discard(by=cast.bob)


def test_what_is_deleted_comes_back_unless_its_place_is_taken(cast) -> None:
    with cast.scope():
        snippet = write(cast.bob)
        snippet.discard(by=cast.bob)
        assert seen_by(cast.bob) == []
        snippet.restore(by=cast.bob)
        assert seen_by(cast.bob) == ["logcoaching"]
        snippet.discard(by=cast.bob)
        write(cast.bob)
        with pytest.raises(Refusal) as refused:
            snippet.restore(by=cast.bob)
    assert refused.value.code == "shortcut_taken"


def test_every_version_is_in_the_audit_trail(cast) -> None:
    with cast.scope():
        snippet = write(cast.bob)
        snippet.change(by=cast.bob, body="Better words", sharing="mine")
        snippet.change(by=cast.bob, body="Better words")
        snippet.discard(by=cast.bob)
    told = trail.changes(cast, snippet)
    assert [kind for kind, *_rest in told] == ["snippet_made", "snippet_changed", "snippet_deleted"]
    assert told[1] == ("snippet_changed", cast.bob.pk, {"body": "How it works"}, {"body": "Better words"})


def test_typing_finds_by_shortcut_then_title_then_text_and_what_one_sends_most_first(cast) -> None:
    with cast.scope():
        write(cast.alice, "logcoaching", title="How it goes", sharing="firm")
        write(cast.alice, "offer", title="Coaching offer", sharing="firm")
        write(cast.alice, "mail", title="Mail", body="About Coaching, to the Müllers", sharing="firm")
        own = write(cast.bob, "logcoach2", title="My coaching")
        assert seen_by(cast.bob, "logcoach") == ["logcoach2", "logcoaching"]
        assert seen_by(cast.bob, "#coaching") == ["offer", "logcoach2", "logcoaching", "mail"]
        assert seen_by(cast.bob, "lgcg") == ["logcoaching"]
        assert seen_by(cast.bob, "muller") == ["mail"]
        assert seen_by(cast.bob, "100% _ \\") == []
        Snippet.count_sent([Snippet.objects.get(shortcut="logcoaching").pk, uuid7()], by=cast.bob)
        assert seen_by(cast.bob, "log") == ["logcoaching", "logcoach2"]
        assert seen_by(cast.bob)[0] == "logcoaching"
        assert own.pk


def test_ten_thousand_are_searched_with_one_query(cast) -> None:
    with cast.scope():
        mould = write(cast.alice, "mould", sharing="firm")
        rows = [
            Snippet(
                author=cast.alice, firm_id=cast.acme.pk, shortcut=f"log{number}", title=f"Nr {number}", body="b" * 400,
                words=f"log{number} nr {number} {'b' * 400}", sharing="firm", created_at=mould.created_at,
                changed_at=mould.changed_at,
            )
            for number in range(10_000)
        ]  # fmt: skip
        Snippet.objects.bulk_create(rows, batch_size=2_000)
        assert cast.alice.team_ids == frozenset()  # asked once a request
        with CaptureQueriesContext(connection) as asked:
            found = Snippet.objects.found_by(cast.alice, "log999")[:8]
            assert found[0].shortcut == "log999"
        assert len(asked) == 1
    answer = cast.client_for(cast.alice).get("/settings/snippets/?q=log77")
    assert answer.status_code == 200
    assert "#log77<" in answer.content.decode()


def test_a_copy_is_ones_own_under_a_free_shortcut(cast) -> None:
    with cast.scope():
        firms = write(cast.alice, sharing="firm")
        assert [firms.copy(by=cast.bob).shortcut for _time in range(3)] == [
            "logcoaching",
            "logcoaching-2",
            "logcoaching-3",
        ]


def test_the_ready_made_ones_come_in_and_go_again(cast) -> None:
    assert len(ready()) >= 25
    assert {"logcoaching", "logassessment", "logdiscovery"} <= {one.key for one in ready()}
    with cast.scope():
        write(cast.alice, "logcoaching", sharing="firm", title="Our own")
        assert take_in(cast.alice) == len(ready()) - 1
        assert take_in(cast.alice) == 0
        assert Snippet.objects.get(shortcut="logcoaching").title == "Our own"
        Snippet.objects.get(shortcut="logvat").change(by=cast.alice, title="VAT with us")
        assert remove(cast.alice) == len(ready()) - 2
        assert set(seen_by(cast.alice)) == {"logcoaching", "logvat"}


def test_hostile_words_are_kept_tidy_and_shown_as_words(cast) -> None:
    evil = "<script>alert(1)</script>\u202eabc\x07 🐙" * 50
    client = cast.client_for(cast.bob)
    said = {"shortcut": "#evil", "title": evil[:100], "body": evil, "folder": "<b>x</b>", "sharing": "mine"}
    assert client.post("/settings/snippets/new/", said).status_code == 302
    page = client.get("/settings/snippets/").content.decode()
    assert "<script>alert" not in page
    assert "<b>x</b>" not in page
    with cast.scope():
        assert Snippet.objects.get(shortcut="evil").body == tidy(evil)


def test_the_api_does_what_the_screen_does(cast) -> None:
    client, theirs = cast.client_for(cast.bob), cast.client_for(cast.carol)
    said = {
        "shortcut": "#Hi",
        "title": "Hello",
        "body": "Hello {{contact.first_name|there}}, {{me.first_name}} of {{firm.name}}",
    }
    made = client.post("/api/v1/snippets/", said, "application/json").json()
    at = f"/api/v1/snippets/{made['id']}/"
    assert (made["shortcut"], made["sharing"], made["may_edit"]) == ("hi", "mine", True)
    conversation = cast.conversation(visitor=cast.visitor("Vera Vance"))
    filled = client.get(f"{at}filling/?about=conversation:{conversation.pk}").json()
    assert filled == {"text": "Hello Vera, Bob of Acme Advisory", "missing": []}
    assert client.get(f"{at}filling/").json()["text"].startswith("Hello there")
    assert client.get(f"{at}filling/?about=conversation:{uuid7()}").status_code == 404
    assert theirs.get(at).status_code == theirs.delete(at).status_code == 404
    refused = client.patch(at, {"body": "{{nothing.here}}"}, "application/json")
    assert (refused.status_code, refused.json()["error"]) == (422, "unknown_blank")
    assert [one["id"] for one in client.get("/api/v1/snippets/found/?q=hi").json()["results"]] == [made["id"]]
    assert client.delete(at).status_code == 204
    assert client.get("/api/v1/snippets/").json()["results"] == []
    assert client.delete(f"{at}deletion/").status_code == 200


def test_files_come_along_and_each_use_has_its_own(cast) -> None:
    client = cast.client_for(cast.bob)
    said = {
        "shortcut": "#terms",
        "title": "Terms",
        "body": "Our terms",
        "sharing": "mine",
        "along": [a_file("a.txt"), a_file("b.txt")],
    }
    assert client.post("/settings/snippets/new/", said).status_code == 302
    conversation = cast.conversation()
    with cast.scope():
        snippet = Snippet.objects.get()
        assert [file.name for file in snippet.its_files] == ["a.txt", "b.txt"]
        brought = conversation.bring_along(snippet, by=cast.bob)
        sent = conversation.reply(by=cast.bob, body="Our terms", attachments=[each.pk for each in brought])
    at = f"/api/v1/snippets/{snippet.pk}/"
    kept = client.get(at).json()["files"]
    assert client.delete(f"{at}files/{kept[0]['id']}/").json()["files"] == kept[1:]
    assert cast.client_for(cast.carol).get(f"/files/{kept[1]['id']}/").status_code == 404
    assert client.get(f"/files/{kept[1]['id']}/").status_code in (200, 302)
    with cast.scope():
        assert [each.file.name for each in sent.attachments.order_by("position")] == ["a.txt", "b.txt"]
        assert [file.name for file in snippet.copy(by=cast.bob).its_files] == ["b.txt"]
        with pytest.raises(Refusal) as refused:
            snippet.attach([a_file(f"{number}.txt") for number in range(10)], by=cast.bob)
    assert refused.value.code == "too_many_files"
    assert ("snippet_changed", cast.bob.pk, {"files": ["a.txt", "b.txt"]}, {"files": ["b.txt"]}) in trail.changes(
        cast, snippet
    )


def a_file(name: str) -> io.BytesIO:
    file = io.BytesIO(name.encode())
    file.name = name
    return file
