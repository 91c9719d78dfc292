"""The firm, its teams and its roles."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import OneLine, ZoneField
from accounts.models import Firm, Membership, Role
from accounts.permissions import declared
from accounts.policies import can_give
from core.colour import is_colour


class FirmForm(forms.Form):
    name = OneLine(label=_("Name"), max_length=120, help_text=_("Clients see it in the widget and in mails."))
    time_zone = ZoneField(
        label=_("Time zone"), help_text=_("For people who have not chosen their own, and for reports.")
    )
    language = forms.ChoiceField(
        label=_("Language of mails"),
        required=False,  # a page of an older version does not send it
        choices=settings.LANGUAGES,
        help_text=_("In which invitations are written."),
    )
    accent = forms.CharField(
        label=_("Colour"),
        required=False,
        max_length=7,
        widget=forms.TextInput(attrs={"placeholder": "#0f6e6e", "spellcheck": "false", "autocapitalize": "off"}),
        help_text=_(
            "Like #0f6e6e; empty for the product’s own. It is darkened or lightened where it could not be read."
        ),
    )

    def clean_language(self) -> str:
        return str(self.cleaned_data["language"] or self.initial["language"])

    def clean_accent(self) -> str:
        accent = str(self.cleaned_data["accent"]).lower()
        if accent and not is_colour(accent):
            raise forms.ValidationError(_("Write the colour as # and six of 0–9 and a–f, like #0f6e6e."))
        return accent

    @classmethod
    def of(cls, firm: Firm, data: Any = None) -> "FirmForm":
        return cls(data, initial={name: getattr(firm, name) for name in cls.base_fields})


class TeamForm(forms.Form):
    name = OneLine(label=_("Name"), max_length=60)


class RoleForm(forms.Form):
    """The matrix: what a role of the firm's own may do. What its maker may not do cannot be given."""

    name = OneLine(label=_("Name"), max_length=60)
    permissions = forms.MultipleChoiceField(
        label=_("May"), required=False, widget=forms.CheckboxSelectMultiple, choices=[]
    )

    def __init__(self, *args: Any, by: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["permissions"]
        field.choices = [(item.code, item.label) for item in declared() if by.may(item.code)]


class RoleChoiceForm(forms.Form):
    """One of the roles that `by` can give."""

    role: Any = forms.ModelChoiceField(label=_("Role"), queryset=None, empty_label=None)

    def __init__(self, *args: Any, by: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        givable = [role.pk for role in Role.objects.all() if can_give(by, role)]
        field: Any = self.fields["role"]
        field.queryset = Role.objects.filter(pk__in=givable).order_by("pk")


class InvitationForm(RoleChoiceForm):
    email = forms.EmailField(label=_("Email"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    field_order = ("email", "role")
