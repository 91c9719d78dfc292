"""What pages of contacts are told."""

from collections.abc import Iterator

from django.template.loader import render_to_string

from crm.events import ContactChanged, ContactMerged
from crm.models import Contact
from ledger.frames import Frame, Happening, pushes, upsert
from timeline.refs import Ref
from timeline.streams import anew


@pushes(ContactChanged)
def card_changed(fact: ContactChanged, happening: Happening) -> Iterator[Frame]:
    contact = Contact.objects.get(pk=fact.contact_id)
    html = render_to_string("crm/_card.html", {"contact": contact})
    yield upsert(Ref("contact", contact.pk).stream, f"contact-{contact.pk}", html)


@pushes(ContactMerged)
def more_happened(fact: ContactMerged, happening: Happening) -> Iterator[Frame]:
    """What stood on the other's timeline stands here."""
    yield anew(Ref("contact", fact.contact_id))
