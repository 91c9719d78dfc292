"""What a colleague may write about a contact."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.text import one_line
from crm.models import Contact

PHONE = re.compile(r"\+[1-9][0-9]{6,14}")
LAYOUT = re.compile(r"[\s().\-/\u2010-\u2015]")


class ContactForm(forms.ModelForm):
    phone = forms.CharField(label=_("Phone"), required=False, max_length=60)

    class Meta:
        model = Contact
        fields = ("name", "email", "phone")
        labels = {"name": _("Name"), "email": _("Email")}
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
            "email": forms.EmailInput(attrs={"autocomplete": "off"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].widget = forms.TextInput(
            attrs={"type": "tel", "autocomplete": "off", "placeholder": "+44 …"}
        )

    def clean_name(self) -> str:
        return one_line(self.cleaned_data["name"], 200)

    def clean_phone(self) -> str:
        """E.164: a plus, the country, the number. Spaces, dots and brackets are for reading only."""
        phone = LAYOUT.sub("", self.cleaned_data["phone"])
        phone = "+" + phone[2:] if phone.startswith("00") else phone
        if phone and not PHONE.fullmatch(phone):
            raise forms.ValidationError(_("Write the number with its country, such as +44 20 7946 0123."))
        return phone
