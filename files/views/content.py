"""Content on CONTENT_URL: bytes behind a signed link, apart from every page of ours."""

from collections.abc import AsyncIterator, Iterator
from functools import partial
from typing import Any

from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from core import clock
from core.tenancy import firm_scope
from files.errors import FileError, LinkInvalid
from files.links import FULL, LOOK, Claim, read
from files.models import File
from files.pictures import NoPicture, PixelFlood
from files.ranges import UnsatisfiableRange, parse_range

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; media-src 'self'; sandbox; frame-ancestors 'none'"
)
LOOKED_AT = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'"
"""Of a PDF that is looked at: no browser's own viewer works in a sandbox. A script in it is the viewer's, never ours."""
END = object()


class Bytes(StreamingHttpResponse):
    """Bytes as they are decrypted, a record at a time, off the event loop."""

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.streaming_content)  # type: ignore[arg-type]

    async def __aiter__(self) -> AsyncIterator[bytes]:
        parts: Any = iter(self.streaming_content)  # type: ignore[arg-type]
        step: Any = sync_to_async(partial(next, parts, END), thread_sensitive=False)
        while (part := await step()) is not END:
            yield part


@require_safe
def content(request: HttpRequest, token: str) -> HttpResponseBase:
    try:
        claim = read(token)
        with firm_scope(claim.firm_id):
            file = File.objects.filter(pk=claim.file_id).first()
            if file is None or file.is_withheld or (claim.purpose == LOOK and not file.is_pdf):
                raise LinkInvalid
            return _answer(request, file, claim)
    except FileError as error:
        return guarded(HttpResponse(f"{error}\n", content_type="text/plain; charset=utf-8", status=error.status))


def _answer(request: HttpRequest, file: File, claim: Claim) -> HttpResponseBase:
    tag = f'"{file.sha256[:32]}-{claim.purpose}"'
    if request.headers.get("If-None-Match") == tag:
        response: HttpResponseBase = HttpResponseNotModified()
    elif claim.purpose in (FULL, LOOK):
        response = _whole_or_part(request, file, tag, looked_at=file.is_picture or claim.purpose == LOOK)
    else:
        response = _small(file, claim)
    response["ETag"] = tag
    left = int((claim.ends_at - clock.now()).total_seconds())
    response["Cache-Control"] = f"private, max-age={left}, immutable" if response.status_code < 400 else "no-store"
    return guarded(response, LOOKED_AT if claim.purpose == LOOK else POLICY)


def _small(file: File, claim: Claim) -> HttpResponse:
    try:
        return HttpResponse(file.small(claim.purpose), content_type="image/webp")
    except (NoPicture, PixelFlood) as error:
        raise LinkInvalid from error


def _whole_or_part(request: HttpRequest, file: File, tag: str, *, looked_at: bool) -> HttpResponseBase:
    asked = request.headers.get("Range", "") if request.headers.get("If-Range", tag) == tag else ""
    try:
        part = parse_range(asked, file.size)
    except UnsatisfiableRange:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{file.size}"})
    start, stop = part or (0, file.size)
    response = Bytes(_begun(file.read(start, stop)), content_type=_type(file), status=206 if part else 200)
    response["Content-Length"] = stop - start
    response["Accept-Ranges"] = "bytes"
    if part:
        response["Content-Range"] = f"bytes {start}-{stop - 1}/{file.size}"
    response["Content-Disposition"] = content_disposition_header(not looked_at, file.name) or "attachment"
    return response


def _begun(parts: Iterator[bytes]) -> Iterator[bytes]:
    """Decrypt the first record now, so that damage is an answer and not a torn download."""
    first = next(parts, b"")

    def all_of_it() -> Iterator[bytes]:
        yield first
        yield from parts

    return all_of_it()


def _type(file: File) -> str:
    return f"{file.media_type}; charset=utf-8" if file.media_type == "text/plain" else file.media_type


def guarded(response: HttpResponseBase, policy: str = POLICY) -> HttpResponseBase:
    """Nothing here is ever a page: no script, no frame, no guessing; pictures may be shown by our two hosts."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = policy
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Cross-Origin-Opener-Policy"] = "unsafe-none"  # else no link in a sandboxed frame could open it
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
