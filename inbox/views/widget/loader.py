"""The script that a firm puts on its pages. Its address never changes, so browsers ask for news of it often and cheaply."""

import gzip
import hashlib
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

NAME = "dist/widget/loader.js"
FRESH_FOR = 300


@require_safe
def loader(request: HttpRequest) -> HttpResponse:
    path = built()
    if path is None:
        raise Http404
    plain, packed, tag = _script(path, path.stat().st_mtime_ns)
    if request.headers.get("If-None-Match") == tag:
        response: HttpResponse = HttpResponseNotModified()
    elif "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(packed, content_type="text/javascript; charset=utf-8")
        response["Content-Encoding"] = "gzip"
    else:
        response = HttpResponse(plain, content_type="text/javascript; charset=utf-8")
    response["ETag"] = tag
    response["Cache-Control"] = f"public, max-age={FRESH_FOR}, stale-while-revalidate=86400"
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["X-Content-Type-Options"] = "nosniff"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def built() -> Path | None:
    """Where the front end was built, or collected to."""
    found = finders.find(NAME)
    path = Path(found) if found else settings.STATIC_ROOT / NAME
    return path if path.exists() else None


@lru_cache(maxsize=2)
def _script(path: Path, changed_at: int) -> tuple[bytes, bytes, str]:
    plain = path.read_bytes()
    return plain, gzip.compress(plain, 9), f'"{hashlib.sha256(plain).hexdigest()[:32]}"'
