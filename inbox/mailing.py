"""Mails of the inbox to clients."""

import structlog
from django.core.mail import EmailMultiAlternatives
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Firm
from core.mail import is_refused
from core.text import one_line
from inbox.events import TranscriptAsked
from inbox.models import Conversation, Visitor
from inbox.transcript import Transcript

log = structlog.get_logger(__name__)


def send_transcript(fact: TranscriptAsked) -> None:
    """To the address that the visitor has given by now. A mail server that is away is asked again, one that refuses believed."""
    visitor = Visitor.objects.filter(pk=fact.visitor_id).first()
    conversation = Conversation.objects.filter(pk=fact.conversation_id).first()
    address = visitor.told.get("email", "") if visitor else ""
    if conversation is None or not address:
        return
    firm = Firm.objects.get(pk=conversation.firm_id)
    try:
        letter(Transcript(conversation, firm, whole=True), firm, address).send()
    except Exception as error:
        if not is_refused(error):
            raise
        log.warning("transcript_refused", conversation=str(conversation.pk))


def letter(transcript: Transcript, firm: Firm, address: str) -> EmailMultiAlternatives:
    with translation.override(firm.language):
        subject = one_line(_("Your conversation with %(firm)s") % {"firm": firm.name}, 250)
    mail = EmailMultiAlternatives(subject, transcript.text(), to=[address])
    mail.attach_alternative(transcript.html(), "text/html")
    return mail
