"""The visitor's stream `visitor:<conversation uuid>`: JSON frames for the widget, made by inbox/visitor_view.py alone.

{"op":"upsert","kind":"message","message":{…}}   a reply of either side, or what became of it
{"op":"state","closed":true}                     the conversation was closed or opened again
{"op":"anew"}                                    it was merged or separated: read the conversation anew
{"op":"rated","rating":{…}}                      the visitor rated it, here or in another tab
{"op":"read","seq":N}                            a colleague has read the visitor's message N
{"op":"seen","seq":N}                            the visitor has seen reply N, here or in another tab

`identity:<uuid>`, for the devices of somebody who is signed in, says {"op":"conversation","id":…} when another one is theirs.
`access:<visitor>` ends the sockets of a token that died.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import Q

from core.ids import parse_uuid
from inbox.events import (
    ClientBlocked,
    ClientUnblocked,
    ConversationClosed,
    ConversationRated,
    ConversationRead,
    ConversationReopened,
    ConversationsMerged,
    ConversationSplit,
    ConversationsSeparated,
    ConversationStarted,
    ConversationVerified,
    MessageDeleted,
    MessageEdited,
    MessageReacted,
    MessageReceived,
    MessageRestored,
    MessageSent,
    ReactionTaken,
    VisitorRead,
    VisitorRevoked,
)
from inbox.models import Conversation, Merge, Message, Visitor
from inbox.visitor_view import (
    family_of,
    identity_stream,
    message_views,
    public_seq,
    rating_view,
    read_line,
    replies,
    stream_of,
)
from ledger.frames import Frame, Happening, pushes
from live.actors import Actor
from live.streams import StreamKind, register

QUOTING = 20
"""How many messages that quote one are brought up to date when that one changes."""
MOST = 200
"""How many browsers of one client are told at once; what the others ask is refused all the same."""


def may_watch(actor: Actor, key: str) -> bool:
    """A visitor hears their own conversation and no other."""
    id = parse_uuid(key)
    visitor = Visitor.at_the_door().filter(pk=parse_uuid(actor.id)).first() if id else None
    if visitor is None or not visitor.is_welcome or visitor.is_blocked:
        return False
    return bool(Conversation.shown_to(visitor).filter(pk=Merge.followed(id)).exists())


def may_watch_identity(actor: Actor, key: str) -> bool:
    visitor = Visitor.at_the_door().filter(pk=parse_uuid(actor.id)).first()
    return visitor is not None and visitor.is_welcome and not visitor.is_blocked and str(visitor.identity_id) == key


register(
    StreamKind(
        name="visitor",
        may_subscribe=may_watch,
        signals={"typing"},
        faces={"visitor"},
        relay={"typing": lambda key, data: f"conversation:{key}"},
    )
)


register(StreamKind(name="identity", may_subscribe=may_watch_identity, faces={"visitor"}))


@pushes(MessageReceived, MessageSent)
def message_came(fact: MessageReceived | MessageSent, happening: Happening) -> Iterator[Frame]:
    yield _shown(fact.conversation_id, fact.message_id)


def _shown(conversation_id: UUID, message_id: UUID) -> Frame:
    conversation = Conversation.objects.get(pk=conversation_id)
    message = replies(conversation).get(pk=message_id)
    shown = message_views([message], first=public_seq(conversation, message.seq))[0]
    members = {"kind": "message", "message": shown}
    return Frame(stream_of(conversation.root), "upsert", members, key=f"message {message_id}")


@pushes(MessageEdited, MessageDeleted, MessageRestored, MessageReacted, ReactionTaken)
def message_changed(fact: Any, happening: Happening) -> Iterator[Frame]:
    """Of a note a visitor hears nothing."""
    if not happening.subject.is_public:
        return
    yield _shown(fact.conversation_id, fact.message_id)
    quoting = Message.objects.filter(quoted=fact.message_id, kind=Message.Kind.REPLY).order_by("-seq")
    for id in quoting.values_list("pk", flat=True)[:QUOTING]:
        yield _shown(fact.conversation_id, id)


@pushes(ConversationClosed, ConversationReopened)
def state_changed(fact: ConversationClosed | ConversationReopened, happening: Happening) -> Iterator[Frame]:
    conversation = _conversation(fact)
    closed = all(member.is_closed for member in family_of(conversation))
    yield Frame(stream_of(conversation.root), "state", {"closed": closed}, key="state")


@pushes(ConversationsMerged, ConversationsSeparated, ConversationSplit)
def anew(fact: Any, happening: Happening) -> Iterator[Frame]:
    """What belongs to the client's thread, or in which order, is another: who sees any part of it reads it anew, and goes on
    with the stream that it then has."""
    gone = getattr(fact, "gone_id", None)
    for id in sorted({*_conversation(fact).family, *([gone] if gone else [])}):
        yield Frame(stream_of(id), "anew", {}, key="anew")


@pushes(ConversationRated)
def rated(fact: ConversationRated, happening: Happening) -> Iterator[Frame]:
    """The visitor's other tabs."""
    conversation = _conversation(fact)
    yield Frame(stream_of(conversation.root), "rated", {"rating": rating_view(conversation)}, key="rated")


@pushes(ConversationRead)
def read(fact: ConversationRead, happening: Happening) -> Iterator[Frame]:
    """Told only when a message of the visitor has its first reader; that notes and events are read is not theirs to know."""
    conversation = _conversation(fact)
    line = read_line(conversation)
    if line > fact.firm_seen_before:
        seq = public_seq(conversation, line)
        yield Frame(stream_of(conversation.root), "read", {"seq": seq}, key="read")


@pushes(VisitorRead)
def seen(fact: VisitorRead, happening: Happening) -> Iterator[Frame]:
    conversation = _conversation(fact)
    seq = public_seq(conversation, fact.seq)
    yield Frame(stream_of(conversation.root), "seen", {"seq": seq}, key="seen")


@pushes(ConversationStarted, ConversationVerified)
def another_is_theirs(fact: ConversationStarted | ConversationVerified, happening: Happening) -> Iterator[Frame]:
    identity_id = _conversation(fact).identity_id
    if identity_id is not None:
        members = {"id": str(fact.conversation_id)}
        yield Frame(identity_stream(identity_id), "conversation", members, key="conversation")


@pushes(ClientBlocked, ClientUnblocked)
def shut_out(fact: ClientBlocked | ClientUnblocked, happening: Happening) -> Iterator[Frame]:
    """Their open sockets ask again what they may hear."""
    theirs = Visitor.objects.filter(Q(contact=fact.contact_id) | Q(identity__contact=fact.contact_id), revoked_at=None)
    for pk in theirs.order_by("-seen_at").values_list("pk", flat=True)[:MOST]:
        yield Frame(f"access:{pk}", "recheck", {})


@pushes(VisitorRevoked)
def ended(fact: VisitorRevoked, happening: Happening) -> Iterator[Frame]:
    yield Frame(f"access:{fact.visitor_id}", "end", {"session": None})


def _conversation(fact: Any) -> Conversation:
    """As it is at the end of the transaction."""
    conversation: Conversation = Conversation.objects.get(pk=fact.conversation_id)
    return conversation
