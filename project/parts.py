"""A page and its parts stand at the same addresses."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

ASKED_BY = ("HX-Request", "HX-Boosted", "HX-Target")
Answer = Callable[[HttpRequest], HttpResponse]


class PartsMiddleware:
    """Tells caches which headers choose between the page and a part of it. Without this a browser that comes Back from
    another site would show the part it fetched last, without the frame around it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ASKED_BY)
        return response
