"""The settings' first page: the menu, and on a wide screen where to begin."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import member_required
from accounts.requests import FirmRequest


@require_safe
@member_required
def index(request: FirmRequest) -> HttpResponse:
    return render(request, "accounts/index.html", {"at": "list"})
