"""A conversation with one contact in one inbox. The columns are what lists filter and sort by."""

from typing import Self

from django.db import models
from django.db.models import Prefetch

from accounts.models import Membership, Team
from core.clock import to_us
from core.models import FirmForeignKey, FirmManager, FirmQuerySet, IdModel
from crm.models import Contact
from inbox.models.conversation.assignable import Assignable
from inbox.models.conversation.attachable import Attachable
from inbox.models.conversation.belonging import Belonging
from inbox.models.conversation.closeable import Closeable
from inbox.models.conversation.drafted import Drafted
from inbox.models.conversation.followed import Followed
from inbox.models.conversation.followed_up import FollowedUp
from inbox.models.conversation.holding import Holding
from inbox.models.conversation.mentioning import Mentioning
from inbox.models.conversation.mergeable import Mergeable
from inbox.models.conversation.prioritised import Prioritised
from inbox.models.conversation.rated import Rated
from inbox.models.conversation.readable import Readable
from inbox.models.conversation.snoozable import Snoozable
from inbox.models.conversation.spammable import Spammable
from inbox.models.conversation.splittable import Splittable
from inbox.models.conversation.startable import Startable
from inbox.models.conversation.tagged import Tagged
from inbox.models.conversation.writable import Writable
from inbox.models.inbox import Inbox
from inbox.models.visitor_identity import VisitorIdentity


class ConversationQuerySet(FirmQuerySet):
    def visible_to(self, membership: Membership) -> Self:
        from inbox.policies import visible_conversations

        return self.filter(visible_conversations(membership))

    def for_rows(self) -> Self:
        """With all that a row or a head says of them, in two questions."""
        from inbox.models.tag import Tagging

        tagged = Prefetch("taggings", queryset=Tagging.objects.select_related("tag"))
        return self.select_related("contact", "assignee", "team", "inbox").prefetch_related(tagged)


class ConversationManager(FirmManager.from_queryset(ConversationQuerySet)):  # type: ignore[misc]
    """Reach a conversation through the person: `Conversation.objects.visible_to(membership)`."""


class Conversation(
    Startable,
    Belonging,
    Writable,
    Holding,
    Mergeable,
    Splittable,
    Attachable,
    Closeable,
    Spammable,
    Snoozable,
    FollowedUp,
    Assignable,
    Followed,
    Prioritised,
    Tagged,
    Readable,
    Rated,
    Drafted,
    Mentioning,
    IdModel,
):
    inbox = FirmForeignKey(Inbox, on_delete=models.PROTECT, related_name="conversations")
    contact = FirmForeignKey(Contact, on_delete=models.PROTECT, related_name="conversations")
    identity = FirmForeignKey(VisitorIdentity, on_delete=models.PROTECT, null=True, related_name="conversations")
    assignee = FirmForeignKey(Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    team = FirmForeignKey(Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    closed_by = FirmForeignKey(Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    snoozed_by = FirmForeignKey(Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    visitor_seen_seq = models.PositiveBigIntegerField(default=0)
    firm_seen_seq = models.PositiveBigIntegerField(default=0)  # what the visitor is shown as read by the firm

    objects = ConversationManager()  # type: ignore[misc]

    class Meta(IdModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closed_at=None, closed_by=None) | models.Q(closed_at__isnull=False),
                name="only_a_closed_conversation_was_closed_by_someone",
            ),
            models.CheckConstraint(
                condition=models.Q(wakes_at=None, snoozed_by=None) | models.Q(wakes_at__isnull=False, closed_at=None),
                name="only_an_open_conversation_is_snoozed",
            ),
            models.CheckConstraint(condition=models.Q(priority__lte=4), name="a_priority_is_one_of_five"),
        ]
        indexes = [
            models.Index(
                fields=["firm", "inbox", "-active_at", "-id"],
                condition=models.Q(closed_at=None),
                name="conversations_open",
            ),
            models.Index(
                fields=["firm", "inbox", "-active_at", "-id"],
                condition=models.Q(closed_at=None, assignee=None, wakes_at=None),
                name="conversations_unassigned",
            ),
            models.Index(
                fields=["firm", "inbox", "-active_at", "-id"],
                condition=models.Q(closed_at__isnull=False, spam_at=None),
                name="conversations_closed",
            ),
            models.Index(
                fields=["firm", "inbox", "-active_at", "-id"],
                condition=models.Q(spam_at=None),
                name="conversations_all",
            ),
            models.Index(
                fields=["firm", "assignee", "-active_at", "-id"],
                condition=models.Q(closed_at=None, wakes_at=None),
                name="conversations_mine",
            ),
            models.Index(
                fields=["firm", "inbox", "wakes_at", "id"],
                condition=models.Q(wakes_at__isnull=False),
                name="conversations_snoozed",
            ),
            models.Index(
                fields=["wakes_at", "id"], condition=models.Q(wakes_at__isnull=False), name="conversations_by_waking"
            ),
            models.Index(
                fields=["follow_up_at", "id"],
                condition=models.Q(follow_up_at__isnull=False),
                name="conversations_by_follow_up",
            ),
            models.Index(
                fields=["firm", "inbox", "waiting_since", "id"],
                condition=models.Q(closed_at=None, wakes_at=None, waiting_since__isnull=False),
                name="conversations_waiting",
            ),
            models.Index(
                fields=["firm", "assignee", "-active_at", "-id"],
                condition=models.Q(assignee__isnull=False),
                name="conversations_of_somebody",
            ),
            models.Index(fields=["firm", "inbox", "unanswered_since", "id"], name="conversations_unanswered"),
            models.Index(
                fields=["firm", "inbox", "-active_at", "-id"],
                condition=models.Q(spam_at__isnull=False),
                name="conversations_spam",
            ),
            models.Index(fields=["firm", "contact", "-active_at"], name="conversations_of_contact"),
            models.Index(
                fields=["firm", "identity", "-active_at"],
                condition=models.Q(identity__isnull=False),
                name="conversations_of_identity",
            ),
        ]

    @property
    def key(self) -> str:
        """Its place in a list, as text that sorts like (active_at, id)."""
        return f"{to_us(self.active_at):016d}-{self.pk}"

    @property
    def wakes_key(self) -> str:
        """Its place among those that are snoozed: those that wake first come first."""
        return f"{to_us(self.wakes_at):016d}-{self.pk}" if self.wakes_at else ""

    @property
    def waiting_key(self) -> str:
        """Its place among those that wait for the client: who has waited longest comes first."""
        return f"{to_us(self.waiting_since):016d}-{self.pk}" if self.waiting_since else ""

    @property
    def unanswered_key(self) -> str:
        """Its place by how long the client waits for us: who waits for nothing comes last."""
        return f"{to_us(self.unanswered_since):016d}-{self.pk}"

    @property
    def state(self) -> str:
        if self.is_spam:
            return "spam"
        return "closed" if self.is_closed else "snoozed" if self.is_snoozed else "open"
