"""What a colleague may write about a record."""

import re
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from core.money import parse_amount
from core.text import one_line
from crm.errors import BadAmount
from crm.field_forms import inputs, said_in
from crm.held import Held
from crm.models import Company, Contact, Deal, Stage
from crm.models.board.item import LARGEST
from crm.models.field.holding import PREFIX

PHONE = re.compile(r"\+[1-9][0-9]{6,14}")
LAYOUT = re.compile(r"[\s().\-/\u2010-\u2015]")
HOST = re.compile(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_](?:[\w-]{0,61}[^\W_])?", re.UNICODE)
OFTEN = ("EUR", "USD", "GBP", "CHF", "CAD", "AUD", "NZD", "DKK", "NOK", "SEK", "PLN", "CZK", "HUF", "JPY", "SGD", "ZAR")
"""Currencies that a form offers; over the API any of ISO 4217."""


class RecordForm(forms.ModelForm):
    """What every kind has: an owner, of those who work here."""

    def __init__(self, *args: Any, me: Membership | None = None, **kwargs: Any) -> None:
        """With `me` it also asks for the custom fields that they set."""
        super().__init__(*args, **kwargs)
        self.held = [] if me is None else Held(me, self.instance).settable
        self.fields.update(inputs(self.held))
        self.initial.setdefault("owner", self.instance.owner_id)
        self.fields["owner"] = forms.ModelChoiceField(
            label=_("Owner"), queryset=Membership.objects.current(), required=False, empty_label=_("Nobody")
        )
        if "phone" in self.fields:
            self.fields["phone"].widget = forms.TextInput(
                attrs={"type": "tel", "autocomplete": "off", "placeholder": "+44 …"}
            )

    @property
    def said(self) -> dict[str, Any]:
        """As the verbs take it."""
        own = {name: value for name, value in self.cleaned_data.items() if not name.startswith(PREFIX)}
        return {**own, "custom": said_in(self.cleaned_data, self.held)}

    def clean_name(self) -> str:
        return one_line(self.cleaned_data["name"], 200)

    def clean_phone(self) -> str:
        """E.164: a plus, the country, the number. Spaces, dots and brackets are for reading only."""
        phone = LAYOUT.sub("", self.cleaned_data["phone"])
        phone = "+" + phone[2:] if phone.startswith("00") else phone
        if phone and not PHONE.fullmatch(phone):
            raise forms.ValidationError(_("Write the number with its country, such as +44 20 7946 0123."))
        return phone


class ContactForm(RecordForm):
    phone = forms.CharField(label=_("Phone"), required=False, max_length=60)

    class Meta:
        model = Contact
        fields = ("name", "email", "phone", "lifecycle")
        labels = {"name": _("Name"), "email": _("Email"), "lifecycle": _("Lifecycle stage")}
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
            "email": forms.EmailInput(attrs={"autocomplete": "off"}),
        }


class CompanyForm(RecordForm):
    phone = forms.CharField(label=_("Phone"), required=False, max_length=60)
    domain = forms.CharField(label=_("Website"), required=False, max_length=2_000)

    class Meta:
        model = Company
        fields = ("name", "domain", "phone", "lifecycle")
        labels = {"name": _("Name"), "lifecycle": _("Lifecycle stage")}
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["domain"].widget = forms.TextInput(
            attrs={"type": "url", "autocomplete": "off", "placeholder": "client.example"}
        )

    def clean_domain(self) -> str:
        host = host_of(self.cleaned_data["domain"])
        if host is None:
            raise forms.ValidationError(_("Write the address of the website, such as client.example."))
        return host


class DealForm(RecordForm):
    amount = forms.CharField(label=_("Value"), required=False, max_length=60)
    currency = forms.ChoiceField(label=_("Currency"), choices=[(code, code) for code in OFTEN], required=False)

    class Meta:
        model = Deal
        fields = ("name", "amount", "currency", "expected_on", "probability")
        labels = {
            "name": _("Name"),
            "expected_on": _("Expected close"),
            "probability": _("Probability in percent"),
        }
        help_texts = {"probability": _("Empty: as its stage says.")}
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
            "expected_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        self.fields["probability"].widget = forms.NumberInput(attrs={"min": 0, "max": 100, "inputmode": "numeric"})
        used = self.instance.currency
        if used and used not in OFTEN:
            self.fields["currency"].choices = [(used, used), *self.fields["currency"].choices]  # type: ignore[attr-defined]

    def clean_amount(self) -> Decimal | None:
        """As people write amounts: "12,500.00", "12.500 €"."""
        said = self.cleaned_data["amount"]
        if not said.strip():
            return None
        amount = parse_amount(said)
        if amount is None or not 0 <= amount <= LARGEST:
            raise forms.ValidationError(str(BadAmount()))
        return amount

    def clean_currency(self) -> str:
        return self.cleaned_data["currency"] or self.instance.currency or ""


class NewDealForm(DealForm):
    """A new one comes into a stage."""

    stage: Any = forms.ModelChoiceField(label=_("Stage"), queryset=None, empty_label=None)
    field_order = ("name", "stage", "amount", "currency", "expected_on", "probability", "owner")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stages = Stage.objects.standing().filter(pipeline__closed_at=None).select_related("pipeline")
        self.fields["stage"].queryset = stages.order_by("pipeline__created_at", "pipeline", "position")  # type: ignore[attr-defined]
        self.fields["stage"].label_from_instance = lambda stage: f"{stage.pipeline.name}: {stage.name}"  # type: ignore[attr-defined]
        self.order_fields([*self.field_order, *(field.name_in_form for field in self.held)])

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        stage = said.get("stage")
        if stage is not None and stage.kind == Stage.Kind.LOST:
            self.add_error("stage", _("A new deal is not lost yet. Choose another stage."))
        if not said.get("currency") and stage is not None:
            said["currency"] = stage.pipeline.currency
        return said


def host_of(text: str) -> str | None:
    """The host in an address, in lower case and without "www."; "" for none, None where it is no address."""
    text = text.strip()
    if not text:
        return ""
    try:
        host = urlsplit(text if "//" in text else f"//{text}").hostname or ""
    except ValueError:
        return None
    host = host.removeprefix("www.").rstrip(".")
    return host if len(host) <= 253 and HOST.fullmatch(host) else None
