"""A person's browser that asks for pages, one after the other over one connection, and takes the time of each."""

import http.client
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING
from urllib.parse import urlencode

if TYPE_CHECKING:
    from accounts.models import Membership


class WrongAnswer(Exception):
    """A page that is no page: its figure would be worth nothing."""


@dataclass
class Times:
    """Milliseconds from the first byte asked to the last one answered, over loopback."""

    taken: list[float] = field(default_factory=list)

    def at(self, share: float) -> float:
        ordered = sorted(self.taken)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("inf")

    @property
    def row(self) -> tuple[float, float, float, int]:
        return (self.at(0.5), self.at(0.95), self.at(1), len(self.taken))


class Caller:
    """Signed in as `membership`. `get` returns the body and notes the time under `kind`."""

    def __init__(self, port: int, membership: "Membership") -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self._headers = {"Cookie": _session_of(membership), "Host": f"127.0.0.1:{port}"}
        self.times: dict[str, Times] = {}

    def get(self, kind: str, path: str, target: str = "", **query: object) -> str:
        """`target`: the element that a part of a page is asked for, as htmx says it."""
        address = f"{path}?{urlencode(query)}" if query else path
        more = {"HX-Request": "true", "HX-Target": target} if target else {}
        began = time.perf_counter()
        self._line.request("GET", address, headers=self._headers | more)
        answer = self._line.getresponse()
        body = answer.read().decode()
        taken = (time.perf_counter() - began) * 1000
        if answer.status != 200:
            raise WrongAnswer(f"{address} answered {answer.status}")
        self.times.setdefault(kind, Times()).taken.append(taken)
        return body

    def forget(self) -> None:
        """What was asked to warm up does not count."""
        self.times.clear()


def together(callers: Iterable[Caller]) -> dict[str, Times]:
    """The times of several callers, by kind."""
    found: dict[str, Times] = {}
    for caller in callers:
        for kind, times in caller.times.items():
            found.setdefault(kind, Times()).taken.extend(times.taken)
    return found


def _session_of(membership: "Membership") -> str:
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from accounts.middleware import SESSION_KEY as FIRM_KEY

    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(membership.person_id)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = membership.person.get_session_auth_hash()
    session[FIRM_KEY] = membership.firm_id
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
