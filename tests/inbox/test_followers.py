"""Colleagues who follow a conversation are told what is said in it; and a conversation is handed over with a note."""

import json

import pytest
from django.urls import reverse

from accounts.access import NotAllowed
from inbox.errors import CannotFollow, CannotTake, EmptyMessage, NobodyTakes
from inbox.filters.fields import KNOWN
from inbox.filters.language import parse
from inbox.folders import FOLDERS
from inbox.listing import Listing
from inbox.models import Follower, InboxTeam
from inbox.notifications import FOLLOWED, FOLLOWER, MENTION, MESSAGE
from inbox.policies import require_following
from tests.inbox import trail
from tests.inbox.test_merge import Two
from tests.inbox.test_states import team
from timeline.models import Notification

pytestmark = [pytest.mark.covers("I3"), pytest.mark.usefixtures("no_worker")]


def follow(cast, conversation, *people, by=None) -> None:
    trail.settle(cast)
    with cast.scope():
        for who in people:
            conversation.follow(by=by or who, who=who)


def told(cast, member, *kinds: str) -> list[str]:
    trail.settle(cast)
    with cast.scope():
        found = Notification.objects.of(member).filter(kind__in=kinds or (FOLLOWED,)).order_by("id")
        return [each.kind for each in found]


def followers(cast, conversation) -> list[str]:
    with cast.scope():
        return [person.name for person in conversation.following]


def listed(cast, member, **condition) -> set:
    with cast.scope():
        asked = parse(json.dumps({"and": [{"field": "follower", **condition}]}), KNOWN)
        return {row.pk for row in Listing(member, FOLDERS["all"], filter=asked).rows}


def test_who_follows_is_told_of_what_others_say_and_no_more_afterwards(cast) -> None:
    conversation = cast.conversation()
    follow(cast, conversation, cast.bob, cast.dora)
    follow(cast, conversation, cast.bob)
    assert followers(cast, conversation) == ["Bob Brandt", "Dora Dietz"]
    with cast.scope():
        conversation.receive(visitor=conversation.newest_visitor(), body="Are you there?")
        conversation.reply(by=cast.carol, body="We are")
    assert told(cast, cast.bob) == [FOLLOWED] * 2
    with cast.scope():
        conversation.note(by=cast.bob, body="I know them")
    assert told(cast, cast.bob) == [FOLLOWED] * 2, "not of his own words"
    assert told(cast, cast.dora) == [FOLLOWED] * 3
    assert told(cast, cast.carol) == []
    with cast.scope():
        conversation.unfollow(by=cast.alice, who=cast.bob)
        conversation.unfollow(by=cast.alice, who=cast.bob)
        conversation.reply(by=cast.carol, body="And more")
    assert told(cast, cast.bob) == [FOLLOWED] * 2
    kinds = [kind for kind in trail.kinds(cast, conversation) if "follow" in kind]
    assert kinds == ["conversation_followed"] * 2 + ["conversation_unfollowed"]


@pytest.mark.covers("L4")
def test_nobody_is_told_twice_of_the_same_words(cast) -> None:
    conversation = cast.conversation()
    follow(cast, conversation, cast.bob, cast.carol, cast.dora)
    with cast.scope():
        conversation.assign(by=cast.alice, to=cast.bob)
    with cast.scope():
        conversation.receive(visitor=conversation.newest_visitor(), body="Hello?")
        conversation.note(by=cast.alice, body="@Carol Chen, look", mentions=[f"person-{cast.carol.pk}"])
    assert told(cast, cast.bob, FOLLOWED, MESSAGE) == [MESSAGE, FOLLOWED], (
        "the client's words as who has it, the note as follower"
    )
    assert told(cast, cast.carol, FOLLOWED, MENTION) == [FOLLOWED, MENTION]
    assert told(cast, cast.dora) == [FOLLOWED] * 2
    with cast.scope():
        conversation.note(by=cast.alice, body="One more")
        conversation.mark_read(by=cast.dora, seq=99)
    assert told(cast, cast.dora) == [FOLLOWED] * 2, "what they have read by then, they are not told of"


def test_a_colleague_has_another_follow_and_they_are_told(cast) -> None:
    conversation = cast.conversation()
    follow(cast, conversation, cast.carol, by=cast.bob)
    follow(cast, conversation, cast.bob)
    assert told(cast, cast.carol, FOLLOWER) == [FOLLOWER]
    assert told(cast, cast.bob, FOLLOWER) == [], "who follows by themself knows"
    with cast.scope():
        step = next(each for each in trail.changes(cast, conversation) if each[0] == "conversation_followed")
    assert step[1:] == (cast.bob.pk, {"follower": None}, {"follower": cast.carol.pk})


def test_only_who_sees_it_follows_and_only_who_sees_it_still_is_told(cast) -> None:
    taxes, advisers = cast.inbox("Taxes"), team(cast, "Advisers", cast.bob, cast.carol)
    with cast.scope():
        InboxTeam.objects.create(inbox=taxes, team=advisers)
    conversation = cast.conversation(inbox=taxes)
    for stranger in (cast.dora, cast.boris):
        with pytest.raises(CannotFollow, match="do not see this inbox"):
            follow(cast, conversation, stranger, by=cast.alice)
    follow(cast, conversation, cast.bob, cast.carol)
    with cast.scope():
        advisers.remove(cast.carol, by=cast.alice)
        conversation.note(by=cast.alice, body="Between us")
    assert told(cast, cast.bob) == [FOLLOWED]
    assert told(cast, cast.carol) == []


def test_who_may_not_assign_has_nobody_but_themself_follow(cast) -> None:
    require_following(cast.dora, cast.dora)
    with cast.scope(), pytest.raises(NotAllowed):
        require_following(cast.dora, cast.bob)


def test_who_left_follows_nothing(cast) -> None:
    conversation = cast.conversation()
    gone = cast.join("Gina Gone", "agent")
    follow(cast, conversation, gone, cast.bob)
    with cast.scope():
        gone.end(by=cast.alice)
    trail.settle(cast)
    assert followers(cast, conversation) == ["Bob Brandt"]


@pytest.mark.covers("I1")
def test_what_one_follows_is_found_by_a_filter(cast) -> None:
    mine, hers, neither = cast.conversation("One"), cast.conversation("Two"), cast.conversation("Three")
    follow(cast, mine, cast.bob)
    follow(cast, hers, cast.carol)
    assert listed(cast, cast.bob, **{"is": "me"}) == {mine.pk}
    assert listed(cast, cast.bob, **{"is": cast.carol.pk}) == {hers.pk}
    assert listed(cast, cast.bob, **{"is": "nobody"}) == {neither.pk}
    assert listed(cast, cast.bob, is_not="me") == {hers.pk, neither.pk}


@pytest.mark.covers("I2")
def test_followers_go_along_when_it_is_merged_separated_and_split(cast) -> None:
    two = Two(cast)
    one, other = two.one, two.other
    follow(cast, one, cast.bob)
    follow(cast, other, cast.bob, cast.carol)
    merge = two.merge()
    assert followers(cast, one) == ["Bob Brandt", "Carol Chen"]
    with cast.scope():
        back = one.separate(merge, by=cast.alice)
    assert (followers(cast, one), followers(cast, back)) == (["Bob Brandt"], ["Carol Chen"])
    with cast.scope():
        note = one.note(by=cast.bob, body="Another matter")
        branch = one.split([note.pk], by=cast.alice)
    assert followers(cast, branch) == ["Bob Brandt"]


@pytest.mark.covers("X1")
def test_by_page_and_by_api(cast, client_for) -> None:
    conversation, bob, dora = cast.conversation(), client_for(cast.bob), client_for(cast.dora)
    here = {"args": [conversation.pk]}
    assert "Nobody follows" in bob.get(reverse("inbox:followers", **here)).content.decode()
    assert bob.put(reverse("inbox:follower", args=[conversation.pk, cast.carol.pk])).status_code == 204
    part = bob.get(reverse("inbox:followers", **here)).content.decode()
    assert "Carol Chen" in part
    assert "Stop following" not in part
    choices = bob.get(reverse("inbox:followers", **here) + "?choices").content.decode()
    assert choices.count('aria-checked="true"') == 1
    assert choices.count("menuitemcheckbox") == 4
    assert "Carol Chen follows no more" not in dora.get(reverse("inbox:followers", **here)).content.decode()
    assert dora.put(reverse("inbox:follower", args=[conversation.pk, cast.carol.pk])).status_code == 403
    one = reverse("api:conversation-follower", args=[conversation.pk, cast.bob.pk])
    assert bob.put(one).json() == {"id": cast.bob.pk, "name": "Bob Brandt"}
    names = [each["name"] for each in bob.get(reverse("api:conversation-followers", **here)).json()["results"]]
    assert names == ["Bob Brandt", "Carol Chen"]
    assert bob.delete(one).status_code == 204
    assert bob.put(reverse("api:conversation-follower", args=[conversation.pk, cast.boris.pk])).status_code == 404
    with cast.scope():
        assert list(Follower.objects.values_list("membership", flat=True)) == [cast.carol.pk]


def test_handed_over_with_a_note_in_one_step(cast, client_for) -> None:
    conversation = cast.conversation()
    page = reverse("inbox:handover", args=[conversation.pk])
    dialog = client_for(cast.bob).get(page).content.decode()
    assert f'value="person:{cast.carol.pk}"' in dialog
    assert f'value="person:{cast.bob.pk}"' not in dialog
    said = {"to": f"person:{cast.carol.pk}", "note": "They ask for <b>fees</b>", "follow": "on"}
    assert client_for(cast.bob).post(page, said).status_code == 204
    fresh = cast.fresh(conversation)
    with cast.scope():
        lines = [(line.kind, line.event, line.body) for line in fresh.messages.order_by("seq")]
    assert lines[1:] == [("note", "", "They ask for <b>fees</b>"), ("event", "assigned", "")]
    assert fresh.assignee_id == cast.carol.pk
    assert followers(cast, fresh) == ["Bob Brandt"]
    api = reverse("api:conversation-handover", args=[conversation.pk])
    answer = client_for(cast.carol).post(
        api, {"assignee": cast.bob.pk, "note": "Done"}, content_type="application/json"
    )
    assert answer.status_code == 201
    assert cast.fresh(conversation).assignee_id == cast.bob.pk
    assert followers(cast, fresh) == ["Bob Brandt"]


@pytest.mark.parametrize("wrong", ["nobody", "no words", "who cannot see it"])
def test_a_hand_over_happens_whole_or_not_at_all(cast, client_for, wrong: str) -> None:
    taxes, advisers = cast.inbox("Taxes"), team(cast, "Advisers", cast.bob)
    with cast.scope():
        InboxTeam.objects.create(inbox=taxes, team=advisers)
    conversation = cast.conversation(inbox=taxes)
    said = {
        "nobody": {"to": "", "note": "Who?"},
        "no words": {"to": f"team:{advisers.pk}", "note": " \n"},
        "who cannot see it": {"to": f"person:{cast.carol.pk}", "note": "For you"},
    }[wrong]
    refusal = {"nobody": NobodyTakes, "no words": EmptyMessage, "who cannot see it": CannotTake}[wrong]
    answer = client_for(cast.bob).post(reverse("inbox:handover", args=[conversation.pk]), said)
    assert (answer.status_code, answer["X-Refused"]) == (422, refusal.code)
    fresh = cast.fresh(conversation)
    assert (fresh.seq, fresh.assignee_id, fresh.team_id) == (1, None, None)
