"""Requests with what our middleware puts on them."""

from typing import cast

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails
from rest_framework.request import Request

from accounts.models import ApiToken, Membership, Person


class FirmRequest(HttpRequest):
    """`@member_required` and `@needs` have seen to it that somebody is here, in a firm."""

    membership: Membership
    api_token: ApiToken | None
    htmx: HtmxDetails
    user: Person


class AnyRequest(HttpRequest):
    """Before a guard has looked: `membership` is None for who is signed out or in no firm."""

    membership: Membership | None
    api_token: ApiToken | None
    htmx: HtmxDetails


def beneath(request: Request) -> AnyRequest:
    """Django's request inside the API's."""
    return cast("AnyRequest", request._request)
