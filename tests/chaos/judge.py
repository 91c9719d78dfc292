"""After the play, when all is calm: what the database holds, what each screen shows, and what does not agree."""

import json
from collections import Counter
from uuid import UUID

from django.db import transaction

from accounts.models import Firm
from core.tenancy import firm_scope
from crm.models import Contact
from inbox.models import Conversation, IndexedLine, Merge, Message, Outgoing, ReadCursor
from ledger.handlers import handler_names
from ledger.models import Cursor, Event, Head, StreamFrame, StreamHead
from live.models import Job
from tests.chaos import markup, steps
from tests.chaos.book import Book
from tests.chaos.people import FOLDERS, Agent, Visitor
from timeline.models import Notification

TALLY, TALLIED_AS = "tests.chaos.tally", "tally"
"""The reader of tests/chaos/tally.py, which this process must not load, or it would read here too."""
REGROUPED = ("inbox.conversations_merged", "inbox.conversations_separated", "inbox.conversation_split")
TALLIED = ("inbox.message_received", "inbox.message_sent", "inbox.note_added")


class Firmly:
    """Questions about one firm, each in a transaction of its own."""

    def __init__(self, firm: Firm) -> None:
        self.firm = firm

    def heads(self) -> dict[str, int]:
        with firm_scope(self.firm.pk), transaction.atomic():
            return dict(StreamHead.objects.values_list("stream", "seq"))

    def is_sent(self) -> bool:
        """Whether no reply waits any more for the seconds in which it can be undone."""
        with firm_scope(self.firm.pk), transaction.atomic():
            return not Outgoing.objects.filter(stopped="", taken_back_at=None).exists()

    def is_read(self) -> bool:
        """Whether every reader, and the tally, has read everything."""
        with firm_scope(self.firm.pk), transaction.atomic():
            head = Head.objects.get().event_id
            cursors = dict(Cursor.objects.values_list("handler", "event_id"))
        readers = [name for name in handler_names() if not name.startswith("tests.")] + [TALLY]
        return all(cursors.get(name, 0) >= head for name in readers)

    def unread(self, membership_id: int) -> int:
        with firm_scope(self.firm.pk), transaction.atomic():
            return Notification.objects.filter(membership_id=membership_id, read_at=None).count()

    def is_done(self) -> bool:
        """Whether all long work is finished."""
        with firm_scope(self.firm.pk), transaction.atomic():
            return not Job.objects.filter(finished_at=None).exists()

    def wrongs(self, book: Book, before: set[UUID]) -> list[str]:
        with firm_scope(self.firm.pk), transaction.atomic():
            return [
                *_messages(book, before),
                *_sequences(),
                *_events(),
                *_notifications(),
                *_mentions(),
                *_tally(),
                *_steps(),
                *_index(),
            ]


def _messages(book: Book, before: set[UUID]) -> list[str]:
    """Nothing lost, nothing twice, nothing that nobody wrote; each conversation's lines numbered 1, 2, 3 …, with gaps where
    lines went elsewhere."""
    kept = {message.pk: message for message in Message.objects.exclude(kind="event")}
    clients = dict(Conversation.objects.values_list("pk", "contact"))
    wrongs = [f"lost: {id} {sent}" for id, sent in book.messages.items() if id not in kept and id not in book.doubted]
    wrongs += [f"nobody wrote {id}" for id in kept if id not in book.messages and id not in before]
    for id, sent in book.messages.items():
        found = kept.get(id)
        if found and (found.body, found.kind) != (sent.body, sent.kind):
            wrongs.append(f"{id} became {found.kind} {found.body}")
        if found and sent.conversation and clients[found.conversation_id] != clients[Merge.followed(sent.conversation)]:
            wrongs.append(f"{id} went to {found.conversation_id}, of another client")
    facts = Event.objects.filter(kind__in=REGROUPED).values_list("data", flat=True)
    regrouped = {value for fact in facts for value in fact.values()}
    for conversation in Conversation.objects.all():
        seqs = list(conversation.messages.order_by("seq").values_list("seq", flat=True))
        whole = seqs == list(range(1, len(seqs) + 1)) and conversation.seq == len(seqs)
        if not whole and not (str(conversation.pk) in regrouped and seqs[-1] <= conversation.seq):
            wrongs.append(f"the lines of {conversation.pk} are numbered {seqs}, and it counts {conversation.seq}")
    return wrongs


def _sequences() -> list[str]:
    """Each stream holds 1, 2, 3 … to its head."""
    wrongs, held = [], {}
    for stream, seq in StreamFrame.objects.order_by("stream", "seq").values_list("stream", "seq"):
        held.setdefault(stream, []).append(seq)
    for stream, head in StreamHead.objects.values_list("stream", "seq"):
        if held.get(stream) != list(range(1, head + 1)):
            wrongs.append(f"{stream} holds {held.get(stream)} and stands at {head}")
    return wrongs


def _events() -> list[str]:
    ids = list(Event.objects.order_by("id").values_list("id", flat=True))
    return [] if ids == list(range(1, Head.objects.get().event_id + 1)) else [f"the events are numbered {ids}"]


def _notifications() -> list[str]:
    """Whoever was given a conversation by another was told of it, once."""
    given = Event.objects.filter(kind="inbox.conversation_assigned")
    expected = {event.pk for event in given if event.data["assignee_id"] not in (None, event.actor)}
    told = Counter(Notification.objects.filter(kind="inbox.assigned").values_list("event_id", flat=True))
    wrongs = [f"event {event} told of {told[event]} times" for event in expected | set(told) if told[event] != 1]
    return wrongs + [f"event {event} told of for nothing" for event in set(told) - expected]


def _mentions() -> list[str]:
    """Whoever is named in a note and has not read it by now was told of it, once, and nobody else."""
    told = Counter(Notification.objects.filter(kind="inbox.mention").values_list("event_id", "membership"))
    wrongs = [f"{person} was told {times} times of {event}" for (event, person), times in told.items() if times > 1]
    for event in Event.objects.filter(kind="inbox.people_mentioned"):
        named = set(event.data["membership_ids"])
        cursors = ReadCursor.objects.filter(conversation=event.data["conversation_id"], seq__gte=event.data["seq"])
        unread = named - set(cursors.values_list("membership", flat=True))
        heard = {person for (id, person) in told if id == event.pk}
        if not unread <= heard <= named:
            wrongs.append(f"{event.pk} names {named}, unread by {unread}, and told {heard}")
    return wrongs


def _tally() -> list[str]:
    """The reader that would count twice has counted each event once, in order."""
    counted = [int(row.phone) for row in Contact.objects.filter(name=TALLIED_AS).order_by("created_at")]
    wanted = list(Event.objects.filter(kind__in=TALLIED).order_by("id").values_list("id", flat=True))
    if counted == wanted:
        return []
    twice = [event for event, times in Counter(counted).items() if times > 1]
    missed = sorted(set(wanted) - set(counted))
    return [f"tally: twice {twice}, missed {missed}, in order: {counted == sorted(counted)}"]


def _index() -> list[str]:
    """Every line can be found where it stands, and nothing else."""
    said = Message.objects.exclude(kind="event").filter(deleted_at=None)
    lines = dict(said.values_list("pk", "conversation_id"))
    found = dict(IndexedLine.objects.values_list("pk", "conversation_id"))
    apart = [id for id in {*lines, *found} if lines.get(id) != found.get(id)]
    return [f"{id} stands in {lines.get(id)} and is found in {found.get(id)}" for id in apart]


def _steps() -> list[str]:
    """Long work took each step once, whoever was killed on the way."""
    wrongs = []
    for job in Job.objects.filter(kind=steps.KIND):
        taken = Contact.objects.filter(name=f"step of {job.pk}").order_by("created_at").values_list("phone", flat=True)
        if job.state != Job.State.DONE or list(taken) != [str(number) for number in range(steps.STEPS)]:
            wrongs.append(f"long work is {job.state} and took the steps {list(taken)}")
    return wrongs


def counter_of_agent(agent: Agent, unread: int) -> list[str]:
    """The page states no number of notifications; once told one, it has the right one."""
    told = markup.attributes(agent.elements.get("unread-notifications", "")).get("data-count", str(min(unread, 100)))
    return [] if told == str(min(unread, 100)) else [f"{agent.name} is told of {told} notifications and has {unread}"]


async def screen_of_agent(agent: Agent) -> list[str]:
    """Live = reload: what the page became is what a fresh one shows, part by part."""
    fresh = await agent.fetch_page()
    thread, wrongs = f"messages-{agent.open}", []
    fixed = {f"head-{agent.open}", f"draft-{agent.open}", f"followers-{agent.open}", "folder-counts"}
    shown = {**_list(agent, thread, "asc"), **_rows(agent)}
    wanted = {**await _whole_thread(agent, fresh), **_starting(fresh, "row-")}
    if list(shown) != [id for id in wanted if id in shown] or (set(wanted) - set(shown)) & set(fresh.found):
        wrongs.append(f"{agent.name} shows {list(shown)}\n  and should {list(wanted)}")
    pairs = [(id, shown[id], wanted.get(id)) for id in shown]
    pairs += [(id, agent.elements.get(id), fresh.found.get(id)) for id in fixed if id in fresh.found]
    pairs += [(id, agent.elements.get(id), fresh.found[id]) for id in fresh.found if id.startswith("read-")]
    for id, live, reloaded in pairs:
        if markup.plain(live or "") != markup.plain(reloaded or ""):
            wrongs.append(
                f"{agent.name} shows {id} as\n  {markup.plain(live or '')}\n  and not as\n  {markup.plain(reloaded or '')}"
            )
    return wrongs


def _list(agent: Agent, name: str, order: str) -> dict[str, str]:
    """The elements of a list as the browser puts them: by their keys."""
    members = {id: agent.elements[id] for id in agent.lists.get(name, ())}
    keys = {id: markup.attributes(html).get("data-key", "") for id, html in members.items()}
    return {id: members[id] for id in sorted(members, key=lambda id: keys[id], reverse=order == "desc")}


def _rows(agent: Agent) -> dict[str, str]:
    rule = FOLDERS[agent.folder]
    rows = _list(agent, "rows", "desc")
    return {id: html for id, html in rows.items() if rule(markup.attributes(html), str(agent.id))}


def _starting(page: markup.Finder, begin: str) -> dict[str, str]:
    return {id: html for id, html in page.found.items() if id.startswith(begin)}


async def _whole_thread(agent: Agent, fresh: markup.Finder) -> dict[str, str]:
    """The page's lines and all older ones."""
    lines = _starting(fresh, "message-")
    while True:
        first = int(markup.attributes(next(iter(lines.values()))).get("data-seq", 1)) if lines else 1
        if first <= 1:
            return lines
        answer = await agent.browser.insist("GET", agent.at("messages"), params={"before": first})
        older = _starting(markup.Finder(answer.text), "message-")
        if not older:
            return lines
        lines = {**older, **lines}


async def screen_of_visitor(visitor: Visitor) -> list[str]:
    fresh = await visitor.fetch()
    if fresh is None:
        return [] if not visitor.messages else [f"{visitor.name} shows a conversation that is not there"]
    live = {**visitor.state, "messages": sorted(visitor.messages.values(), key=lambda message: message["seq"])}
    wanted = {name: fresh[name] for name in live}
    return (
        [] if live == wanted else [f"{visitor.name} shows\n  {json.dumps(live)}\n  and should\n  {json.dumps(wanted)}"]
    )
