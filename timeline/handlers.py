"""What this room does when something happened: what is new goes to people's devices; who leaves takes theirs along."""

from accounts.events import MembershipEnded, SessionEnded
from ledger.handlers import handles
from ledger.models import Event
from timeline.events import PeopleNotified
from timeline.models import PushDevice
from timeline.push import sending


@handles(PeopleNotified, name="timeline.push")
def push(event: Event) -> None:
    sending.ask_for(event.fact().notification_ids)


@handles(SessionEnded, name="timeline.end_devices_of_session")
def end_devices_of_session(event: Event) -> None:
    """A browser that was signed out, or went to another firm, is told nothing more of this one."""
    fact = event.fact()
    PushDevice.objects.filter(membership_id=fact.membership_id, session=fact.session).delete()


@handles(MembershipEnded, name="timeline.end_devices_of_person")
def end_devices_of_person(event: Event) -> None:
    PushDevice.objects.filter(membership_id=event.fact().membership_id).delete()
