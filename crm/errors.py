"""What can be refused here, each with a sentence for the person.

CrmError
└── ContactNameless   neither a name nor an address nor a number
"""

from django.utils.translation import gettext_lazy as _

from core.errors import Refusal


class CrmError(Refusal):
    code = "crm"


class ContactNameless(CrmError):
    code = "contact_nameless"
    sentence = _("Give a name, an email or a phone number: one of them is enough.")
