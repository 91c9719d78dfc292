"""The stream `widget:<key>`: {"op":"look","inbox":{…}} when the look, the texts or the hours of an inbox change.

All chats of the inbox that are open hear it; who has no socket yet asks for it once a minute.
"""

from collections.abc import Iterator

from accounts.events import FirmChanged
from accounts.models import Firm
from core.ids import parse_uuid
from inbox.events import InboxChanged
from inbox.models import Inbox, Visitor
from inbox.visitor_view import inbox_view, look_stream
from ledger.frames import Frame, Happening, pushes
from live.actors import Actor
from live.streams import StreamKind, register

UNSEEN = {"name", "teams", "allowed_origins", "routing", "routing_most"}
"""Of an inbox; a visitor sees nothing of these."""


def may_watch(actor: Actor, key: str) -> bool:
    """A visitor hears how their own inbox looks."""
    id = parse_uuid(key)
    visitor = Visitor.objects.select_related("inbox").filter(pk=parse_uuid(actor.id)).first() if id else None
    return bool(visitor and visitor.is_welcome and visitor.inbox.key == id)


register(StreamKind(name="widget", may_subscribe=may_watch, faces={"visitor"}))


@pushes(InboxChanged)
def look_changed(fact: InboxChanged, happening: Happening) -> Iterator[Frame]:
    if set(fact.fields) - UNSEEN:
        yield _look(Inbox.objects.select_related("firm").get(pk=fact.inbox_id))


@pushes(FirmChanged)
def firm_changed(fact: FirmChanged, happening: Happening) -> Iterator[Frame]:
    """Its name, and the zone of inboxes that keep the firm's."""
    if {"name", "time_zone"} & set(fact.fields):
        yield from (_look(inbox) for inbox in Inbox.objects.select_related("firm").order_by("id"))


def _look(inbox: Inbox) -> Frame:
    firm = Firm.objects.get(pk=inbox.firm_id)
    return Frame(look_stream(inbox), "look", {"inbox": inbox_view(inbox, firm)}, key="look")
