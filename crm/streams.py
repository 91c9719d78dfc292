"""What pages of contacts are told."""

from collections.abc import Iterator

from django.template.loader import render_to_string

from accounts.models import Membership
from core.tenancy import current_firm_id
from crm.events import ContactChanged, ContactMade, ContactMerged
from crm.listing import stream
from crm.models import Contact
from crm.policies import READ
from ledger.frames import Frame, Happening, pushes, remove, upsert
from live.actors import Actor
from live.streams import StreamKind, register
from timeline.refs import Ref
from timeline.streams import anew


def may_watch_contacts(actor: Actor, key: str) -> bool:
    me = Membership.objects.select_related("role").filter(pk=actor.id, ended_at=None).first()
    return me is not None and key == str(current_firm_id()) and me.may(READ)


register(StreamKind(name="contacts", may_subscribe=may_watch_contacts))


@pushes(ContactMade, ContactChanged)
def row_changed(fact: ContactMade | ContactChanged, happening: Happening) -> Iterator[Frame]:
    contact = Contact.objects.get(pk=fact.contact_id)
    if contact.merged_into_id is None:
        html = render_to_string("crm/_row.html", {"contact": contact})
        yield upsert(stream(), f"contact-row-{contact.pk}", html, list="contacts")


@pushes(ContactMerged)
def row_gone(fact: ContactMerged, happening: Happening) -> Iterator[Frame]:
    yield remove(stream(), f"contact-row-{fact.merged_id}")


@pushes(ContactChanged)
def card_changed(fact: ContactChanged, happening: Happening) -> Iterator[Frame]:
    contact = Contact.objects.get(pk=fact.contact_id)
    for id, template in (
        (f"contact-{contact.pk}", "crm/_card.html"),
        (f"contact-title-{contact.pk}", "crm/_title.html"),
    ):
        yield upsert(Ref("contact", contact.pk).stream, id, render_to_string(template, {"contact": contact}))


@pushes(ContactMerged)
def more_happened(fact: ContactMerged, happening: Happening) -> Iterator[Frame]:
    """What stood on the other's timeline stands here."""
    yield anew(Ref("contact", fact.contact_id))
