"""After any action, the page brought up to date by pushes equals the page freshly loaded."""

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page

from accounts.models import Team, TeamMember
from core import clock
from crm.models import Contact
from inbox.models import Block, Conversation, Macro, Tag, VisitorIdentity
from tests.inbox import trail
from tests.live.screens import Screen, Stage, run
from timeline.models import Activity
from timeline.refs import Ref

pytestmark = pytest.mark.covers("L2")


class Play(Stage):
    """Alice's page stays open while Bob, Carol, the client and Alice on another device act."""

    def __init__(self, cast: Any, page_for: Callable[..., Page]) -> None:
        super().__init__(cast, page_for)
        self.visitor = cast.visitor("Vera Vance", "vera@client.example")
        self.conversation = cast.conversation("Hello from Vera", visitor=self.visitor)
        with cast.scope():
            self.conversation.assign(by=cast.bob, to=cast.alice)
            self.team = Team.objects.create(name="Client care")
            TeamMember.objects.create(team=self.team, membership=cast.alice)
            self.tag, self.old = (Tag.make(by=cast.alice, name=name) for name in ("VIP", "Old"))
        self.careers = cast.inbox("Careers")
        self.waiting: list[Any] = []
        for number in range(4):
            cast.conversation(f"Another {number}", visitor=cast.visitor(f"Visitor {number}"))


def another_conversation(play: Play) -> None:
    visitor = play.cast.visitor("Wanda")
    play.cast.conversation("A new question", visitor=visitor)


def renamed(play: Play) -> None:
    play.conversation.contact.change(by=play.cast.bob, name="Vera von Vance", phone="+442079460123")


def logged(play: Play) -> None:
    about = [Ref("contact", play.conversation.contact_id)]
    play.logged = Activity.log(by=play.cast.bob, kind="note", body="Prefers mornings", about=about)


def elsewhere(play: Play) -> None:
    """The same client writes through another door."""
    visitor = play.cast.visitor(inbox=play.careers)
    visitor.contact = play.conversation.contact
    visitor.save(update_fields=["contact"])
    play.cast.conversation("And one about a job", visitor=visitor)


def said(play: Play, words: str) -> Any:
    return play.conversation.messages.get(body=words)


def merged(play: Play) -> None:
    other = Conversation.objects.get(inbox=play.careers, contact=play.conversation.contact)
    play.merge = play.conversation.merge(other, by=play.cast.bob)


def attached(play: Play) -> None:
    file = io.BytesIO(b"Terms")
    file.name = "terms.txt"
    play.file = play.conversation.attach(file, by=play.cast.alice)


def run_a_macro(play: Play) -> None:
    steps = [{"do": "note", "body": "As always"}, {"do": "assign", "to": "me"}, {"do": "close"}]
    play.run = Macro.make(by=play.cast.bob, name="The usual", steps=steps).run(play.conversation, by=play.cast.bob)


def in_days(days: int) -> datetime:
    return clock.now() + timedelta(days=days)


def scheduled(play: Play, by: Any, body: str) -> None:
    play.waiting.append(play.conversation.hold(by=by, body=body, due_at=in_days(1), scheduled=True))


def identity(play: Play) -> VisitorIdentity:
    return VisitorIdentity.objects.create(inbox=play.cast.website, subject="u-7", name="Vera", created_at=clock.now())


def contact(play: Play) -> Contact:
    return play.cast.fresh(play.conversation).contact


DEEDS: dict[str, Callable[[Play], Any]] = {
    "the client writes": lambda play: play.conversation.receive(visitor=play.visitor, body="One more: <b>x</b>"),
    "a colleague replies": lambda play: play.conversation.reply(by=play.cast.bob, body="Good morning"),
    "she replies on another device": lambda play: play.conversation.reply(by=play.cast.alice, body="It is me"),
    "a colleague adds a note": lambda play: play.conversation.note(by=play.cast.carol, body="I know them"),
    "she schedules a reply on another device": lambda play: scheduled(play, play.cast.alice, "Tomorrow then"),
    "a colleague schedules one": lambda play: scheduled(play, play.cast.carol, "From me too"),
    "hers is changed": lambda play: play.waiting[0].change(by=play.cast.alice, body="In two days", due_at=in_days(2)),
    "hers is sent now": lambda play: play.waiting[0].send_now(by=play.cast.alice),
    "the colleague takes it back": lambda play: play.waiting[1].take_back(by=play.cast.carol),
    "a note mentions her and the team": lambda play: play.conversation.note(
        by=play.cast.bob,
        body="@Alice Archer and @Client care: have a look",
        mentions=[f"person-{play.cast.alice.pk}", f"team-{play.team.pk}"],
    ),
    "the client has seen it": lambda play: play.conversation.mark_seen_by_visitor(seq=99),
    "she reads on another device": lambda play: play.conversation.mark_read(by=play.cast.alice, seq=99),
    "another client writes": another_conversation,
    "it is given to a team too": lambda play: play.conversation.assign(
        by=play.cast.bob, to=play.cast.alice, team=play.team
    ),
    "it is given to Carol": lambda play: play.conversation.assign(by=play.cast.bob, to=play.cast.carol, team=play.team),
    "it is given back to her": lambda play: play.conversation.assign(by=play.cast.carol, to=play.cast.alice),
    "a colleague runs a macro": run_a_macro,
    "its run is taken back": lambda play: play.run.undo(by=play.cast.bob),
    "a colleague logs a note about the client": logged,
    "it is edited": lambda play: play.logged.edit(by=play.cast.bob, body="Prefers *evenings*"),
    "it is deleted": lambda play: play.logged.discard(by=play.cast.bob),
    "it is put back": lambda play: play.logged.restore(by=play.cast.alice),
    "the client is renamed": renamed,
    "she drafts on another device": lambda play: play.conversation.keep_draft(
        by=play.cast.alice, body="Dear Vera,\n", kind="note"
    ),
    "she adds a file on another device": attached,
    "she sends it from there": lambda play: play.conversation.note(
        by=play.cast.alice, body="", attachments=[play.file.pk]
    ),
    "the client goes to another page": lambda play: play.visitor.come_back("https://acme.example/prices"),
    "the client does something there": lambda play: play.visitor.walk(
        [{"name": "Read the <b>prices</b>", "facts": {"plan": "yearly"}, "page": "https://acme.example/a", "at": 5}]
    ),
    "the client writes elsewhere": elsewhere,
    "what was said elsewhere is merged in": merged,
    "and separated again": lambda play: play.conversation.separate(play.merge, by=play.cast.carol),
    "the inbox is renamed": lambda play: play.cast.website.change(by=play.cast.alice, name="Web chat"),
    "a colleague's message is edited": lambda play: said(play, "Good morning").edit(
        by=play.cast.bob, body="Good *day*"
    ),
    "a colleague quotes the client": lambda play: play.conversation.reply(
        by=play.cast.bob, body="To this", quotes=said(play, "Hello from Vera").pk
    ),
    "a colleague reacts": lambda play: said(play, "I know them").react("🎉", by=play.cast.bob),
    "she reacts on another device": lambda play: said(play, "I know them").react("🎉", by=play.cast.alice),
    "the client reacts": lambda play: said(play, "Good *day*").react("👍", contact=play.conversation.contact),
    "a colleague takes it back": lambda play: said(play, "I know them").unreact("🎉", by=play.cast.bob),
    "a note is edited": lambda play: said(play, "I know them").edit(by=play.cast.carol, body="I know them well"),
    "a reply is deleted": lambda play: said(play, "Good *day*").withdraw(by=play.cast.bob),
    "a note is deleted by an admin": lambda play: said(play, "I know them well").withdraw(by=play.cast.alice),
    "the reply is back": lambda play: (
        play.conversation.messages.exclude(deleted_at=None).get(kind="reply").restore(by=play.cast.bob)
    ),
    "she drops the draft": lambda play: play.conversation.keep_draft(by=play.cast.alice, body=""),
    "it is urgent": lambda play: play.conversation.prioritise(by=play.cast.bob, priority="urgent"),
    "it is tagged": lambda play: play.conversation.tag(by=play.cast.bob, add=[play.tag, play.old]),
    "a tag is renamed": lambda play: play.tag.change(by=play.cast.alice, name="Gold", colour="yellow"),
    "a tag is removed": lambda play: play.old.remove(by=play.cast.alice),
    "it is snoozed until tomorrow": lambda play: play.conversation.snooze(
        by=play.cast.bob, until=clock.now() + timedelta(days=1)
    ),
    "it is snoozed until a reply": lambda play: play.conversation.snooze(by=play.cast.alice),
    "she wakes it on another device": lambda play: play.conversation.wake(by=play.cast.alice),
    "it is closed": lambda play: play.conversation.close(by=play.cast.bob),
    "the client rates it": lambda play: play.conversation.rate(score=2, comment="Too <b>slow</b>"),
    "the client thinks again": lambda play: play.conversation.rate(score=4),
    "it is opened again": lambda play: play.conversation.reopen(by=play.cast.bob),
    "it is closed once more": lambda play: play.conversation.close(by=play.cast.alice),
    "the client's words open it": lambda play: play.conversation.receive(visitor=play.visitor, body="Are you there?"),
    "the client signs in on the website": lambda play: play.cast.fresh(play.conversation).belong_to(identity(play)),
    "it is spam": lambda play: play.conversation.mark_spam(by=play.cast.bob),
    "the client is blocked": lambda play: Block.put(contact(play), by=play.cast.bob, reason="Rude"),
    "the client may write again": lambda play: Block.objects.get(contact=contact(play)).lift(by=play.cast.bob),
    "it was no spam": lambda play: play.conversation.not_spam(by=play.cast.bob),
    "she follows it on another device": lambda play: play.conversation.follow(by=play.cast.alice, who=play.cast.alice),
    "a colleague has another one follow": lambda play: play.conversation.follow(by=play.cast.bob, who=play.cast.carol),
    "it is handed over with a note": lambda play: play.conversation.hand_over(
        by=play.cast.bob, note="For <b>you</b>", to=play.cast.carol, follow=True
    ),
    "she follows it no more": lambda play: play.conversation.unfollow(by=play.cast.alice, who=play.cast.alice),
    "it is put back to nobody": lambda play: play.conversation.assign(by=play.cast.bob),
    "it is given out": lambda play: play.conversation.assign(by=None, to=play.cast.carol, routed="turn"),
}


@pytest.fixture
def play(cast, page_for) -> Play:
    return Play(cast, page_for)


FILTERED = (
    'all/?sort=unanswered&filter={"or":[{"field":"assignee","is":"nobody"},{"field":"wrote_last","is":"note"},'
    '{"field":"contact","contains":"von"},{"field":"text","contains":"good morning"}]}'
)


LISTS = {
    "active": ["mine/", "unassigned/", "all/"],
    "aside": ["waiting/", "snoozed/", "mentions/", "closed/"],
    "chosen": ["unassigned/?inbox={careers}", FILTERED],
}


@pytest.mark.parametrize("which", LISTS)
def test_lists(play: Play, browser: Any, which: str) -> None:
    browser.allow("status of 404")  # a row of which a filtered list asks, and which does not stand there
    paths = [path.replace("{careers}", str(play.careers.pk)) for path in LISTS[which]]
    run(play, DEEDS, [Screen(play, f"/inbox/{path}") for path in paths])


def test_a_conversation_with_its_history_beside_its_list(play: Play) -> None:
    run(play, DEEDS, [Screen(play, f"/inbox/conversations/{play.conversation.pk}/?in=all", ready=open_history)])


def test_a_contact_with_their_timeline(play: Play) -> None:
    trail.settle(play.cast)
    run(play, DEEDS, [Screen(play, f"/contacts/{play.conversation.contact_id}/")])


def test_the_contacts_and_the_notifications(play: Play) -> None:
    run(play, DEEDS, [Screen(play, "/contacts/"), Screen(play, "/notifications/")])


def open_history(page: Page) -> None:
    page.click(".inbox__history summary")
    page.wait_for_selector(".inbox__change")
