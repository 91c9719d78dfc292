"""What can be refused here, each with a sentence for the person.

CrmError
├── ContactNameless   neither a name nor an address nor a number
└── ContactIdTaken    something else has the id that was sent
"""

from django.utils.translation import gettext_lazy as _

from core.errors import Refusal


class CrmError(Refusal):
    code = "crm"


class ContactNameless(CrmError):
    code = "contact_nameless"
    sentence = _("Give a name, an email or a phone number: one of them is enough.")


class ContactIdTaken(CrmError):
    status = 409
    code = "id_taken"
    sentence = _("Something else has this id already. Send it again under a new one.")
