"""The door of every widget view: whose browser it is, which inbox, and answers in JSON.

@answers("POST")            our own frame alone; a Refusal becomes {"error", "message"} and nothing is kept
def view(request, said)     `said` is the JSON object that was sent; {} for GET

visitor = the_visitor(request)      by the token in the header, in its firm's scope
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import set_urlconf
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.models import Firm
from core.errors import Refusal
from core.tenancy import firm_scope
from inbox.errors import InboxClosed
from inbox.models import Inbox, Visitor
from inbox.views.widget.refusals import NoSuchInbox, NotUnderstood, NotWelcome, TooMuch, WrongOrigin

LARGEST = 128 * 1024
"""Bytes of JSON: the longest message, escaped, with its receipts."""
BEARER = "Bearer "
SAFE = ("GET", "HEAD")

View = Callable[..., HttpResponse]


def answers(*methods: str) -> Callable[[View], View]:
    """A view for our own frame. No cookie is read, so no other page can speak in a visitor's name;
    the Origin is checked nonetheless."""

    def decorate(view: View) -> View:
        @csrf_exempt
        @require_http_methods(methods)
        @wraps(view)
        def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            set_urlconf(None)  # what colleagues' screens are told names the colleagues' addresses
            try:
                check_origin(request)
                response = view(request, said_in(request), *args, **kwargs)
            except Refusal as refusal:
                transaction.set_rollback(True)
                response = refused(refusal)
            response["Cache-Control"] = "no-store"
            return response

        return answering

    return decorate


def refused(refusal: Refusal) -> JsonResponse:
    said = {"error": refusal.code, "message": str(refusal), **getattr(refusal, "more", {})}
    response = JsonResponse(said, status=refusal.status)
    if "wait" in said:
        response["Retry-After"] = said["wait"]
    return response


def check_origin(request: HttpRequest) -> None:
    """Exactly the widget's own origin, never "null". Browsers leave it out where a page reads from its own host."""
    origin = request.headers.get("Origin")
    if (
        origin is None
        and request.method in SAFE
        and request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    ):
        return
    if origin != settings.WIDGET_URL:
        raise WrongOrigin


def said_in(request: HttpRequest) -> dict[str, Any]:
    if request.method in SAFE or request.content_type == "multipart/form-data":
        return {}
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        raise TooMuch
    try:
        said = json.loads(request.body or b"{}")
    except (ValueError, RecursionError) as error:
        raise NotUnderstood from error
    if not isinstance(said, dict):
        raise NotUnderstood
    return said


def text_in(said: dict[str, Any], name: str) -> str:
    value = said.get(name, "")
    if not isinstance(value, str):
        raise NotUnderstood
    return value


@contextmanager
def the_inbox(key: UUID) -> Iterator[tuple[Inbox, Firm]]:
    """The inbox that a public key names, in its firm's scope."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT firm_id, inbox_id FROM inbox_by_key(%s)", [key])
        found = cursor.fetchone()
    if found is None:
        raise NoSuchInbox
    with firm_scope(found[0]):
        inbox = Inbox.objects.select_related("firm").get(pk=found[1])
        yield inbox, inbox.firm


@contextmanager
def the_visitor(request: HttpRequest) -> Iterator[Visitor]:
    """The visitor whose token the request carries, in their firm's scope."""
    found = find(token_in(request))
    if found is None:
        raise NotWelcome
    with firm_scope(found[0]):
        visitor = Visitor.at_the_door().get(pk=found[1]).catch_up()
        if not visitor.is_welcome:
            raise NotWelcome
        if visitor.is_blocked:  # told as a closed chat is: who is blocked learns nothing of it
            raise InboxClosed
        yield visitor


def find(token: str) -> tuple[int, UUID] | None:
    """(firm id, visitor id) of a token that is not revoked."""
    if not token:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT firm_id, visitor_id FROM inbox_visitor_by_token(%s)", [Visitor.hash(token)])
        return cursor.fetchone()


def token_in(request: HttpRequest) -> str:
    header = request.headers.get("Authorization", "")
    return header.removeprefix(BEARER) if header.startswith(BEARER) and len(header) < 200 else ""


def for_any_site(response: HttpResponse, origin: str) -> HttpResponse:
    """Let the page at `origin` read this answer."""
    response["Access-Control-Allow-Origin"] = origin
    patch_vary_headers(response, ["Origin"])
    return response
