"""`POST /widget/poll`, before Django: a request that waits costs a place in the event loop and no thread."""

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from django.conf import settings

from live import authority
from live.hub import running
from live.polling.poll import Ended, Poll, TooMany, Unknown
from live.polling.words import LARGEST, read
from live.protocol import BadFrame
from live.routing import comes_from

log = structlog.get_logger(__name__)

App = Callable[[Any, Any, Any], Awaitable[None]]
PATH = "/widget/poll"
AGAIN_IN = 2
"""Seconds after which whoever asked too often, or found the process leaving, may ask again."""


class Polling:
    """`Polling(django)`: answers polls itself and hands on everything else."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or scope["path"] != PATH:
            await self._app(scope, receive, send)
            return
        status, said = await self._answer(scope, receive)
        if status:
            await _send(send, status, said)

    async def _answer(self, scope: Any, receive: Any) -> tuple[int, dict[str, Any]]:
        """The status, 0 where nobody is there any more to hear it, and the answer."""
        if scope["method"] != "POST" or not comes_from(scope, settings.WIDGET_URL):
            return 403, {"reason": "Only the chat itself may ask this."}
        try:
            wish = read(await _body(receive))
        except BadFrame as error:
            return 400, {"reason": str(error)}
        hub = await running()
        if hub.is_draining:
            return 503, {"reason": "The server restarts; come back."}
        return await self._wait(Poll(hub, wish), receive)

    async def _wait(self, poll: Poll, receive: Any) -> tuple[int, dict[str, Any]]:
        """Until there is something to say, or the browser has gone."""
        polling = asyncio.ensure_future(poll.run())
        gone = asyncio.ensure_future(_gone(receive))
        try:
            await asyncio.wait({polling, gone}, return_when=asyncio.FIRST_COMPLETED)
            if not polling.done():
                return 0, {}
            return 200, polling.result()
        except Unknown as error:
            return 401, {"reason": str(error)}
        except Ended as error:
            return 403, {"reason": str(error)}
        except TooMany as error:
            return 429, {"reason": str(error)}
        except authority.Away:
            return 503, {"reason": "The database is away; please come back."}
        except Exception:
            log.exception("live.poll_failed")
            return 503, {"reason": "Something went wrong here; please come back."}
        finally:
            for task in (polling, gone):
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError, Exception):
                    await task


async def _body(receive: Any) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            raise BadFrame("The request was cut off.")
        body += message.get("body", b"")
        if len(body) > LARGEST:
            raise BadFrame("This is too much for a poll.")
        more = message.get("more_body", False)
    return body


async def _gone(receive: Any) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _send(send: Any, status: int, said: dict[str, Any]) -> None:
    body = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
    ]
    if status in (429, 503):
        headers.append((b"retry-after", str(AGAIN_IN).encode()))
    with contextlib.suppress(Exception):  # the browser may have gone while we spoke
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})
