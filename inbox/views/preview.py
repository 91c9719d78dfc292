"""How what is being written will look: the same rendering as the thread's."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from accounts.access import needs
from core.rich import as_html, tree_of
from core.text import tidy
from inbox.models import Message
from inbox.policies import READ


@require_POST
@needs(READ)
def preview(request: HttpRequest) -> HttpResponse:
    """Empty where it will look as it is written."""
    tree = tree_of(tidy(request.POST.get("body", "")[: Message.MAX_LENGTH]))
    return render(request, "inbox/_preview.html", {"html": as_html(tree) if tree else ""})
