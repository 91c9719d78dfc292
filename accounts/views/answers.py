"""How the settings' views answer: on to the next page with a word of success, or the form again as it was typed."""

from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from core.errors import Refusal


def posted(request: HttpRequest) -> Any:
    """What a form is bound to: what was posted, be it nothing; None for a page that is only looked at."""
    return request.POST if request.method == "POST" else None


def done(request: HttpRequest, words: Any, to: str, *args: Any) -> HttpResponse:
    """On to the view named `to`, which says `words`."""
    messages.success(request, words)
    return redirect(to, *args)


def refused(request: HttpRequest, refusal: Refusal, to: str, *args: Any) -> HttpResponse:
    """On to the view named `to`, which says why nothing was done."""
    messages.error(request, str(refusal))
    return redirect(to, *args)


def form_page(request: HttpRequest, template: str, form: BaseForm, **context: Any) -> HttpResponse:
    """The page with the form: 200 when fresh, 422 with what is wrong and all that was typed."""
    status = 422 if form.is_bound and form.errors else 200
    return render(request, template, {"form": form, **context}, status=status)
