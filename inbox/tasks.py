"""The inbox's tasks."""

from uuid import UUID

from celery import shared_task

from inbox import departures, routing
from inbox.leftovers import sweep_all
from inbox.search.index import index_left_out
from inbox.waking import wake_due


@shared_task(name="inbox.sweep")
def sweep() -> int:
    """Once a day: remove uploads that were never sent, and browsers that opened the chat and never wrote; bring lines
    that are not found yet into the index."""
    return sweep_all() + index_left_out()


@shared_task(name="inbox.wake")
def wake() -> int:
    """Several times a minute: wake what was snoozed until now."""
    return wake_due()


@shared_task(name="inbox.give_out")
def give_out() -> int:
    """Several times a minute, as people come and go: what nobody has goes to who is there."""
    return routing.give_out_everywhere()


@shared_task(name="inbox.send")
def send(*, firm_id: int, outgoing_id: str) -> None:
    """One reply whose time comes now. What is too early waits for the sweep."""
    departures.send(firm_id, UUID(outgoing_id))


@shared_task(name="inbox.send_due")
def send_due() -> int:
    """Every second: replies whose time has come."""
    return departures.send_due()
