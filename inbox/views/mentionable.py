"""Whom a note can mention: the choices of the box that opens at "@"."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.access import needs
from inbox import mentions
from inbox.policies import NOTE
from inbox.views.reach import the_conversation


@require_GET
@needs(NOTE)
def mentionable(request: HttpRequest, id: UUID) -> HttpResponse:
    found = mentions.mentionable(the_conversation(request, id).inbox)
    return render(request, "inbox/_mentionable.html", {"found": found})
