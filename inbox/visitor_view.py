"""What a visitor is shown, and nothing else. Every byte that leaves for a visitor is made here.

Replies of both sides alone: never a note, an event line, a mention, an internal id, an address or number of a colleague.
Of a colleague: display name, job title, photo. Snapshots in tests/widget/test_visitor_view.py hold it to that.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Max, Prefetch, QuerySet

from accounts.models import Firm, Membership
from core import clock
from core.clock import to_ms
from core.rich import as_json, tree_of
from files.models import File
from inbox import opening
from inbox.lines import reacted, shortened
from inbox.models import Attachment, Conversation, Inbox, Message, ProactiveMessage, Visitor
from inbox.reactions import Pile, piles
from ledger.heads import heads_of

PAGE = 30


def stream_of(conversation_id: UUID) -> str:
    return f"visitor:{conversation_id}"


def conversation_view(conversation: Conversation, before: int | None = None) -> dict[str, Any]:
    """The newest messages, or those before message `before`, oldest first; and where the stream stood before they were read."""
    stream = stream_of(conversation.root)
    after = heads_of([stream])[stream]
    conversation = Conversation.objects.get(pk=conversation.pk)
    family = family_of(conversation)
    stop = public(conversation).count()
    stop = stop if before is None else max(0, min(before - 1, stop))
    start = max(0, stop - PAGE)
    in_order = ORDER if len(family) > 1 else ("seq",)
    page = replies(conversation).order_by(*in_order)[start:stop]
    return {
        "id": str(conversation.root),
        "stream": stream,
        "after": after,
        "closed": all(member.is_closed for member in family),
        "rating": rating_view(conversation),
        "read": max(read_by_firm(member) for member in family),
        "seen": max(public_seq(member, member.visitor_seen_seq) for member in family),
        "messages": message_views(list(page), first=start + 1),
        "more": start > 0,
    }


def rating_view(conversation: Conversation) -> dict[str, Any] | None:
    """What they said when it was closed last, and until when (ms) they may change it."""
    last = closed_last(conversation)
    rating = last.rating if last else None
    if rating is None:
        return None
    until = to_ms(rating.created_at + rating.SETTLES)
    return {"score": rating.score, "comment": rating.comment, "until": until}


def closed_last(conversation: Conversation) -> Conversation | None:
    """Of the client's thread the part that was closed last, which is what they say how it was; None while any is open."""
    family = family_of(conversation)
    if not all(member.is_closed for member in family):
        return None
    return max(family, key=lambda member: (member.closed_at or member.created_at, member.pk))


def replies(conversation: Conversation) -> QuerySet[Message]:
    """What both sides see, with what the view needs."""
    files = Attachment.objects.filter(message__deleted_at=None).select_related("file").order_by("position")
    found = public(conversation).select_related("author", "quoted__author")
    return found.prefetch_related(Prefetch("attachments", queryset=files), reacted())


def family_of(conversation: Conversation) -> list[Conversation]:
    """The conversation and those it was split from or into. To the client they are one thread."""
    if len(conversation.family) == 1:
        return [conversation]
    members = list(Conversation.objects.filter(pk__in=conversation.family))
    for member in members:
        member.family = conversation.family
    return members


def public(conversation: Conversation) -> QuerySet[Message]:
    """What both sides said, in all of the family."""
    return Message.objects.filter(conversation__in=conversation.family, kind=Message.Kind.REPLY)


def own(conversation: Conversation) -> QuerySet[Message]:
    """What both sides said in this one."""
    return conversation.messages.filter(kind=Message.Kind.REPLY)


ORDER = ("created_at", "seq", "pk")


def public_seq(conversation: Conversation, seq: int) -> int:
    """Line `seq` as a visitor counts: replies alone. The lines' own numbers would tell how many notes stand between."""
    if len(conversation.family) == 1:
        return own(conversation).filter(seq__lte=seq).count()
    last = own(conversation).filter(seq__lte=seq).order_by("-seq").first()
    return public(conversation).filter(created_at__lte=last.created_at).count() if last else 0


def seen_lines(conversation: Conversation, public_seq: int) -> list[tuple[Conversation, int]]:
    """The way back: how far somebody has come, in each of the family, who has seen the first `public_seq` messages."""
    if len(conversation.family) == 1:
        found = (
            own(conversation).order_by("seq").values_list("seq", flat=True)[public_seq - 1 : public_seq].first()
            if public_seq > 0
            else 0
        )
        return [(conversation, conversation.reply_seq if found is None else found)]
    first = public(conversation).order_by(*ORDER).values_list("conversation", "seq")[: max(public_seq, 0)]
    reached: dict[UUID, int] = {}
    for id, seq in first:
        reached[id] = max(seq, reached.get(id, 0))
    return [(member, reached.get(member.pk, 0)) for member in family_of(conversation)]


def message_views(messages: Sequence[Message], first: int) -> list[dict[str, Any]]:
    """Messages that follow each other; `first` is the first one's number."""
    photos = {message.author.photo for message in messages if message.author and message.author.photo}
    faces = File.objects.in_bulk(photos)
    return [message_view(message, seq, faces) for seq, message in enumerate(messages, start=first)]


def message_view(message: Message, seq: int, faces: dict[UUID, File]) -> dict[str, Any]:
    return {
        "id": str(message.pk),
        "seq": seq,
        "author": {"kind": "visitor"} if message.contact_id else author_view(message.author, faces),
        "body": message.body,
        "rich": rich_view(message),
        "at": to_ms(message.created_at),
        "edited": message.edited_at is not None and not message.is_deleted,
        "removed": message.is_deleted,
        "quote": quote_view(message.quoted),
        "reactions": [] if message.is_deleted else [pile_view(pile) for pile in piles(message.reactions.all())],
        "attachments": [attachment_view(attachment) for attachment in message.attachments.all()],
    }


def rich_view(message: Message) -> list[Any] | None:
    """What a colleague formatted, as a tree of known elements; None where `body` is shown as it stands."""
    tree = tree_of(message.body) if message.is_formatted else None
    return None if tree is None else as_json(tree)


def quote_view(quoted: Message | None) -> dict[str, Any] | None:
    """What the message answers, if both sides see that."""
    if quoted is None or not quoted.is_public:
        return None
    author = "" if quoted.contact_id else quoted.author.name if quoted.author else ""
    kind = "visitor" if quoted.contact_id else "agent"
    return {"id": str(quoted.pk), "kind": kind, "name": author, "text": shortened(quoted), "removed": quoted.is_deleted}


def pile_view(pile: Pile) -> dict[str, Any]:
    """`names` are colleagues', as they sign their replies; `mine`: the visitor is among those who reacted."""
    return {"emoji": pile.emoji, "count": pile.count, "names": pile.colleagues, "mine": pile.by_client}


def author_view(colleague: Membership | None, faces: dict[UUID, File]) -> dict[str, Any]:
    if colleague is None:
        return {"kind": "agent", "name": "", "title": "", "photo": ""}
    face = faces.get(colleague.photo) if colleague.photo else None
    return {
        "kind": "agent",
        "name": colleague.name,
        "title": colleague.job_title,
        "photo": face.square_url() if face else "",
    }


def attachment_view(attachment: Attachment) -> dict[str, Any]:
    """`until`: when its links end (ms); after that the browser asks for fresh ones by `id`."""
    file = attachment.file
    return {"id": str(attachment.pk), **file_view(file)}


def file_view(file: File) -> dict[str, Any]:
    return {
        "name": file.name,
        "size": file.size,
        "picture": file.is_picture,
        "width": file.width,
        "height": file.height,
        "url": file.url(),
        "thumbnail": file.thumbnail_url(),
        "until": to_ms(file.link_ends_at()),
    }


def read_by_firm(conversation: Conversation) -> int:
    """The newest of the visitor's own messages that a colleague has read."""
    return public_seq(conversation, read_line(conversation))


def read_line(conversation: Conversation) -> int:
    """Its line. Not the firm's cursor itself: that moves with notes, which would tell that there are some."""
    theirs = own(conversation).filter(contact__isnull=False, seq__lte=conversation.firm_seen_seq)
    return theirs.aggregate(newest=Max("seq"))["newest"] or 0


def contact_view(visitor: Visitor | None) -> dict[str, str]:
    """What the visitor told of themselves; not the contact, in which colleagues write too."""
    told = visitor.told if visitor else {}
    return {name: told.get(name, "") for name in ("name", "email", "phone")}


def proactive_view(inbox: Inbox, firm: Firm) -> list[dict[str, Any]]:
    """With what the chat may begin by itself now, in order; nothing where nobody could answer."""
    if inbox.is_closed:
        return []
    found = inbox.proactive_messages.filter(on=True)
    standing = inbox.standing(firm.time_zone)
    if standing and not standing["open"]:
        found = found.filter(open_only=False)
    if inbox.identity_required:
        found = found.filter(audience=ProactiveMessage.Audience.KNOWN)
    return [
        {
            "id": str(message.pk),
            "text": message.text,
            "pages": message.pages,
            "after": message.after_seconds,
            "audience": message.audience,
            "repeat": message.repeat,
        }
        for message in found
    ]


def identity_view(visitor: Visitor | None) -> dict[str, Any] | None:
    """Proven by a signed token: the stream that says when another conversation is theirs, and where it stood before theirs
    was read. None for an anonymous browser."""
    if visitor is None or visitor.identity_id is None:
        return None
    stream = identity_stream(visitor.identity_id)
    return {"stream": stream, "after": heads_of([stream])[stream]}


def identity_stream(identity_id: UUID) -> str:
    return f"identity:{identity_id}"


def look_stream(inbox: Inbox) -> str:
    """Where open chats hear of another look, by the inbox's public key."""
    return f"widget:{inbox.key}"


def inbox_view(inbox: Inbox, firm: Firm) -> dict[str, Any]:
    return {
        "firm": inbox.title or firm.name,
        "accent": inbox.accent,
        "greeting": inbox.greeting,
        "closed": inbox.is_closed,
        "identified_only": inbox.identity_required,
        "away": inbox.away_text,
        "files": inbox.takes_files,
        "rating": inbox.asks_rating,
        "hours": opening.told(inbox.business_hours(firm.time_zone), clock.now()),
    }
