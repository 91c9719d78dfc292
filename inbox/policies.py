"""Who may see and do what in the inbox. Views, API, streams and templates ask here and nowhere else."""

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.permissions import Permission, declare
from core import clock
from files.policies import opens_files
from timeline.policies import can_edit_shared, shared_with

if TYPE_CHECKING:
    from accounts.models import Membership, Team
    from inbox.models import Inbox, Macro, Message, View

READ, REPLY, NOTE, ASSIGN, CLOSE, SORT, BLOCK, MACROS, MERGE, MAKE_TAGS, MANAGE_TAGS, MANAGE = (
    "inbox.read",
    "inbox.reply",
    "inbox.note",
    "inbox.assign",
    "inbox.close",
    "inbox.sort",
    "inbox.block",
    "inbox.macros",
    "inbox.merge",
    "inbox.make_tags",
    "inbox.manage_tags",
    "inbox.manage",
)

SHARE_VIEWS = "inbox.share_views"

declare(
    Permission(READ, _("Read conversations"), frozenset({"agent", "viewer"})),
    Permission(REPLY, _("Reply to clients"), frozenset({"agent"})),
    Permission(NOTE, _("Write notes"), frozenset({"agent"})),
    Permission(ASSIGN, _("Assign conversations"), frozenset({"agent"})),
    Permission(CLOSE, _("Close and reopen conversations"), frozenset({"agent"})),
    Permission(SORT, _("Snooze conversations, set priority and tags"), frozenset({"agent"})),
    Permission(BLOCK, _("Mark spam and block clients"), frozenset({"agent"})),
    Permission(MACROS, _("Make and edit macros of the whole firm and of every team")),
    Permission(MERGE, _("Merge and split conversations"), frozenset({"agent"})),
    Permission(MAKE_TAGS, _("Make new tags"), frozenset({"agent"})),
    Permission(MANAGE_TAGS, _("Rename, merge and remove tags")),
    Permission(SHARE_VIEWS, _("Share views with colleagues"), frozenset({"agent"})),
    Permission(MANAGE, _("Set up inboxes and the website widget")),
)


def visible_inboxes(membership: "Membership") -> Q:
    """Inboxes of everybody, of the person's teams, and for those who manage inboxes all of them."""
    if not membership.may(READ):
        return Q(pk__in=[])
    if membership.may(MANAGE):
        return Q()
    return Q(inboxteam=None) | Q(inboxteam__team_id__in=membership.team_ids)


def visible_conversations(membership: "Membership") -> Q:
    """Conversations of the inboxes a person sees. Which these are is asked once, in a subquery."""
    from inbox.models import Inbox

    if not membership.may(READ):
        return Q(pk__in=[])
    if membership.may(MANAGE):
        return Q()
    return Q(inbox_id__in=Inbox.objects.filter(visible_inboxes(membership)).values("pk"))


def visible_macros(membership: "Membership") -> Q:
    """One's own, those of one's teams and of the firm; who makes them for the firm sees every team's."""
    from inbox.models import MacroTeam

    if not membership.may(READ):
        return Q(pk__in=[])
    in_teams = MacroTeam.objects.filter(team_id__in=membership.team_ids).values("macro")
    return shared_with(membership, in_teams, everything=membership.may(MACROS))


def can_edit_macro(membership: "Membership", macro: "Macro") -> bool:
    return membership.may(READ) and can_edit_shared(membership, macro, everything=membership.may(MACROS))


def visible_views(membership: "Membership") -> Q:
    """One's own, those of one's teams, and those of everybody."""
    if not membership.may(READ):
        return Q(pk__in=[])
    of_teams = Q(shared="teams", viewteam__team_id__in=membership.team_ids)
    return Q(owner=membership) | Q(shared="firm") | of_teams


def may_change_view(membership: "Membership", view: "View") -> bool:
    """Their own; a shared one whoever may share."""
    return view.owner_id == membership.pk or (view.shared != "nobody" and membership.may(SHARE_VIEWS))


def require_sharing(membership: "Membership") -> None:
    """Raise NotAllowed where `membership` may not show views to others, or change what others share."""
    from accounts.access import require

    require(membership, SHARE_VIEWS)


def who_may_see(inbox: "Inbox") -> list["Membership"]:
    """The colleagues who see this inbox, those who only read among them."""
    return _behind(inbox, READ)


def require_following(membership: "Membership", who: "Membership") -> None:
    """Anyone follows what they see; raise NotAllowed where `membership` may not have another one follow, or stop."""
    from accounts.access import require

    if who.pk != membership.pk:
        require(membership, ASSIGN)


def who_may_take(inbox: "Inbox") -> list["Membership"]:
    """The colleagues a conversation of this inbox may be given to: they see it and may reply."""
    return _behind(inbox, REPLY)


def _behind(inbox: "Inbox", permission: str) -> list["Membership"]:
    from accounts.models import Membership, TeamMember

    people = list(Membership.objects.who_may(permission).select_related("role"))
    teams = [link.team_id for link in inbox.inboxteam_set.all()]
    if not teams:
        return people
    members = set(TeamMember.objects.filter(team_id__in=teams).values_list("membership_id", flat=True))
    return [person for person in people if person.pk in members or person.may(MANAGE)]


def teams_that_may_take(inbox: "Inbox") -> list["Team"]:
    """The teams behind this inbox; behind everybody's inbox, all."""
    from accounts.models import Team

    return list(inbox.teams.order_by("name")) or list(Team.objects.order_by("name"))


def what_writes(message: "Message") -> str:
    """The permission to add to it: clients see what is put on a reply."""
    return NOTE if message.kind == "note" else REPLY


def may_edit(membership: "Membership", message: "Message") -> bool:
    """An author their note at any time, and their reply within what the firm allows."""
    from inbox.models import WritingRules

    if message.author_id != membership.pk or message.is_deleted:
        return False
    if message.kind == "note":
        return membership.may(NOTE)
    return (
        message.kind == "reply"
        and membership.may(REPLY)
        and clock.now() < message.created_at + WritingRules.of_firm().window
    )


def may_delete(membership: "Membership", message: "Message") -> bool:
    """Whoever may edit it; and an admin any note."""
    is_note = message.kind == "note" and not message.is_deleted
    return may_edit(membership, message) or (is_note and membership.may(MANAGE))


def may_restore(membership: "Membership", message: "Message") -> bool:
    """Its author, who deleted it, and admins, for as long as it waits in the bin."""
    from inbox.models.revisable import BIN

    if message.deleted_at is None or clock.now() > message.deleted_at + BIN:
        return False
    concerned = membership.pk in (message.author_id, message.deleted_by_id)
    return membership.may(MANAGE) or (concerned and membership.may(NOTE if message.kind == "note" else REPLY))


def may_see_wordings(membership: "Membership", message: "Message") -> bool:
    """Whoever reads the message; of a deleted one only who could bring it back."""
    return may_restore(membership, message) if message.deleted_at else membership.may(READ)


@opens_files
def attached_files(membership: "Membership") -> Q:
    """Files hang on conversations: who sees the one may open the other."""
    from inbox.models import Attachment

    attached = Attachment.objects.filter(conversation__in=_visible(membership)).exclude(message=None, outgoing=None)
    return Q(pk__in=attached.values("file"))


def _visible(membership: "Membership") -> Any:
    from inbox.models import Conversation

    return Conversation.objects.filter(visible_conversations(membership)).values("pk")
