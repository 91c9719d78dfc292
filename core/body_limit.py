"""No request is larger than the largest file and a little more: refused by what it declares, or once it has sent too much.

It stands before Django, which would write the whole body to the disk before any view could say no.
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

Scope = dict[str, Any]
Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

ROOM_FOR_FORM = 1024 * 1024
"""What a form may weigh besides its file."""


class BodyLimit:
    """`largest`: bytes of the largest file."""

    def __init__(self, app: App, largest: int) -> None:
        self._app, self._largest, self._most = app, largest, largest + ROOM_FOR_FORM

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif declared(scope) > self._most:
            await self._refuse(send)
        else:
            await self._app(scope, *self._watch(receive, send))

    def _watch(self, receive: Receive, send: Send) -> tuple[Receive, Send]:
        """A body may come without saying how long it is: count it, and hang up on the application when it is too much."""
        seen, refused = 0, False

        async def counted() -> Message:
            nonlocal seen, refused
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self._most and not refused:
                refused = True
                await self._refuse(send)
            return {"type": "http.disconnect"} if refused else message

        async def guarded(message: Message) -> None:
            if not refused:
                await send(message)

        return counted, guarded

    async def _refuse(self, send: Send) -> None:
        sentence = _("This is larger than %(limit)s. Make it smaller, or split it.")
        message = sentence % {"limit": filesizeformat(self._largest)}
        body = json.dumps({"error": "too_large", "message": message}).encode()
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 413, "headers": [*headers, (b"connection", b"close")]})
        await send({"type": "http.response.body", "body": body})


def declared(scope: Scope) -> int:
    """The Content-Length, 0 where there is none."""
    value = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    return int(value) if value.isdigit() else 0
