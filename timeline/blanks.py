"""What a text can say of its author and of the firm."""

from django.utils.translation import gettext_lazy as _

from timeline.filling import Blank, first_name, register

register(
    Blank("me.first_name", _("Your first name"), "Nora", lambda me: first_name(me.name)),
    Blank("me.name", _("Your name"), "Nora Lind", lambda me: me.name),
    Blank("me.job_title", _("Your job title"), "Partner", lambda me: me.job_title),
    Blank("me.email", _("Your email"), "nora@example.com", lambda me: me.person.email),
    Blank("firm.name", _("Name of the firm"), "Lind & Partners", lambda firm: firm.name),
)
