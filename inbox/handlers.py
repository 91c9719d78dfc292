"""What the inbox does when something happened: calls clients by their new names, tells colleagues what waits for them."""

from typing import Any

from django.db.models import Q

from accounts.events import MembershipEnded, RoleChanged, TeamDissolved, TeamLeft
from accounts.models import Membership
from crm.events import ContactChanged
from inbox import routing
from inbox.events import (
    ClientStaysSilent,
    ContactRenamed,
    ConversationAssigned,
    ConversationClosed,
    ConversationFollowed,
    ConversationRead,
    ConversationReopened,
    ConversationSnoozed,
    ConversationSplit,
    ConversationStarted,
    ConversationVerified,
    ConversationWoken,
    InboxChanged,
    MessageReceived,
    MessageSent,
    NoteAdded,
    PeopleMentioned,
    ReplyStopped,
    TagChanged,
    TagRemoved,
    TagsLookDifferent,
    TranscriptAsked,
)
from inbox.mailing import send_transcript
from inbox.models import Conversation, Follower, IndexedLine, Mention, Message, Outgoing, ReadCursor
from inbox.notifications import ASSIGNED, FOLLOWED, FOLLOWER, MENTION, MESSAGE, NOT_SENT, SILENT, WAITING, WOKEN
from inbox.policies import who_may_see, who_may_take
from inbox.sources import CONVERSATION
from ledger.handlers import handles
from ledger.models import Event
from ledger.record import record
from timeline.models import Entry, Notification
from timeline.refs import Ref


@handles(ConversationStarted, ConversationVerified, ConversationSplit, name="inbox.stand_on_timeline")
def stand_on_timeline(event: Event) -> None:
    """Each conversation stands on the timeline of whom it is with by now."""
    for conversation in Conversation.objects.filter(pk=event.fact().conversation_id):
        ref = Ref("contact", conversation.contact_id)
        Entry.stand(CONVERSATION, conversation.pk, ref, kind=CONVERSATION, at=conversation.created_at)


@handles(ContactChanged, name="inbox.rename")
def rename(event: Event) -> None:
    """Lists and threads call the client by the new name. Each row is locked, so that none is told an older state."""
    theirs = Conversation.objects.filter(contact_id=event.fact().contact_id).order_by("id")
    for conversation in theirs.select_for_update(of=("self",)):
        record(ContactRenamed(conversation.pk, conversation.contact_id), subject=conversation)


@handles(ContactChanged, name="inbox.find_by_new_name")
def find_by_new_name(event: Event) -> None:
    """What was said with this client is found by who they are now, and no more by who they were."""
    theirs = Conversation.objects.filter(contact_id=event.fact().contact_id).order_by("id")
    for conversation in theirs.select_for_update(of=("self",)):
        IndexedLine.keep_thread(conversation)


@handles(TagChanged, TagRemoved, name="inbox.show_tags")
def show_tags(event: Event) -> None:
    """Rows and heads show the tag as it now is. Each row is locked, so that none is told an older state."""
    theirs = Conversation.objects.filter(pk__in=event.fact().conversation_ids).order_by("id")
    for conversation in theirs.select_for_update(of=("self",)):
        record(TagsLookDifferent(conversation.pk), subject=conversation)


@handles(
    ConversationStarted,
    ConversationReopened,
    ConversationWoken,
    ConversationAssigned,
    ConversationClosed,
    ConversationSnoozed,
    InboxChanged,
    name="inbox.give_out",
)
def give_out(event: Event) -> None:
    """Somebody waits to be answered, or has room again."""
    routing.give_out()


@handles(TranscriptAsked, name="inbox.mail_transcript")
def mail_transcript(event: Event) -> None:
    """The client asked for what was said, by mail."""
    send_transcript(event.fact())


@handles(MembershipEnded, name="inbox.let_go")
def let_go(event: Event) -> None:
    """What somebody had who left waits for the others again; a team keeps it."""
    theirs = Conversation.objects.filter(assignee_id=event.fact().membership_id, closed_at=None).order_by("id")
    for conversation in theirs.select_related("team"):
        conversation.assign(by=None, to=None, team=conversation.team)
    followed = Follower.objects.filter(membership=event.fact().membership_id).select_related("conversation")
    for follower in followed.order_by("conversation"):
        follower.conversation.unfollow(by=None, who=follower.membership)


@handles(
    MessageReceived,
    MessageSent,
    ConversationAssigned,
    ConversationClosed,
    ConversationReopened,
    name="inbox.review_scheduled",
)
def review_scheduled(event: Event) -> None:
    """What waits for its time stops as soon as it may not go any more, so that its author hears of it early."""
    for conversation in Conversation.objects.filter(pk=event.fact().conversation_id):
        conversation.review_scheduled()


@handles(MembershipEnded, RoleChanged, TeamLeft, TeamDissolved, InboxChanged, name="inbox.review_access")
def review_access(event: Event) -> None:
    """Who left the firm, or sees less of it, sends nothing there any more."""
    fact = event.fact()
    waiting = Outgoing.objects.filter(is_scheduled=True, taken_back_at=None)
    if isinstance(fact, InboxChanged):
        waiting = waiting.filter(conversation__inbox=fact.inbox_id)
    else:
        people = fact.membership_ids if isinstance(fact, TeamDissolved) else [fact.membership_id]
        waiting = waiting.filter(author__in=people)
    ids = set(waiting.values_list("conversation", flat=True))
    for conversation in Conversation.objects.filter(pk__in=ids).order_by("id"):
        conversation.review_scheduled()


@handles(
    ConversationStarted,
    ConversationReopened,
    ConversationAssigned,
    ConversationFollowed,
    MessageReceived,
    MessageSent,
    NoteAdded,
    PeopleMentioned,
    ConversationRead,
    ConversationWoken,
    ReplyStopped,
    ClientStaysSilent,
    name="inbox.notify",
)
def notify(event: Event) -> None:
    """One reader for all of them, so that what is read after it came is known to be read."""
    fact = event.fact()
    conversation = Conversation.objects.select_related("inbox", "assignee").filter(pk=fact.conversation_id).first()
    if conversation is not None:
        TOLD[type(fact)](event, fact, conversation)


def waiting(event: Event, _fact: Any, conversation: Conversation) -> None:
    """A client waits, nobody has taken it, and it was given to nobody, by us or by a worker beside: all who may answer."""
    if event.actor is not None or conversation.assignee_id is not None:
        return
    routing.give_out()
    if Conversation.objects.filter(pk=conversation.pk, assignee=None).exists():
        Notification.tell(who_may_take(conversation.inbox), event, kind=WAITING)


def assigned(event: Event, fact: ConversationAssigned, conversation: Conversation) -> None:
    """Given to somebody by another; or left behind by who had it."""
    waiting(event, fact, conversation)
    Notification.tell(Membership.objects.filter(pk=fact.assignee_id, ended_at=None), event, kind=ASSIGNED)


def received(event: Event, fact: MessageReceived, conversation: Conversation) -> None:
    """The client wrote to somebody who has it and has not read it yet, and to who follows it."""
    said(event, fact, conversation)
    if conversation.is_spam or conversation.assignee is None or conversation.assignee.ended_at is not None:
        return
    if conversation.read_seq(conversation.assignee) < fact.seq:
        Notification.tell([conversation.assignee], event, kind=MESSAGE)


def said(event: Event, fact: MessageReceived | MessageSent | NoteAdded, conversation: Conversation) -> None:
    """To who follows it, has not read it yet, and is not told of it as who has it, or is named in it. Of what the chat said by
    itself nobody is: the client's answer comes with it."""
    if isinstance(fact, MessageSent) and event.actor is None:
        return
    followers = {person.pk: person for person in conversation.following}
    if conversation.is_spam or not followers:
        return
    told = {conversation.assignee_id} if isinstance(fact, MessageReceived) else set()
    told |= set(Message.objects.filter(pk=fact.message_id).values_list("author", flat=True))
    told |= set(Mention.objects.filter(message=fact.message_id).values_list("membership", flat=True))
    told |= set(conversation.read_cursors.filter(seq__gte=fact.seq).values_list("membership", flat=True))
    seeing = [person for person in who_may_see(conversation.inbox) if person.pk in followers.keys() - told]
    Notification.tell(seeing, event, kind=FOLLOWED)


def followed(event: Event, fact: ConversationFollowed, _conversation: Conversation) -> None:
    """A colleague had them follow it."""
    Notification.tell(Membership.objects.filter(pk=fact.membership_id, ended_at=None), event, kind=FOLLOWER)


def woken(event: Event, fact: ConversationWoken, conversation: Conversation) -> None:
    """What was snoozed until now is back: who has it hears of it, or whoever had put it aside."""
    if fact.why != "time":
        return
    who = Membership.objects.filter(pk=conversation.assignee_id or fact.snoozed_by, ended_at=None).first()
    if who and Conversation.objects.visible_to(who).filter(pk=conversation.pk).exists():
        Notification.tell([who], event, kind=WOKEN)


def not_sent(event: Event, fact: ReplyStopped, conversation: Conversation) -> None:
    """Its author; where they do not come here any more, whoever the conversation belongs to now."""
    if fact.why not in (Outgoing.Why.LEFT, Outgoing.Why.LOST):
        people = list(Membership.objects.filter(pk=fact.membership_id))
    elif conversation.assignee and conversation.assignee_id != fact.membership_id:
        people = [conversation.assignee]
    else:
        people = [person for person in who_may_take(conversation.inbox) if person.pk != fact.membership_id]
    if fact.why != Outgoing.Why.UNDONE:
        Notification.tell(people, event, kind=NOT_SENT)


def mentioned(event: Event, fact: PeopleMentioned, conversation: Conversation) -> None:
    """Named in a note that they have not read yet."""
    seen = ReadCursor.objects.filter(conversation=conversation, seq__gte=fact.seq).values("membership")
    named = Membership.objects.filter(pk__in=fact.membership_ids, ended_at=None).exclude(pk__in=seen)
    Notification.tell(named.order_by("pk"), event, kind=MENTION)


def silent(event: Event, fact: ClientStaysSilent, conversation: Conversation) -> None:
    """Who has it hears of it, or whoever wrote to the client last."""
    last = conversation.messages.filter(seq=conversation.reply_seq).values_list("author", flat=True).first()
    who = Membership.objects.filter(pk=conversation.assignee_id or last, ended_at=None).first()
    if who and Conversation.objects.visible_to(who).filter(pk=conversation.pk).exists():
        Notification.tell([who], event, kind=SILENT)


def read(_event: Event, fact: ConversationRead, conversation: Conversation) -> None:
    """Who has read the conversation to its end need not be told of it any more."""
    cursor = ReadCursor.objects.select_related("membership").filter(
        conversation=conversation, membership=fact.membership_id
    )
    for each in cursor.filter(seq__gte=conversation.said_seq):
        about = Q(subject_type=conversation._meta.label_lower, subject_id=str(conversation.pk))
        Notification.mark_read(each.membership, only=about)


TOLD: dict[type, Any] = {
    ConversationStarted: waiting,
    ConversationReopened: waiting,
    ConversationAssigned: assigned,
    ConversationFollowed: followed,
    MessageReceived: received,
    MessageSent: said,
    NoteAdded: said,
    ConversationWoken: woken,
    PeopleMentioned: mentioned,
    ClientStaysSilent: silent,
    ConversationRead: read,
    ReplyStopped: not_sent,
}
