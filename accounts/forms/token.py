"""A new API token."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import OneLine
from accounts.models import Membership
from accounts.permissions import declared
from core import clock


class TokenForm(forms.Form):
    name = OneLine(label=_("What it is for"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    lasts = forms.TypedChoiceField(
        label=_("Works for"),
        coerce=int,
        choices=[(30, _("30 days")), (90, _("90 days")), (365, _("a year")), (0, _("as long as you work here"))],
        initial=90,
    )
    scopes = forms.MultipleChoiceField(
        label=_("May"),
        choices=[],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one thing that this token may do.")},
    )

    def __init__(self, *args: Any, by: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["scopes"]
        field.choices = [(item.code, item.label) for item in declared() if by.may(item.code)]

    @property
    def expires_at(self) -> datetime | None:
        days = self.cleaned_data["lasts"]
        return clock.now() + timedelta(days=days) if days else None
