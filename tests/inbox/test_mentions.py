"""Naming colleagues in a note: by ids alone, only those who see the inbox, told once; and the folder in which they find it."""

import json

import pytest
from django.urls import reverse

from core.ids import uuid7
from inbox.errors import CannotMention, TooManyMentions
from inbox.events import MentionsRead, PeopleMentioned
from inbox.folders import FOLDERS
from inbox.lines import lines_of
from inbox.listing import counts
from inbox.mentions import marked, mentionable
from inbox.models import Draft, Inbox, InboxTeam, Mention, Message
from inbox.notifications import MENTION
from tests.inbox import trail
from tests.inbox.test_states import team
from timeline.models import Notification

pytestmark = [pytest.mark.covers("I3"), pytest.mark.usefixtures("no_worker")]


def person(member) -> str:
    return f"person-{member.pk}"


def note(cast, conversation, body: str, *mentions: str, by=None, **more) -> Message:
    with cast.scope():
        return conversation.note(by=by or cast.alice, body=body, mentions=mentions, **more)


def told(cast, member) -> list[str]:
    trail.settle(cast)
    with cast.scope():
        found = Notification.objects.of(member).filter(kind=MENTION).order_by("id")
        return [each.subject_id for each in found]


def unread(cast, member) -> str:
    with cast.scope():
        return counts(member, list(Inbox.objects.visible_to(member)))["mentions"]


def folder(cast, member) -> list:
    with cast.scope():
        inboxes = list(Inbox.objects.visible_to(member))
        return [row.pk for row in FOLDERS["mentions"].page(member, inboxes)]


def test_who_is_named_is_told_once_and_finds_it(cast) -> None:
    conversation, sales = cast.conversation(), team(cast, "Sales", cast.bob, cast.carol, cast.alice)
    id = uuid7()
    for _ in range(2):  # a doubled post
        note(cast, conversation, "@Bob Brandt and @Sales, look", person(cast.bob), f"team-{sales.pk}", id=id)
    with cast.scope():
        rows = {(each.membership_id, each.team_id) for each in Mention.objects.filter(message=id)}
    assert rows == {(cast.bob.pk, None), (cast.carol.pk, sales.pk)}, "nobody twice, and not who wrote it"
    assert [told(cast, each) for each in (cast.bob, cast.carol, cast.alice, cast.dora)] == [
        [str(conversation.pk)],
        [str(conversation.pk)],
        [],
        [],
    ]
    assert [unread(cast, each) for each in (cast.bob, cast.carol, cast.alice)] == ["1", "1", "0"]
    assert folder(cast, cast.bob) == [conversation.pk]
    assert folder(cast, cast.alice) == []
    [fact] = trail.facts(cast, conversation, PeopleMentioned)
    assert (fact.membership_ids, fact.team_ids) == (sorted([cast.bob.pk, cast.carol.pk]), [sales.pk])
    [change] = [each for each in trail.changes(cast, conversation) if each[0] == "people_mentioned"]
    assert change[3] == {"mentioned": ["Bob Brandt", "Sales"]}


def test_what_is_read_is_counted_no_more(cast) -> None:
    conversation = cast.conversation()
    first = note(cast, conversation, "@Bob Brandt", person(cast.bob))
    second = note(cast, conversation, "again", person(cast.bob))
    with cast.scope():
        conversation.mark_read(by=cast.bob, seq=first.seq)
    assert unread(cast, cast.bob) == "1", "the second one is still to be read"
    with cast.scope():
        conversation.mark_read(by=cast.bob, seq=second.seq)
    assert unread(cast, cast.bob) == "0"
    assert folder(cast, cast.bob) == [conversation.pk], "it stays where it is found again"
    assert [fact.seq for fact in trail.facts(cast, conversation, MentionsRead)] == [first.seq, second.seq]
    refreshed = [frame for frame in trail.frames(cast, f"person:{cast.bob.pk}") if frame.get("id") == "folder-counts"]
    assert len(refreshed) == 4, "each of these changed the figure on all their screens"
    assert told(cast, cast.bob) == [], "what has been read by then, they are not told of"


@pytest.mark.parametrize(
    "who", ["outside the team", "of another firm", "who left", "a team nobody of which sees it", "none"]
)
def test_who_cannot_see_the_inbox_cannot_be_mentioned(cast, who: str) -> None:
    taxes, advisers, others = cast.inbox("Taxes"), team(cast, "Advisers", cast.bob), team(cast, "Others", cast.carol)
    with cast.scope():
        InboxTeam.objects.create(inbox=taxes, team=advisers)
    gone = cast.join("Gina Gone", "admin")
    with cast.scope():
        gone.end(by=cast.alice)
    conversation = cast.conversation(inbox=taxes)
    code = {
        "outside the team": person(cast.carol),
        "of another firm": person(cast.boris),
        "who left": person(gone),
        "a team nobody of which sees it": f"team-{others.pk}",
        "none": "person-x; DROP TABLE",
    }[who]
    with pytest.raises(CannotMention, match="cannot see this inbox"):
        note(cast, conversation, "@Somebody look", code, person(cast.bob))
    with cast.scope():
        assert Mention.objects.filter(conversation=conversation).count() == 0
        assert [one.code for one in mentionable(taxes)] == [
            person(cast.alice), person(cast.bob), f"team-{advisers.pk}"
        ]  # fmt: skip


def test_a_note_names_fifty_at_most(cast) -> None:
    with pytest.raises(TooManyMentions):
        note(cast, cast.conversation(), "all", *(f"person-{number}" for number in range(51)))


def test_a_name_alone_mentions_nobody(cast) -> None:
    conversation = cast.conversation()
    message = note(cast, conversation, "@Bob Brandt look")
    assert told(cast, cast.bob) == []
    with cast.scope():
        assert 'class="mention"' not in str(lines_of(conversation)[-1].body)
        assert message.data == {}


def test_a_chip_stands_where_the_name_stands_and_says_what_they_are_called_now(cast) -> None:
    conversation, sales = cast.conversation(), team(cast, "Sales", cast.carol)
    words = "<b>@Bob Brandt</b>, (@Sales) bob@Bob Brandt https://a.example/@Sales"
    note(cast, conversation, words, person(cast.bob), f"team-{sales.pk}")
    with cast.scope():
        cast.bob.change_profile(by=cast.bob, name="Bob <i>Berger")
        body = str(lines_of(conversation)[-1].body)
    assert body.count('class="mention"') == 2
    assert f'&lt;b&gt;<span class="mention" data-mention="person-{cast.bob.pk}">@<bdi' in body
    assert "Bob &lt;i&gt;Berger</bdi>" in body
    assert '(team)</span></span>) bob@Bob Brandt <a href="https://a.example/@Sales"' in body


def test_longer_names_come_first() -> None:
    both = marked("@Ann Lee, @Ann", [["person", 1, "Ann"], ["person", 2, "Ann Lee"]], {}, str)
    assert [each.partition('"')[0] for each in both.split('data-mention="')[1:]] == ["person-2", "person-1"]


def test_over_http_a_note_takes_mentions_and_a_reply_never(cast) -> None:
    conversation, alice = cast.conversation(), cast.client_for(cast.alice)
    url = reverse("inbox:messages", args=[conversation.pk])
    sent = {"body": "@Bob Brandt", "mentions": [person(cast.bob)]}
    refused = alice.post(url, sent | {"kind": "reply"})
    assert (refused.status_code, refused["X-Refused"]) == (422, "mention_in_reply")
    assert "Only a note can mention colleagues" in refused.content.decode()
    assert alice.post(url, sent | {"kind": "note"}).status_code == 201
    offered = alice.get(reverse("inbox:mentionable", args=[conversation.pk])).content.decode()
    assert f'data-code="person-{cast.dora.pk}"' in offered, "who only reads is told as well"
    assert "Boris" not in offered


def test_the_api_says_and_takes_the_same(cast) -> None:
    conversation, alice = cast.conversation(), cast.client_for(cast.alice)
    here = [conversation.pk]
    names = {one["id"]: one for one in alice.get(reverse("api:conversation-mentionable", args=here)).json()["results"]}
    assert names[person(cast.bob)] == {
        "id": person(cast.bob), "kind": "person", "name": "Bob Brandt", "people": [cast.bob.pk]
    }  # fmt: skip
    url = reverse("api:conversation-messages", args=here)

    def post(kind: str, *mentions: str):
        said = {"kind": kind, "body": "@Bob Brandt", "mentions": mentions}
        return alice.post(url, json.dumps(said), content_type="application/json")

    assert post("reply", person(cast.bob)).json()["error"] == "mention_in_reply"
    assert post("note", person(cast.boris)).json()["error"] == "cannot_mention"
    assert post("note", person(cast.bob)).json()["mentions"] == [person(cast.bob)]
    bob = cast.client_for(cast.bob)
    assert bob.get(reverse("api:conversation-counts")).json()["mentions"] == "1"
    [row] = bob.get(reverse("api:conversations"), {"folder": "mentions"}).json()["results"]
    assert row["mentioned"] == [cast.bob.pk]


def test_a_draft_keeps_whom_it_names(cast) -> None:
    conversation, alice = cast.conversation(), cast.client_for(cast.alice)
    url = reverse("inbox:draft", args=[conversation.pk])
    body = f"kind=note&body=%40Bob+Brandt&mentions={person(cast.bob)}&mentions=nonsense"
    assert alice.put(url, body).status_code == 204
    with cast.scope():
        assert Draft.objects.get().mentions == [person(cast.bob)]
    page = alice.get(reverse("inbox:conversation", args=[conversation.pk])).content.decode()
    assert f'<li data-code="person-{cast.bob.pk}" data-words="Bob Brandt"></li>' in page
    frame = trail.frames(cast, f"person:{cast.alice.pk}")[-1]
    assert f'data-code="person-{cast.bob.pk}"' in frame["html"]


def test_who_loses_the_inbox_loses_the_folder_of_it(cast) -> None:
    conversation, sales = cast.conversation(), team(cast, "Sales", cast.carol)
    note(cast, conversation, "@Bob Brandt", person(cast.bob))
    with cast.scope():
        cast.website.let_work([sales], by=cast.alice)
    assert folder(cast, cast.bob) == []
    assert unread(cast, cast.bob) == "0"


def test_a_note_that_goes_takes_its_mentions(cast) -> None:
    conversation = cast.conversation()
    message = note(cast, conversation, "@Bob Brandt", person(cast.bob))
    with cast.scope():
        conversation._locked().keep_mentions(message, [], by=cast.alice)
    assert cast.fresh(conversation).mentioned == []
    assert folder(cast, cast.bob) == []


def test_a_deleted_note_mentions_nobody_until_it_is_back(cast) -> None:
    conversation = cast.conversation()
    message = note(cast, conversation, "@Bob Brandt, look", person(cast.bob))
    assert (folder(cast, cast.bob), unread(cast, cast.bob)) == ([conversation.pk], "1")
    with cast.scope():
        message.withdraw(by=cast.alice)
    assert (folder(cast, cast.bob), unread(cast, cast.bob)) == ([], "0")
    assert cast.fresh(conversation).mentioned == []
    with cast.scope():
        message.restore(by=cast.alice)
    assert (folder(cast, cast.bob), unread(cast, cast.bob)) == ([conversation.pk], "1")
    assert cast.fresh(conversation).mentioned == [cast.bob.pk]
