"""allauth's forms without the words inside their fields: ours have labels above them."""

from typing import Any

from allauth.account import forms
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import Person


class Labelled:
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():  # type: ignore[attr-defined]
            field.widget.attrs.pop("placeholder", None)


class SignIn(Labelled, forms.LoginForm):
    pass


class AddAddress(Labelled, forms.AddEmailForm):
    """Another address, for a person whose present one is proven: allauth lets go of an unproven one at once."""

    def clean_email(self) -> str:
        if not self.user.is_proven:
            words = _(
                "First show that %(email)s is yours: open the mail that was sent to it. “Send again” sends a new one."
            )
            raise ValidationError(words % {"email": self.user.email})
        return str(super().clean_email())


class ChangePassword(Labelled, forms.ChangePasswordForm):
    pass


class ResetPassword(Labelled, forms.ResetPasswordForm):
    """A link goes to a person's own address, never to one that they are changing to."""

    users: list[Person]

    def clean_email(self) -> str:
        email = str(super().clean_email())
        self.users = [person for person in self.users if person.signs_in_as(email)]
        return email


class NewPassword(Labelled, forms.ResetPasswordKeyForm):
    pass


class ShowPassword(Labelled, forms.ReauthenticateForm):
    pass


class SecondStep(Labelled, AuthenticateForm):
    pass


class ShowCode(Labelled, ReauthenticateForm):
    pass


class FirstCode(Labelled, ActivateTOTPForm):
    pass
