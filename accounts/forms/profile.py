"""One's own profile, photo and preferences."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import HoursField, LanguagesField, OneLine, ZoneField
from accounts.models import Membership
from accounts.signature import MAX_LENGTH


class ProfileForm(forms.Form):
    name = OneLine(label=_("Name"), max_length=120, help_text=_("As clients and colleagues see it."))
    job_title = OneLine(label=_("Job title"), max_length=120, required=False)
    time_zone = ZoneField(label=_("Time zone"))
    languages = LanguagesField(label=_("Languages"), required=False, help_text=_("Those you write to clients in."))
    working_hours = HoursField(label=_("Working hours"), required=False)
    signature = forms.CharField(
        label=_("Signature"),
        max_length=MAX_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "class": "code"}),
        help_text=_("HTML. Links, pictures, lists and simple tables stay; scripts and styles are taken out."),
    )

    @classmethod
    def of(cls, membership: Membership, data: Any = None) -> "ProfileForm":
        return cls(data, initial={name: getattr(membership, name) for name in cls.base_fields})


class PhotoForm(forms.Form):
    photo = forms.FileField(
        label=_("Photo"),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        error_messages={
            "required": _("Choose a picture first."),
            "empty": _("This file is empty. Choose another one."),
        },
    )


class PreferencesForm(forms.Form):
    theme = forms.ChoiceField(
        label=_("Theme"),
        choices=[("system", _("As the system")), ("light", _("Light")), ("dark", _("Dark"))],
        widget=forms.RadioSelect,
    )
    density = forms.ChoiceField(
        label=_("Density"),
        choices=[("compact", _("Compact")), ("cosy", _("Cosy")), ("roomy", _("Roomy"))],
        widget=forms.RadioSelect,
    )
    undo_send = forms.ChoiceField(
        required=False,
        label=_("Undo send"),
        choices=[
            ("auto", _("5 seconds, and none while the client is there")),
            ("0", _("Off: replies go at once")),
            ("5", _("5 seconds")),
            ("10", _("10 seconds")),
            ("20", _("20 seconds")),
            ("30", _("30 seconds")),
        ],
        help_text=_("How long a reply waits, so that you can take it back before the client sees it."),
    )
    shortcuts = forms.BooleanField(
        label=_("Keyboard shortcuts"), required=False, help_text=_("They never fire while you type.")
    )
    sounds = forms.BooleanField(
        label=_("Sounds"), required=False, help_text=_("Only for what waits for you, like a first message.")
    )

    @classmethod
    def of(cls, membership: Membership, data: Any = None) -> "PreferencesForm":
        return cls(data, initial={name: membership.preference(name) for name in cls.base_fields})
