"""What every room's API shares: pages by cursor, and errors that say what happened and what to do.

An error is `{"error": CODE, "message": SENTENCE}` with the status of its kind; for wrong input also
`"fields": {NAME: [SENTENCE, …]}`. The shape follows RFC 9457 in spirit: a stable code for programs, words for people.
"""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions, status
from rest_framework.pagination import CursorPagination
from rest_framework.parsers import JSONParser
from rest_framework.response import Response
from rest_framework.views import exception_handler, set_rollback


class JsonBody(JSONParser):
    """JSON; what is nested too deep to read counts as none."""

    def parse(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().parse(*args, **kwargs)
        except RecursionError as error:
            raise exceptions.ParseError from error


class CursorPages(CursorPagination):
    """`{"next": URL or null, "previous": URL or null, "results": [...]}`; `?limit=` up to 200. Views set `ordering`."""

    page_size = 50
    max_page_size = 200
    page_size_query_param = "limit"
    ordering = "-pk"

    def get_ordering(self, request: Any, queryset: Any, view: Any) -> tuple[str, ...]:
        ordering = getattr(view, "ordering", self.ordering)
        return (ordering,) if isinstance(ordering, str) else tuple(ordering)


def explain(error: Exception, context: dict[str, Any]) -> Response | None:
    """The answer to what went wrong; None for what nobody foresaw, which becomes a 500."""
    reply = getattr(error, "reply", None)
    if isinstance(reply, Response):  # a kept answer, given again
        return reply
    known = refusal_of(error) or denied(error)
    if known is not None:
        set_rollback()
        code, message, number, more = known
        return Response({"error": code, "message": message, **more}, status=number)
    response = exception_handler(error, context)
    if response is not None and isinstance(error, exceptions.APIException):
        response.data = described(error)
    return response


Known = tuple[str, str, int, dict[str, Any]]


def refusal_of(error: Exception) -> Known | None:
    """What a room's verb refused: anything with `status`, `code` and a sentence (core.errors.Refusal)."""
    number, code = getattr(error, "status", None), getattr(error, "code", None)
    if isinstance(error, exceptions.APIException) or not isinstance(number, int) or not isinstance(code, str):
        return None
    return code, str(error), number, getattr(error, "more", {})


def denied(error: Exception) -> Known | None:
    if isinstance(error, Http404):
        return "not_found", _("There is nothing at this address, or it is not yours to see."), 404, {}
    if isinstance(error, PermissionDenied):
        return "not_allowed", _("This is not open to you."), 403, {}
    return None


SENTENCES = {
    "not_authenticated": gettext_lazy("Sign in, or send a token: Authorization: Bearer cp_…"),
    "bad_token": gettext_lazy("This token is unknown, expired or revoked. Make a new one under Settings, API tokens."),
    "session_only": gettext_lazy("A token cannot do this. Do it on the page, signed in."),
    "parse_error": gettext_lazy("The body is not the JSON it says it is."),
    "throttled": gettext_lazy("Too many calls. Wait a little, then go on."),
    "method_not_allowed": gettext_lazy("This address does not take that method."),
    "unsupported_media_type": gettext_lazy("Send JSON, with Content-Type: application/json."),
}


def described(error: exceptions.APIException) -> dict[str, Any]:
    if isinstance(error, exceptions.ValidationError):
        return {
            "error": "invalid",
            "message": _("Some of this is not right. See the fields."),
            "fields": fields(error.detail),
        }
    code = str(error.get_codes() if isinstance(error.get_codes(), str) else error.default_code)
    said: dict[str, Any] = {"error": code, "message": str(SENTENCES.get(code, error.detail))}
    if error.status_code == status.HTTP_429_TOO_MANY_REQUESTS:
        said["wait"] = getattr(error, "wait", None)
    return said


def fields(detail: Any) -> dict[str, list[str]]:
    """DRF's details, flattened: dotted names, a list of sentences each."""
    if isinstance(detail, Mapping):
        return {
            ".".join(filter(None, (str(name), inner))): sentences
            for name, value in detail.items()
            for inner, sentences in fields(value).items()
        }
    if isinstance(detail, list) and any(isinstance(item, Mapping | list) for item in detail):
        return {
            ".".join(filter(None, (str(place), inner))): sentences
            for place, value in enumerate(detail)
            for inner, sentences in fields(value).items()
        }
    return {"": [str(item) for item in (detail if isinstance(detail, list) else [detail])]}
