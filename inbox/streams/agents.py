"""The colleagues' streams: `inbox:<uuid>` carries list rows, `conversation:<uuid>` the thread.

Each fragment is rendered once and is the same for all; "mine", unread and local time are the browser's.
What is one person's own (how far they read, their draft) goes to `person:<membership>`.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import Membership
from core.ids import parse_uuid
from inbox.events import (
    ClientBlocked,
    ClientStaysSilent,
    ClientUnblocked,
    ContactRenamed,
    ConversationAssigned,
    ConversationClosed,
    ConversationFollowed,
    ConversationRated,
    ConversationRead,
    ConversationReopened,
    ConversationsMerged,
    ConversationSnoozed,
    ConversationSpammed,
    ConversationSplit,
    ConversationsSeparated,
    ConversationStarted,
    ConversationTagged,
    ConversationUnfollowed,
    ConversationUnread,
    ConversationUnspammed,
    ConversationVerified,
    ConversationWoken,
    DraftKept,
    MacroRan,
    MacroUndone,
    MentionsRead,
    MessageDeleted,
    MessageEdited,
    MessageReacted,
    MessageReceived,
    MessageRestored,
    MessageSent,
    NoteAdded,
    PeopleMentioned,
    PriorityChanged,
    ReactionTaken,
    ReplyHeld,
    ReplyLeft,
    ReplyStopped,
    ReplyTakenBack,
    TagsLookDifferent,
    VisitorMoved,
    VisitorRead,
)
from inbox.lines import line_of
from inbox.mentions import named_among
from inbox.models import Conversation, Inbox, Merge, Message, Outgoing
from inbox.rows import row_of
from ledger.frames import Frame, Happening, pushes, refresh, remove, upsert
from live.actors import Actor
from live.streams import StreamKind, register
from timeline.models import Notification
from timeline.refs import Ref
from timeline.streams import anew

MOVES = (
    ConversationAssigned,
    ConversationClosed,
    ConversationReopened,
    ConversationSnoozed,
    ConversationSpammed,
    ConversationUnspammed,
    ConversationWoken,
)
"""What takes a conversation from one folder to another."""
STATES = (
    *MOVES,
    PriorityChanged,
    ConversationTagged,
    ConversationVerified,
    ConversationRated,
    ClientStaysSilent,
)
"""What is done to a conversation as a whole: each writes a line."""
REGROUPED = (ConversationsMerged, ConversationsSeparated, ConversationSplit)
ROWS, READS = "rows", "reads"
REVISED = (MessageEdited, MessageDeleted, MessageRestored)
REACTED = (MessageReacted, ReactionTaken)
QUOTING = 20
"""How many lines that quote one are brought up to date when that one changes."""
NOTICES = 100
"""How many notifications about one conversation are brought up to date when its client has another name."""
TAGGED = 20
"""How many lines of a thread that name its tags are brought up to date when one looks different."""
OTHERS = 20
"""How many conversations with one client hear of each other."""


def may_watch_inbox(actor: Actor, key: str) -> bool:
    return _sees(actor, Inbox.objects, key)


def may_watch_conversation(actor: Actor, key: str) -> bool:
    return _sees(actor, Conversation.objects, key)


def _sees(actor: Actor, objects: Any, key: str) -> bool:
    membership = Membership.objects.select_related("role").filter(pk=actor.id, ended_at=None).first()
    id = parse_uuid(key)
    return bool(membership and id and objects.visible_to(membership).filter(Q(pk=Merge.followed(id))).exists())


register(StreamKind(name="inbox", may_subscribe=may_watch_inbox))
register(
    StreamKind(
        name="conversation",
        may_subscribe=may_watch_conversation,
        presence=True,
        signals={"typing", "replying"},
        relay={"replying": lambda key, data: f"visitor:{key}"},
    )
)


@pushes(MessageReceived, MessageSent, NoteAdded, *STATES)
def line_written(fact: Any, happening: Happening) -> Iterator[Frame]:
    """A new line at the end of the thread."""
    line = line_of(fact.message_id)
    yield upsert(_thread(fact), f"message-{fact.message_id}", line.drawn, list=f"messages-{fact.conversation_id}")


@pushes(*REVISED, *REACTED)
def line_changed(fact: Any, happening: Happening) -> Iterator[Frame]:
    """Where it stands on a screen; it is put nowhere else."""
    yield upsert(_thread(fact), f"message-{fact.message_id}", line_of(fact.message_id).drawn)


@pushes(*REVISED)
def quoting_lines_changed(fact: Any, happening: Happening) -> Iterator[Frame]:
    quoting = Message.objects.filter(quoted=fact.message_id).order_by("-seq")
    for id in quoting.values_list("pk", flat=True)[:QUOTING]:
        yield upsert(_thread(fact), f"message-{id}", line_of(id).drawn)


@pushes(TagsLookDifferent)
def tagged_lines_changed(fact: TagsLookDifferent, happening: Happening) -> Iterator[Frame]:
    """They name the tags as these are called now."""
    told = Message.objects.filter(conversation=fact.conversation_id, event="tagged").order_by("-seq")
    for id in told.values_list("pk", flat=True)[:TAGGED]:
        yield upsert(_thread(fact), f"message-{id}", line_of(id).drawn)


@pushes(*REGROUPED)
def thread_changed(fact: Any, happening: Happening) -> Iterator[Frame]:
    """Its lines have other numbers: each browser reads the thread anew, and its row is told to the lists."""
    conversation = _conversation(fact, happening)
    yield refresh(_thread(fact), "conversation", reverse("inbox:conversation", args=[conversation.pk]))
    yield upsert(f"inbox:{conversation.inbox_id}", f"row-{conversation.pk}", row_of(conversation), list=ROWS)
    yield refresh(f"inbox:{conversation.inbox_id}", "folder-counts", reverse("inbox:counts"))
    here = reverse("inbox:conversation", args=[conversation.pk])
    yield refresh(_thread(fact), f"others-{conversation.pk}", here)


@pushes(ConversationsMerged)
def taken_in(fact: ConversationsMerged, happening: Happening) -> Iterator[Frame]:
    """Who looks at the one that is gone goes over to where it goes on; its row leaves the lists."""
    context = {"gone": fact.gone_id, "conversation_id": fact.conversation_id}
    html = render_to_string("inbox/_goes_on.html", context)
    yield upsert(f"conversation:{fact.gone_id}", f"gone-{fact.gone_id}", html, list=f"messages-{fact.gone_id}")
    yield remove(f"inbox:{fact.inbox_id}", f"row-{fact.gone_id}")
    yield refresh(f"inbox:{fact.inbox_id}", "folder-counts", reverse("inbox:counts"))


@pushes(ReplyHeld, ReplyStopped)
def reply_waits(fact: ReplyHeld | ReplyStopped, happening: Happening) -> Iterator[Frame]:
    """A reply that is not sent yet stands below the thread; when it goes, the line of the same id takes its place."""
    outgoing = Outgoing.objects.select_related("author").filter(pk=fact.outgoing_id, taken_back_at=None).first()
    if outgoing is not None:
        html = render_to_string("inbox/_outgoing.html", {"outgoing": outgoing})
        yield upsert(_thread(fact), f"message-{outgoing.pk}", html, list=f"messages-{fact.conversation_id}")


@pushes(ReplyTakenBack)
def reply_taken_back(fact: ReplyTakenBack, happening: Happening) -> Iterator[Frame]:
    yield remove(_thread(fact), f"message-{fact.outgoing_id}")


@pushes(ReplyHeld, ReplyStopped, ReplyTakenBack, ReplyLeft)
def scheduled_changed(fact: Any, happening: Happening) -> Iterator[Frame]:
    """The author's list of what they scheduled, where it is open."""
    yield refresh(f"person:{fact.membership_id}", "scheduled", reverse("inbox:scheduled"))


@pushes(
    *REVISED,
    ConversationStarted,
    MessageReceived,
    MessageSent,
    NoteAdded,
    *STATES,
    ContactRenamed,
    TagsLookDifferent,
    PeopleMentioned,
    ConversationFollowed,
    ConversationUnfollowed,
)
def row_changed(fact: Any, happening: Happening) -> Iterator[Frame]:
    """The conversation's row, for every list of its inbox; each list's rule says whether it stands there."""
    conversation = _conversation(fact, happening)
    yield upsert(f"inbox:{conversation.inbox_id}", f"row-{conversation.pk}", row_of(conversation), list=ROWS)


@pushes(ConversationStarted, *MOVES)
def folders_changed(fact: Any, happening: Happening) -> Iterator[Frame]:
    """Folders hold more or fewer than before: each browser asks for its own counts."""
    yield refresh(f"inbox:{_conversation(fact, happening).inbox_id}", "folder-counts", reverse("inbox:counts"))


@pushes(PeopleMentioned, MentionsRead)
def mentions_counted(fact: PeopleMentioned | MentionsRead, happening: Happening) -> Iterator[Frame]:
    """Who is mentioned has one more to read, or fewer."""
    people = fact.membership_ids if isinstance(fact, PeopleMentioned) else [fact.membership_id]
    yield from (refresh(f"person:{person}", "folder-counts", reverse("inbox:counts")) for person in people)


@pushes(MessageReceived, *STATES, ContactRenamed, TagsLookDifferent, VisitorRead)
def head_changed(fact: Any, happening: Happening) -> Iterator[Frame]:
    """Who it is with, who has it, whether it is open, and how far the client has seen."""
    conversation = _conversation(fact, happening)
    html = render_to_string("inbox/_head.html", {"conversation": conversation})
    yield upsert(_thread(fact), f"head-{conversation.pk}", html)


@pushes(ConversationFollowed, ConversationUnfollowed)
def followers_changed(fact: ConversationFollowed | ConversationUnfollowed, happening: Happening) -> Iterator[Frame]:
    """Each browser asks who follows it: the buttons beside the names are for whoever looks."""
    url = reverse("inbox:followers", args=[fact.conversation_id])
    yield refresh(_thread(fact), f"followers-{fact.conversation_id}", url)


@pushes(ContactRenamed)
def contact_changed(fact: ContactRenamed, happening: Happening) -> Iterator[Frame]:
    contact = _conversation(fact, happening).contact
    yield upsert(_thread(fact), f"contact-{contact.pk}", render_to_string("crm/_card.html", {"record": contact}))


@pushes(ClientBlocked, ClientUnblocked)
def client_shut_out(fact: ClientBlocked | ClientUnblocked, happening: Happening) -> Iterator[Frame]:
    """Whoever looks at a conversation with them sees that they are blocked, or no more."""
    theirs = Conversation.objects.filter(contact=fact.contact_id).select_related("contact", "assignee", "team", "inbox")
    for conversation in theirs.order_by("-active_at")[:OTHERS]:
        html = render_to_string("inbox/_head.html", {"conversation": conversation})
        yield upsert(f"conversation:{conversation.pk}", f"head-{conversation.pk}", html)
        url = reverse("inbox:history", args=[conversation.pk])
        yield refresh(f"conversation:{conversation.pk}", f"history-{conversation.pk}", url)


@pushes(ConversationVerified)
def client_proven(fact: ConversationVerified, happening: Happening) -> Iterator[Frame]:
    """All they said is said by who they are; the card of whom they had been gives way, and so do the conversations beside it."""
    contact = _conversation(fact, happening).contact
    yield upsert(
        _thread(fact), f"contact-{fact.from_contact_id}", render_to_string("crm/_card.html", {"record": contact})
    )
    url = reverse("inbox:conversation", args=[fact.conversation_id])
    for part in ("conversation", f"card-head-{fact.conversation_id}", f"others-{fact.conversation_id}"):
        yield refresh(_thread(fact), part, url)


@pushes(ContactRenamed, ConversationVerified, ConversationsMerged)
def notices_changed(fact: Any, happening: Happening) -> Iterator[Frame]:
    """What people were told about this client, or of what was merged: those that stand on their screens are read again."""
    subject = {"subject_type": Conversation._meta.label_lower, "subject_id": str(fact.conversation_id)}
    told = Notification.objects.filter(**subject).order_by("-created_at", "-id")
    for person, id in told.values_list("membership_id", "pk")[:NOTICES]:
        yield refresh(f"person:{person}", f"notification-{id}", reverse("timeline:notifications"))


@pushes(
    *REVISED,
    *REACTED,
    MessageReceived,
    MessageSent,
    NoteAdded,
    *REGROUPED,
    *STATES,
    ReplyHeld,
    ReplyStopped,
    ReplyTakenBack,
    ContactRenamed,
    TagsLookDifferent,
    ConversationFollowed,
    ConversationUnfollowed,
    MacroRan,
    MacroUndone,
)
def history_grew(fact: Any, happening: Happening) -> Iterator[Frame]:
    """Whoever has the history open reads it again."""
    url = reverse("inbox:history", args=[fact.conversation_id])
    yield refresh(_thread(fact), f"history-{fact.conversation_id}", url)


@pushes(*REVISED, MessageReceived, MessageSent, NoteAdded, *REGROUPED, *STATES)
def others_changed(fact: Any, happening: Happening) -> Iterator[Frame]:
    """Whoever looks at another conversation with this client sees of it what their rights allow."""
    conversation = _conversation(fact, happening)
    others = Conversation.objects.filter(contact=conversation.contact_id).exclude(pk=conversation.pk)
    for other in others.order_by("-active_at").values_list("pk", flat=True)[:OTHERS]:
        yield refresh(f"conversation:{other}", f"others-{other}", reverse("inbox:conversation", args=[other]))


@pushes(VisitorMoved, ConversationVerified)
def moved(fact: VisitorMoved | ConversationVerified, happening: Happening) -> Iterator[Frame]:
    """What the client did on the website, in the browser they were in last."""
    visitor = _conversation(fact, happening).newest_visitor()
    html = render_to_string("inbox/_reads.html", {"conversation_id": fact.conversation_id, "visitor": visitor})
    yield upsert(_thread(fact), f"page-{fact.conversation_id}", html)


@pushes(ConversationRated, ConversationClosed, ConversationReopened)
def rating_changed(fact: Any, happening: Happening) -> Iterator[Frame]:
    """What the client thought, beside the thread."""
    conversation = _conversation(fact, happening)
    html = render_to_string("inbox/_rating.html", {"conversation": conversation})
    yield upsert(_thread(fact), f"rating-{fact.conversation_id}", html)


@pushes(ConversationRead, ConversationUnread)
def read(fact: ConversationRead | ConversationUnread, happening: Happening) -> Iterator[Frame]:
    """How far this person has read, for their own screens."""
    html = render_to_string("inbox/_read.html", {"conversation_id": fact.conversation_id, "seq": fact.seq})
    yield upsert(f"person:{fact.membership_id}", f"read-{fact.conversation_id}", html, list=READS)


@pushes(DraftKept)
def draft_kept(fact: DraftKept, happening: Happening) -> Iterator[Frame]:
    """The draft and its files as they now are, for this person's other devices."""
    membership = Membership.objects.get(pk=fact.membership_id)
    conversation = _conversation(fact, happening)
    draft, waiting = conversation.draft_of(membership), conversation.waiting_files(membership)
    mentions = named_among(conversation.inbox, draft.mentions if draft else [])
    context = {"conversation_id": fact.conversation_id, "draft": draft, "waiting": waiting, "mentions": mentions}
    html = render_to_string("inbox/_draft.html", context)
    yield upsert(f"person:{fact.membership_id}", f"draft-{fact.conversation_id}", html)


@pushes(
    ConversationClosed,
    ConversationReopened,
    ConversationSpammed,
    ConversationUnspammed,
    ConversationsMerged,
    ConversationsSeparated,
)
def timeline_entry_changed(fact: Any, happening: Happening) -> Iterator[Frame]:
    """The client’s timeline says whether it is open, and shows neither spam nor what is a part of another."""
    yield anew(Ref("contact", _conversation(fact, happening).contact_id))


def _thread(fact: Any) -> str:
    return f"conversation:{fact.conversation_id}"


def _conversation(fact: Any, happening: Happening) -> Conversation:
    """As it is at the end of the transaction. Read once for all that is told of one verb: its subject was locked anew."""
    shown: Conversation | None = getattr(happening.subject, "as_shown", None)
    if shown is None:
        shown = Conversation.objects.for_rows().get(pk=fact.conversation_id)
        if happening.subject is not None:
            happening.subject.as_shown = shown
    return shown
