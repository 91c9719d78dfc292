"""The timeline's tasks: what is new, to the devices of whom it is for, and by mail."""

from uuid import UUID

from celery import shared_task

from timeline.digest.rounds import make_due
from timeline.push import sending


@shared_task(name="timeline.push")
def push(*, firm_id: int, notification_id: str) -> None:
    """One notification, some seconds after it was made."""
    sending.push(firm_id, UUID(notification_id))


@shared_task(name="timeline.push_to")
def push_to(*, firm_id: int, device_id: str, notification_id: str | None, tries: int = 0) -> None:
    """One notification, or a test, to one device."""
    sending.push_to(firm_id, UUID(device_id), UUID(notification_id) if notification_id else None, tries)


@shared_task(name="timeline.make_digests")
def make_digests() -> int:
    """Every minute: the digests whose time has come."""
    return make_due()
