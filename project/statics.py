"""Headers of static files."""

from wsgiref.headers import Headers


def headers(headers: Headers, path: str, url: str) -> None:
    """The worker stands under /static/ and may look after every page."""
    if "/dist/worker." in path:
        headers["Service-Worker-Allowed"] = "/"
