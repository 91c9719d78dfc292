"""Name, email and phone that a visitor volunteers. They open nothing: an address typed here proves no one."""

from typing import Any

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse, JsonResponse

from core.text import one_line
from inbox.views.widget.door import answers, text_in, the_visitor
from inbox.views.widget.rates import limit
from inbox.views.widget.refusals import BadEmail, BadPhone, NotBegun
from inbox.visitor_view import contact_view


@answers("PUT")
def contact(request: HttpRequest, said: dict[str, Any]) -> HttpResponse:
    with the_visitor(request) as visitor:
        limit(request, "contact", token=str(visitor.pk))
        if visitor.contact is None:
            raise NotBegun
        visitor.tell(**checked_details(said))
        return JsonResponse({"contact": contact_view(visitor)})


def checked_details(said: dict[str, Any]) -> dict[str, str]:
    """Those of name, email and phone that were sent, as they are kept. Raises BadEmail, BadPhone."""
    return {name: CHECKS[name](one_line(text_in(said, name), 254)) for name in CHECKS if name in said}


def _name(text: str) -> str:
    return text


def _email(text: str) -> str:
    if text:
        try:
            validate_email(text)
        except ValidationError as error:
            raise BadEmail from error
    return text


def _phone(text: str) -> str:
    """E.164."""
    if not text:
        return ""
    try:
        number = phonenumbers.parse(text, None)
    except phonenumbers.NumberParseException as error:
        raise BadPhone from error
    if not phonenumbers.is_possible_number(number):
        raise BadPhone
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


CHECKS = {"name": _name, "email": _email, "phone": _phone}
