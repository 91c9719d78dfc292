"""What a person sees when something is not theirs, not there, or went wrong."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.access import NotAllowed


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "frame/403_csrf.html", status=403)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Says which permission is missing, and who can give it."""
    denied = exception if isinstance(exception, NotAllowed) else None
    return render(request, "frame/403.html", {"denied": denied}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "frame/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "frame/500.html", status=500)
