"""What happens in the inbox. Ids and figures only; words stay in their rows."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from ledger.facts import Fact


@dataclass(frozen=True)
class ConversationStarted(Fact):
    """A client wrote for the first time, or again after the last conversation was over."""

    kind: ClassVar[str] = "inbox.conversation_started"
    conversation_id: UUID
    inbox_id: UUID
    contact_id: UUID


@dataclass(frozen=True)
class MessageReceived(Fact):
    """A client's message arrived."""

    kind: ClassVar[str] = "inbox.message_received"
    conversation_id: UUID
    message_id: UUID
    seq: int


@dataclass(frozen=True)
class MessageSent(Fact):
    """A colleague replied to the client."""

    kind: ClassVar[str] = "inbox.message_sent"
    conversation_id: UUID
    message_id: UUID
    seq: int


@dataclass(frozen=True)
class NoteAdded(Fact):
    """A colleague wrote a note that the client never sees."""

    kind: ClassVar[str] = "inbox.note_added"
    conversation_id: UUID
    message_id: UUID
    seq: int


@dataclass(frozen=True)
class MessageEdited(Fact):
    """Its author said it in other words."""

    kind: ClassVar[str] = "inbox.message_edited"
    conversation_id: UUID
    message_id: UUID
    seq: int


@dataclass(frozen=True)
class MessageDeleted(Fact):
    """A reply or a note was taken back; a quiet line stands in its place."""

    kind: ClassVar[str] = "inbox.message_deleted"
    conversation_id: UUID
    message_id: UUID
    seq: int


@dataclass(frozen=True)
class MessageRestored(Fact):
    """A deleted message is back."""

    kind: ClassVar[str] = "inbox.message_restored"
    conversation_id: UUID
    message_id: UUID
    seq: int


@dataclass(frozen=True)
class MessageReacted(Fact):
    """A colleague or the client put an emoji on a message."""

    kind: ClassVar[str] = "inbox.message_reacted"
    conversation_id: UUID
    message_id: UUID
    seq: int


@dataclass(frozen=True)
class ReactionTaken(Fact):
    """They took it back."""

    kind: ClassVar[str] = "inbox.reaction_taken"
    conversation_id: UUID
    message_id: UUID
    seq: int


@dataclass(frozen=True)
class WritingRulesChanged(Fact):
    """For how long colleagues may change what they sent."""

    kind: ClassVar[str] = "inbox.writing_rules_changed"
    edit_minutes: int


@dataclass(frozen=True)
class ReplyHeld(Fact):
    """A colleague's reply waits for its time: some seconds, or, `scheduled`, one that they chose."""

    kind: ClassVar[str] = "inbox.reply_held"
    conversation_id: UUID
    outgoing_id: UUID
    membership_id: int
    scheduled: bool


@dataclass(frozen=True)
class ReplyStopped(Fact):
    """A reply that waited does not go by itself any more; `why` is one of Outgoing.Why."""

    kind: ClassVar[str] = "inbox.reply_stopped"
    conversation_id: UUID
    outgoing_id: UUID
    membership_id: int
    why: str


@dataclass(frozen=True)
class ReplyTakenBack(Fact):
    """A reply that waited was undone or thrown away. The client never saw it."""

    kind: ClassVar[str] = "inbox.reply_taken_back"
    conversation_id: UUID
    outgoing_id: UUID
    membership_id: int


@dataclass(frozen=True)
class ReplyLeft(Fact):
    """A reply that waited went to the client: it is the message with the same id."""

    kind: ClassVar[str] = "inbox.reply_left"
    conversation_id: UUID
    outgoing_id: UUID
    membership_id: int


@dataclass(frozen=True)
class PeopleMentioned(Fact):
    """A note names colleagues, by themselves or through `team_ids`."""

    kind: ClassVar[str] = "inbox.people_mentioned"
    conversation_id: UUID
    message_id: UUID
    seq: int
    membership_ids: list[int]
    team_ids: list[int]


@dataclass(frozen=True)
class MentionsRead(Fact):
    """A colleague has read what was said to them, up to `seq`."""

    kind: ClassVar[str] = "inbox.mentions_read"
    conversation_id: UUID
    membership_id: int
    seq: int


@dataclass(frozen=True)
class ConversationAssigned(Fact):
    """A conversation was given to a person, to a team, or to nobody."""

    kind: ClassVar[str] = "inbox.conversation_assigned"
    conversation_id: UUID
    message_id: UUID
    seq: int
    assignee_id: int | None
    team_id: int | None


@dataclass(frozen=True)
class ConversationFollowed(Fact):
    """A colleague is told from now on what is said in it: because they want to, or another wants them to."""

    kind: ClassVar[str] = "inbox.conversation_followed"
    conversation_id: UUID
    membership_id: int


@dataclass(frozen=True)
class ConversationUnfollowed(Fact):
    """They are told no more."""

    kind: ClassVar[str] = "inbox.conversation_unfollowed"
    conversation_id: UUID
    membership_id: int


@dataclass(frozen=True)
class ConversationClosed(Fact):
    """By a colleague, or by the client, who ended the chat."""

    kind: ClassVar[str] = "inbox.conversation_closed"
    conversation_id: UUID
    message_id: UUID
    seq: int


@dataclass(frozen=True)
class ConversationReopened(Fact):
    """Opened again, by a colleague or by the client's next message."""

    kind: ClassVar[str] = "inbox.conversation_reopened"
    conversation_id: UUID
    message_id: UUID
    seq: int


@dataclass(frozen=True)
class ConversationSnoozed(Fact):
    """Put aside until `until` (milliseconds since 1970), or (None) until the client replies."""

    kind: ClassVar[str] = "inbox.conversation_snoozed"
    conversation_id: UUID
    message_id: UUID
    seq: int
    until: int | None


@dataclass(frozen=True)
class ConversationWoken(Fact):
    """Back among the open ones; `why` is "time", "reply" or "hand". `snoozed_by` had put it aside."""

    kind: ClassVar[str] = "inbox.conversation_woken"
    conversation_id: UUID
    message_id: UUID
    seq: int
    why: str
    snoozed_by: int | None


@dataclass(frozen=True)
class ClientStaysSilent(Fact):
    """The client has not answered for as long as the firm has chosen: it came back to who has it."""

    kind: ClassVar[str] = "inbox.client_stays_silent"
    conversation_id: UUID
    message_id: UUID
    seq: int
    days: int


@dataclass(frozen=True)
class FollowUpRulesChanged(Fact):
    kind: ClassVar[str] = "inbox.follow_up_rules_changed"
    days: int


@dataclass(frozen=True)
class PriorityChanged(Fact):
    """How urgent it is: "none", "low", "medium", "high", "urgent"."""

    kind: ClassVar[str] = "inbox.priority_changed"
    conversation_id: UUID
    message_id: UUID
    seq: int
    priority: str


@dataclass(frozen=True)
class ConversationsMerged(Fact):
    """A conversation took in another of the same client, `gone_id`, that stood in `inbox_id`."""

    kind: ClassVar[str] = "inbox.conversations_merged"
    conversation_id: UUID
    gone_id: UUID
    inbox_id: UUID
    message_id: UUID
    seq: int


@dataclass(frozen=True)
class ConversationsSeparated(Fact):
    """A conversation and `other_id` are two again. Told of each of them."""

    kind: ClassVar[str] = "inbox.conversations_separated"
    conversation_id: UUID
    other_id: UUID
    message_id: UUID
    seq: int


@dataclass(frozen=True)
class ConversationSplit(Fact):
    """Lines of a conversation are one of their own. Told of each of the two; `other_id` is the one across."""

    kind: ClassVar[str] = "inbox.conversation_split"
    conversation_id: UUID
    other_id: UUID
    message_id: UUID
    seq: int


@dataclass(frozen=True)
class ConversationTagged(Fact):
    """Tags were put on or taken off; the line says which."""

    kind: ClassVar[str] = "inbox.conversation_tagged"
    conversation_id: UUID
    message_id: UUID
    seq: int


@dataclass(frozen=True)
class ProactiveChanged(Fact):
    """A message with which the chat begins by itself was made, changed, put elsewhere or removed."""

    kind: ClassVar[str] = "inbox.proactive_changed"
    inbox_id: UUID
    message_id: UUID
    fields: list[str]


@dataclass(frozen=True)
class TagMade(Fact):
    kind: ClassVar[str] = "inbox.tag_made"
    tag_id: UUID


@dataclass(frozen=True)
class TagChanged(Fact):
    """A tag has another name or colour; `conversation_ids` are those with the newest activity that have it."""

    kind: ClassVar[str] = "inbox.tag_changed"
    tag_id: UUID
    fields: list[str]
    conversation_ids: list[UUID]


@dataclass(frozen=True)
class TagRemoved(Fact):
    """A tag is gone, or was merged into another; `conversation_ids` are those with the newest activity that had it."""

    kind: ClassVar[str] = "inbox.tag_removed"
    tag_id: UUID
    conversation_ids: list[UUID]


@dataclass(frozen=True)
class TagsLookDifferent(Fact):
    """A tag of this conversation was renamed, recoloured, merged or removed: rows and heads show it."""

    kind: ClassVar[str] = "inbox.tags_look_different"
    conversation_id: UUID


@dataclass(frozen=True)
class ConversationRated(Fact):
    """The client said how the conversation was, or changed their mind; `message_id` is the line that tells it."""

    kind: ClassVar[str] = "inbox.conversation_rated"
    conversation_id: UUID
    message_id: UUID
    seq: int
    score: int


@dataclass(frozen=True)
class TranscriptAsked(Fact):
    """The client asked for the conversation by mail, to the address they had given; the mail goes out from here."""

    kind: ClassVar[str] = "inbox.transcript_asked"
    conversation_id: UUID
    visitor_id: UUID


@dataclass(frozen=True)
class ConversationRead(Fact):
    """A colleague has read a conversation up to `seq`; the firm's furthest reader had come to `firm_seen_before`."""

    kind: ClassVar[str] = "inbox.conversation_read"
    conversation_id: UUID
    membership_id: int
    seq: int
    firm_seen_before: int = 0


@dataclass(frozen=True)
class ConversationUnread(Fact):
    """A colleague wants it as if they had read no further than `seq`."""

    kind: ClassVar[str] = "inbox.conversation_unread"
    conversation_id: UUID
    membership_id: int
    seq: int


@dataclass(frozen=True)
class VisitorRead(Fact):
    """The client has seen the firm's replies up to `seq`."""

    kind: ClassVar[str] = "inbox.visitor_read"
    conversation_id: UUID
    seq: int


@dataclass(frozen=True)
class VisitorMoved(Fact):
    """The client's browser was here again, mostly on another page."""

    kind: ClassVar[str] = "inbox.visitor_moved"
    conversation_id: UUID
    visitor_id: UUID


@dataclass(frozen=True)
class DraftKept(Fact):
    """A colleague's draft was saved, or the files that wait with it changed. Without words, `length` is 0."""

    kind: ClassVar[str] = "inbox.draft_kept"
    conversation_id: UUID
    membership_id: int
    length: int


@dataclass(frozen=True)
class ContactRenamed(Fact):
    """What the lists call the client has changed."""

    kind: ClassVar[str] = "inbox.contact_renamed"
    conversation_id: UUID
    contact_id: UUID


@dataclass(frozen=True)
class ConversationVerified(Fact):
    """The client has proven by a signed token who they are. `from_contact_id` is who they had been."""

    kind: ClassVar[str] = "inbox.conversation_verified"
    conversation_id: UUID
    message_id: UUID
    seq: int
    identity_id: UUID
    contact_id: UUID
    from_contact_id: UUID


@dataclass(frozen=True)
class VisitorIdentified(Fact):
    """A browser is somebody's from now on."""

    kind: ClassVar[str] = "inbox.visitor_identified"
    visitor_id: UUID
    identity_id: UUID
    inbox_id: UUID


@dataclass(frozen=True)
class VisitorRevoked(Fact):
    """A browser's token died: "identified" (it has another), "forgotten" (signed out) or "blocked"."""

    kind: ClassVar[str] = "inbox.visitor_revoked"
    visitor_id: UUID
    why: str


@dataclass(frozen=True)
class ConversationSpammed(Fact):
    """Nobody had asked for it: it lies in a folder of its own."""

    kind: ClassVar[str] = "inbox.conversation_spammed"
    conversation_id: UUID
    message_id: UUID
    seq: int


@dataclass(frozen=True)
class ConversationUnspammed(Fact):
    kind: ClassVar[str] = "inbox.conversation_unspammed"
    conversation_id: UUID
    message_id: UUID
    seq: int


@dataclass(frozen=True)
class ClientBlocked(Fact):
    """Nothing that this client sends arrives any more."""

    kind: ClassVar[str] = "inbox.client_blocked"
    contact_id: UUID


@dataclass(frozen=True)
class ClientUnblocked(Fact):
    kind: ClassVar[str] = "inbox.client_unblocked"
    contact_id: UUID


@dataclass(frozen=True)
class IdentityKeyMade(Fact):
    kind: ClassVar[str] = "inbox.identity_key_made"
    inbox_id: UUID
    key_id: UUID
    algorithm: str


@dataclass(frozen=True)
class IdentityKeyEnded(Fact):
    kind: ClassVar[str] = "inbox.identity_key_ended"
    inbox_id: UUID
    key_id: UUID


@dataclass(frozen=True)
class InboxMade(Fact):
    """A door of the firm was opened: an inbox with a widget of its own."""

    kind: ClassVar[str] = "inbox.inbox_made"
    inbox_id: UUID


@dataclass(frozen=True)
class InboxChanged(Fact):
    """How an inbox looks, where its widget may stand, who works it, or whether it takes messages was changed."""

    kind: ClassVar[str] = "inbox.inbox_changed"
    inbox_id: UUID
    fields: list[str]


@dataclass(frozen=True)
class MacroMade(Fact):
    """Somebody made a macro, for themselves, teams or the firm."""

    kind: ClassVar[str] = "inbox.macro_made"
    macro_id: UUID
    sharing: str


@dataclass(frozen=True)
class MacroChanged(Fact):
    """Its name, steps or sharing; `was` is how it was shared before."""

    kind: ClassVar[str] = "inbox.macro_changed"
    macro_id: UUID
    sharing: str
    was: str
    fields: list[str]


@dataclass(frozen=True)
class ViewSaved(Fact):
    """A filter got a name. `shared` is "nobody", "teams" or "firm"."""

    kind: ClassVar[str] = "inbox.view_saved"
    view_id: UUID
    owner_id: int
    shared: str


@dataclass(frozen=True)
class ViewChanged(Fact):
    """What a view is called, how it looks, what it holds, or who sees it; `shared` is the wider of before and after."""

    kind: ClassVar[str] = "inbox.view_changed"
    view_id: UUID
    owner_id: int
    shared: str
    fields: list[str]


@dataclass(frozen=True)
class MacroDeleted(Fact):
    """Nobody finds it any more; it can be put back."""

    kind: ClassVar[str] = "inbox.macro_deleted"
    macro_id: UUID
    sharing: str


@dataclass(frozen=True)
class MacroRestored(Fact):
    """It was put back."""

    kind: ClassVar[str] = "inbox.macro_restored"
    macro_id: UUID
    sharing: str


@dataclass(frozen=True)
class MacroRan(Fact):
    """All its steps were done on a conversation, each with a fact of its own."""

    kind: ClassVar[str] = "inbox.macro_ran"
    conversation_id: UUID
    macro_id: UUID
    run_id: UUID


@dataclass(frozen=True)
class MacroUndone(Fact):
    """What could be taken back of a run was."""

    kind: ClassVar[str] = "inbox.macro_undone"
    conversation_id: UUID
    run_id: UUID


@dataclass(frozen=True)
class ViewRemoved(Fact):
    """A view is gone, until it is brought back."""

    kind: ClassVar[str] = "inbox.view_removed"
    view_id: UUID
    owner_id: int
    shared: str


@dataclass(frozen=True)
class ViewRestored(Fact):
    """A view that was removed is back."""

    kind: ClassVar[str] = "inbox.view_restored"
    view_id: UUID
    owner_id: int
    shared: str


@dataclass(frozen=True)
class ViewsArranged(Fact):
    """Somebody pinned a view, or put their views in another order."""

    kind: ClassVar[str] = "inbox.views_arranged"
    membership_id: int
