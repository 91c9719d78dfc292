from inbox.models.attachment import Attachment
from inbox.models.batch import Batch, BatchItem
from inbox.models.block import Block
from inbox.models.conversation import Conversation
from inbox.models.conversation.prioritised import Priority
from inbox.models.draft import Draft
from inbox.models.follow_up_rules import FollowUpRules
from inbox.models.follower import Follower
from inbox.models.identity_key import IdentityKey
from inbox.models.inbox import Inbox, InboxTeam
from inbox.models.indexed_line import IndexedLine
from inbox.models.macro import Macro, MacroRun, MacroTeam, MacroUse
from inbox.models.mention import Mention
from inbox.models.merge import Merge
from inbox.models.message import Message
from inbox.models.outgoing import Outgoing
from inbox.models.proactive import ProactiveMessage
from inbox.models.rating import Rating
from inbox.models.reaction import Reaction
from inbox.models.read_cursor import ReadCursor
from inbox.models.split import Split
from inbox.models.tag import Tag, Tagging
from inbox.models.view import View, ViewPlace, ViewTeam
from inbox.models.visitor import Visitor
from inbox.models.visitor_identity import VisitorIdentity
from inbox.models.wording import Wording
from inbox.models.writing_rules import WritingRules

__all__ = [
    "Attachment",
    "Batch",
    "BatchItem",
    "Block",
    "Conversation",
    "Draft",
    "FollowUpRules",
    "Follower",
    "IdentityKey",
    "Inbox",
    "InboxTeam",
    "IndexedLine",
    "Macro",
    "MacroRun",
    "MacroTeam",
    "MacroUse",
    "Mention",
    "Merge",
    "Message",
    "Outgoing",
    "Priority",
    "ProactiveMessage",
    "Rating",
    "Reaction",
    "ReadCursor",
    "Split",
    "Tag",
    "Tagging",
    "View",
    "ViewPlace",
    "ViewTeam",
    "Visitor",
    "VisitorIdentity",
    "Wording",
    "WritingRules",
]
