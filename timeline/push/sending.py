"""Whom a push goes to, when, and how often it is tried.

A notification waits for WAIT seconds first: who has the thing open reads it meanwhile, and is left alone. What is quiet,
muted or old is not pushed. Each device is a task of its own, so that a slow push service keeps no other waiting. A task
that is done twice sends the same tag twice, and the second replaces the first on the device.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership
from core import clock
from core.tenancy import firm_scope
from ledger.wake import hint
from timeline.errors import NoDevices
from timeline.models import Notification, PushDevice
from timeline.notices import Notice, as_notices
from timeline.push.message import LIST, Message, tag_of
from timeline.push.post import Answer, post
from timeline.wishes import Wishes, is_quiet

WAIT = 10
FRESH = timedelta(hours=1)
PAUSES = (30, 120, 480, 1800)
"""Seconds between the tries; a push service may ask for longer ones, up to the last."""
log = structlog.get_logger(__name__)


def ask_for(ids: Iterable[UUID]) -> None:
    """After the commit workers are asked to push these notifications, where somebody has a device for them."""
    if not settings.VAPID_PRIVATE_KEY:
        return
    with_device = PushDevice.objects.values("membership")
    for row in Notification.objects.unread().filter(pk__in=ids, membership__in=with_device):
        _ask("timeline.push", WAIT, firm_id=row.firm_id, notification_id=str(row.pk))


def try_out(person: Membership) -> None:
    """Send a test to every device of `person`. Raises NoDevices where nothing could arrive."""
    devices = PushDevice.reachable(person)
    if not devices:
        raise NoDevices
    for device in devices:
        _ask_device(device.firm_id, device.pk, None)


def push(firm_id: int, notification_id: UUID) -> None:
    """The time has come for one notification: to each device, if it is still news."""
    with firm_scope(firm_id), transaction.atomic():
        notice = _still_news(notification_id)
        if notice is not None:
            for device in PushDevice.reachable(notice.notification.membership):
                _ask_device(firm_id, device.pk, notification_id)


def push_to(firm_id: int, device_id: UUID, notification_id: UUID | None, tries: int) -> Answer | None:
    """One try for one device; without a notification it is a test. None: there was nothing to send any more."""
    with firm_scope(firm_id), transaction.atomic():
        device = PushDevice.objects.select_related("membership__person").filter(pk=device_id).first()
        message = _message(device, notification_id) if device and device.is_reachable else None
    if device is None or message is None:
        return None
    answer = post(message, endpoint=device.endpoint, p256dh=device.p256dh, auth=device.auth)
    with firm_scope(firm_id), transaction.atomic():
        _follow(answer, device, notification_id, tries)
    return answer


def _message(device: PushDevice, notification_id: UUID | None) -> Message | None:
    if notification_id is None:
        return Message(_("A test"), _("What is new reaches you on this device."), LIST, tag=tag_of("test"), always=True)
    notice = _still_news(notification_id)
    if notice is None or notice.notification.membership_id != device.membership_id:
        return None
    words = notice.words
    return Message(words.title, str(words.sentence), words.href, tag=notice.tag, urgency=notice.kind.urgency)


def _still_news(notification_id: UUID) -> Notice | None:
    """Unread, of a kind they want on their devices, not in their quiet hours, not old, about what is still there."""
    found = Notification.objects.unread().filter(pk=notification_id, created_at__gt=clock.now() - FRESH)
    notices = as_notices(list(found.select_related("actor", "membership__person")))
    return next((notice for notice in notices if _is_wanted(notice)), None)


def _is_wanted(notice: Notice) -> bool:
    person = notice.notification.membership
    return Wishes.of(person).shows_on_devices(notice.notification.kind) and not is_quiet(person, clock.now())


def _follow(answer: Answer, device: PushDevice, notification_id: UUID | None, tries: int) -> None:
    same = PushDevice.objects.filter(pk=device.pk, endpoint=device.endpoint)
    if answer.is_sent:
        same.update(last_used_at=clock.now())
    elif answer.is_gone:
        same.delete()
    elif answer.may_be_tried_again and tries < len(PAUSES):
        pause = max(PAUSES[tries], answer.after or 0)
        if pause <= PAUSES[-1]:
            _ask_device(device.firm_id, device.pk, notification_id, after=pause, tries=tries + 1)
    else:
        log.warning("timeline.push_failed", firm_id=device.firm_id, device=str(device.pk), status=answer.status)


def _ask_device(
    firm_id: int, device_id: UUID, notification_id: UUID | None, *, after: float = 0, tries: int = 0
) -> None:
    about = None if notification_id is None else str(notification_id)
    _ask("timeline.push_to", after, firm_id=firm_id, device_id=str(device_id), notification_id=about, tries=tries)


def _ask(task: str, after: float, **arguments: Any) -> None:
    """The hint may be lost with Redis; what it was about stands in the list all the same."""
    transaction.on_commit(lambda: hint(task, after=after, **arguments), robust=True)
