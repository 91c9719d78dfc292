"""The colleagues' doors to a file: their right is asked each time, then they are sent to a signed link."""

from datetime import timedelta
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from files.errors import Damaged
from files.models import File

AT_ONCE = timedelta(minutes=10)
"""The link to a whole file is followed now; the browser's history keeps it."""
# How long a browser may go in again without asking, and so also after a sign-out.
NEVER = "no-store"
A_WHILE = "private, max-age=300"
"""A thread that is opened again shows its pictures at once."""
AN_HOUR = "private, max-age=3600"
"""Faces stand on every page."""


@require_safe
@login_required
def file(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _sent_to(_visible(request, pk).url(AT_ONCE), NEVER)


@require_safe
@login_required
def thumbnail(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _sent_to(_visible(request, pk).thumbnail_url(), A_WHILE)


@require_safe
@login_required
def look(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A PDF, shown by the browser."""
    return _sent_to(_visible(request, pk).look_url(AT_ONCE), NEVER)


@require_safe
@login_required
def text(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The beginning of a text, to be read in place."""
    found = _visible(request, pk)
    if not found.is_text:
        raise Http404
    try:
        words, is_all = found.beginning()
    except Damaged as damage:
        return render(request, "files/_text.html", {"file": found, "damage": damage}, status=damage.status)
    return render(request, "files/_text.html", {"file": found, "words": words, "is_all": is_all})


@require_safe
@login_required
def square(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _sent_to(_visible(request, pk).square_url(), AN_HOUR)


def _visible(request: HttpRequest, pk: UUID) -> File:
    membership = getattr(request, "membership", None)
    found = File.objects.visible_to(membership).filter(pk=pk).first() if membership else None
    if found is None:
        raise Http404
    return found


def _sent_to(url: str, kept: str) -> HttpResponse:
    if not url:
        raise Http404
    return HttpResponseRedirect(url, headers={"Cache-Control": kept})
