"""A line in the log for each request, with its id. The id goes on to its tasks and back with the response."""

import re

import structlog
from django.http import HttpRequest, HttpResponse
from django_structlog.middlewares import RequestMiddleware

# What a proxy of ours makes. Anything else would go into every line of the log as it came.
AN_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


class RequestLog(RequestMiddleware):
    """Names the view and its pattern, never the address itself: that may hold a search, a token, a person's name."""

    def prepare(self, request: HttpRequest) -> None:
        if not AN_ID.fullmatch(request.headers.get("X-Request-ID", "")):
            request.META.pop("HTTP_X_REQUEST_ID", None)
            request.__dict__.pop("headers", None)  # they are kept once they were asked for
        super().prepare(request)

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        route = request.resolver_match.route if request.resolver_match else "?"
        return f"{request.method} /{route}"

    def handle_response(self, request: HttpRequest, response: HttpResponse) -> None:
        response.headers["X-Request-ID"] = structlog.contextvars.get_contextvars().get("request_id", "")
        super().handle_response(request, response)
