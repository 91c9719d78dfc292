"""Telling a person what was refused: a sentence, and what was written stays with them."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.errors import Refusal
from inbox.errors import ThreadMoved
from inbox.lines import as_lines

View = Callable[..., HttpResponse]


def told(view: View) -> View:
    """A Refusal becomes a small page with its status, its code in `X-Refused`; nothing of the request is kept."""

    @wraps(view)
    def telling(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refusal as refusal:
            lines = as_lines(refusal.newer) if isinstance(refusal, ThreadMoved) else []
            transaction.set_rollback(True)
            response = render(
                request, "inbox/_refused.html", {"refusal": refusal, "lines": lines}, status=refusal.status
            )
            response["X-Refused"] = refusal.code
            return response

    return telling
