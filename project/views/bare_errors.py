"""Errors on the visitors' and the content's hosts: a sentence, no page, nothing of the agents' app."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _said(_("This is not open to you."), 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _said(_("There is nothing at this address."), 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return _said(_("Something went wrong on our side. Try again in a minute."), 500)


def _said(sentence: str, status: int) -> HttpResponse:
    return HttpResponse(f"{sentence}\n", content_type="text/plain; charset=utf-8", status=status)
