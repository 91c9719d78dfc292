"""A reader of the ledger that the worker of the play loads besides its own: it counts, and would count twice.

What it does cannot be done twice unseen: each event leaves a row, and nothing keeps a second one out.
"""

from crm.models import Contact
from inbox.events import MessageReceived, MessageSent, NoteAdded
from ledger.handlers import handles
from ledger.models import Event

NAME = "tests.chaos.tally"
MARK = "tally"


@handles(MessageReceived, MessageSent, NoteAdded, name=NAME)
def count(event: Event) -> None:
    Contact.objects.create(name=MARK, phone=str(event.pk))
