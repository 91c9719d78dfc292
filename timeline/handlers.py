"""What this room does when something happened: what is new goes to devices and digests; who leaves takes theirs along."""

from accounts.events import MembershipEnded, ProfileChanged, SessionEnded
from accounts.models import Membership
from ledger.handlers import handles
from ledger.models import Event
from timeline.digest.mailing import mail
from timeline.events import DigestDue, PeopleNotified
from timeline.models import DigestTurn, Notification, PushDevice
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


@handles(PeopleNotified, name="timeline.plan_digests")
def plan_digests(event: Event) -> None:
    told = Notification.objects.unread().filter(pk__in=event.fact().notification_ids)
    DigestTurn.plan(told.select_related("membership__person"))


@handles(ProfileChanged, name="timeline.replan_digest")
def replan_digest(event: Event) -> None:
    """Who has moved has their hour by the clock there."""
    fact = event.fact()
    if "time_zone" in fact.fields:
        people = Membership.objects.select_related("person").select_for_update(of=("self",), no_key=True)
        DigestTurn.replan(people.get(pk=fact.membership_id))


@handles(DigestDue, name="timeline.mail_digest")
def mail_digest(event: Event) -> None:
    mail(event.fact().digest_id)
