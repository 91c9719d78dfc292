"""The chat's frame as the server sees it: JSON to the visitors' host, its own origin, a token in a header."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from core.ids import uuid7


class FrameClient:
    def __init__(self, inbox: Any, token: str = "") -> None:
        self.inbox, self.token = inbox, token
        self.browser = Client(HTTP_HOST=urlsplit(settings.WIDGET_URL).netloc)

    def call(self, method: str, path: str, said: Any = None, origin: str | None = "", **headers: str) -> HttpResponse:
        """`origin`: "" is the frame's own, None is none."""
        known = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        if origin is not None:
            known["Origin"] = origin or settings.WIDGET_URL
        options: dict[str, Any] = {"headers": known | headers}
        if said is not None:
            options |= {"data": said, "content_type": "application/json"}
        return (
            self.browser.generic(method, f"/widget/{path}", **options)
            if said is None
            else self._send(method, path, options)
        )

    def _send(self, method: str, path: str, options: dict[str, Any]) -> HttpResponse:
        return getattr(self.browser, method.lower())(f"/widget/{path}", **options)

    def session(self, **said: Any) -> dict[str, Any]:
        """Open the chat; keeps the token that is told."""
        answer = self.call("POST", "api/session", {"key": str(self.inbox.key), "page": "", **said}).json()
        self.token = answer["token"] or self.token
        return answer

    def write(self, body: str = "Hello", id: Any = None, files: Any = ()) -> HttpResponse:
        return self.call("POST", "api/messages", {"id": str(id or uuid7()), "body": body, "files": list(files)})

    def upload(self, content: bytes, name: str) -> HttpResponse:
        headers = {"Authorization": f"Bearer {self.token}", "Origin": settings.WIDGET_URL}
        return self.browser.post(
            "/widget/api/attachments", {"file": SimpleUploadedFile(name, content)}, headers=headers
        )

    def conversation(self, before: int | None = None) -> Any:
        path = "api/conversation" + (f"?before={before}" if before else "")
        return self.call("GET", path, origin=None).json()["conversation"]


def arrived(inbox: Any) -> FrameClient:
    """A browser that has opened the chat."""
    frame = FrameClient(inbox)
    frame.session()
    return frame
