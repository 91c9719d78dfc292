"""The inbox's kinds of notifications, and what each says."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from inbox.models import Conversation
from timeline.kinds import NotificationKind, Words, register
from timeline.models import Notification

WAITING, ASSIGNED, MESSAGE = "inbox.waiting", "inbox.assigned", "inbox.message"
WOKEN, SILENT = "inbox.woken", "inbox.silent"
NOT_SENT, MENTION = "inbox.not_sent", "inbox.mention"
FOLLOWED, FOLLOWER = "inbox.followed", "inbox.follower"


def _about(sentence: Callable[[Notification], str]) -> Callable[[Sequence[Notification]], Mapping[Any, Words]]:
    """Words for notifications about conversations: the client's name, `sentence`, and the way there."""

    def tell(notifications: Sequence[Notification]) -> Mapping[Any, Words]:
        ids = {notification.subject_id for notification in notifications}
        found = {str(each.pk): each for each in Conversation.objects.select_related("contact").filter(pk__in=ids)}
        return {
            each.pk: Words(
                title=found[each.subject_id].contact.label,
                sentence=sentence(each),
                href=reverse("inbox:conversation", args=[each.subject_id]),
            )
            for each in notifications
            if each.subject_id in found
        }

    return tell


def _given(notification: Notification) -> str:
    if notification.actor is None:
        return gettext("was given to you")
    return gettext("%(who)s gave you this conversation") % {"who": notification.actor.name}


def _named(notification: Notification) -> str:
    who = notification.actor.name if notification.actor else gettext("Somebody")
    return gettext("%(who)s mentioned you in a note") % {"who": who}


def _said(notification: Notification) -> str:
    if notification.actor is None:
        return gettext("wrote in a conversation that you follow")
    return gettext("%(who)s wrote in this conversation that you follow") % {"who": notification.actor.name}


def _made_follower(notification: Notification) -> str:
    who = notification.actor.name if notification.actor else gettext("Somebody")
    return gettext("%(who)s wants you to follow this conversation") % {"who": who}


register(
    NotificationKind(
        WAITING,
        _("A client waits for somebody to answer"),
        icon="inbox",
        tell=_about(lambda _notification: gettext("waits for somebody to answer")),
        urgency="high",
    ),
    NotificationKind(ASSIGNED, _("A conversation is given to me"), icon="user-check", tell=_about(_given)),
    NotificationKind(
        MESSAGE,
        _("A client writes in a conversation of mine"),
        icon="message-circle",
        tell=_about(lambda _notification: gettext("wrote to you")),
        urgency="high",
    ),
    NotificationKind(
        WOKEN,
        _("A conversation wakes that was snoozed until a time"),
        icon="alarm-clock",
        tell=_about(lambda _notification: gettext("was snoozed until now")),
    ),
    NotificationKind(
        NOT_SENT,
        _("A reply that waited to be sent was not sent"),
        icon="clock",
        tell=_about(lambda _notification: gettext("was not sent the reply that waited")),
    ),
    NotificationKind(MENTION, _("A colleague mentions me"), icon="at-sign", tell=_about(_named), urgency="high"),
    NotificationKind(FOLLOWED, _("Something is said in a conversation that I follow"), icon="eye", tell=_about(_said)),
    NotificationKind(FOLLOWER, _("A colleague has me follow a conversation"), icon="eye", tell=_about(_made_follower)),
    NotificationKind(
        SILENT,
        _("A client has not answered for as long as the firm chose"),
        icon="clock",
        tell=_about(lambda _notification: gettext("has not answered yet")),
        urgency="low",
    ),
)
