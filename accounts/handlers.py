"""What this room does when something happened: an invitation goes out by mail."""

import smtplib

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from accounts.events import InvitationSent
from accounts.links import invitation_link
from accounts.models import Invitation
from core import clock
from core.text import one_line
from ledger.handlers import handles
from ledger.models import Event


@handles(InvitationSent, name="accounts.mail_invitation")
def mail_invitation(event: Event) -> None:
    """Send the mail, with a link of its own. A mail server that is away is asked again; one that refuses is believed."""
    waiting = Invitation.objects.select_related("firm", "role", "invited_by").select_for_update(of=("self",))
    invitation = waiting.filter(pk=event.fact().invitation_id).first()
    if invitation is None or invitation.closed_because or invitation.mailed_at or invitation.undeliverable_at:
        return
    token = invitation.new_token()
    try:
        letter(invitation, invitation_link(token)).send()
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError):
        invitation.undeliverable_at = clock.now()
    else:
        invitation.mail_hash, invitation.mailed_at = invitation.hash(token), clock.now()
    invitation.save(update_fields=["mail_hash", "mailed_at", "undeliverable_at"])


def letter(invitation: Invitation, link: str) -> EmailMessage:
    with translation.override(invitation.firm.language):
        context = {"invitation": invitation, "link": link, "days": Invitation.LASTS.days}
        subject = one_line(render_to_string("accounts/mail/invitation_subject.txt", context), 250)
        return EmailMessage(subject, render_to_string("accounts/mail/invitation.txt", context), to=[invitation.email])
