"""Every URL × role, with the status that is expected. A URL that is not listed fails the suite.

Rows stand in tests/permissions/urls/<room>.py, one list `ROWS` a room:

    Row("inbox:conversation", "200 200 200 200 404 302", args=lambda c: [c.conversation().pk])
    Row("inbox:closure", "302 302 302 403 404 302", "POST", args=lambda c: [c.conversation().pk])

The six statuses are for: owner, admin, agent, viewer (all of Acme), Boris (owner of another firm), and nobody signed in.
`args` and `data` are asked anew for each of the six, so that one role's deed does not stand in another's way. What they
make belongs to Acme; what Boris asks for is then foreign, and 404 rather than 403.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.db.models import UUIDField
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from core.models import FirmModel
from tests.cast import Cast
from tests.permissions import urls

FACES = {"public": "project.urls", "widget": "project.urls_widget", "content": "project.urls_content"}
ROLES = ("owner", "admin", "agent", "viewer", "foreign", "nobody")


class Company(Cast):
    """The cast and an admin."""

    def __init__(self) -> None:
        super().__init__()
        self.adam = self.join("Adam Ames", "admin")
        self.people = dict(zip(ROLES, (self.alice, self.adam, self.bob, self.dora, self.boris, None), strict=True))

    def secrets(self, face: str) -> set[str]:
        """What tells a stranger of Acme: its addresses, and on the colleagues' pages its people's names and all ids."""
        domain = {f"@{self.acme.slug}.example"}
        if face != "public":  # a visitor is told who answers them
            return domain
        with self.scope():
            ids = {
                str(id)
                for model in apps.get_models()
                if issubclass(model, FirmModel) and isinstance(model._meta.pk, UUIDField) and model._meta.managed
                for id in model._base_manager.values_list("pk", flat=True)
            }
        names = {member.name for role, member in self.people.items() if member and role != "foreign"}
        return domain | ids | names | {self.carol.name}

    def browser(self, role: str, face: str) -> Client:
        client = self.client_for(self.people[role] if face == "public" else None)
        address = {"public": settings.PUBLIC_URL, "widget": settings.WIDGET_URL, "content": settings.CONTENT_URL}[face]
        client.defaults["HTTP_HOST"] = urlsplit(address).netloc
        return client


@dataclass(frozen=True)
class Row:
    """One URL and method. `expected` are six statuses in the order of ROLES, or one for all of them."""

    name: str
    expected: str
    method: str = "GET"
    args: Callable[[Company], list[Any]] = lambda company: []
    data: Callable[[Company], Any] = lambda company: {}
    face: str = "public"
    headers: Callable[[Company], dict[str, str]] = lambda company: {}

    def __str__(self) -> str:
        return f"{self.method} {self.name}"

    @property
    def statuses(self) -> dict[str, int]:
        given = [int(word) for word in self.expected.split()]
        return dict(zip(ROLES, given * (len(ROLES) if len(given) == 1 else 1), strict=True))

    def ask(self, company: Company, role: str) -> Any:
        url = reverse(self.name, FACES[self.face], self.args(company))
        options: dict[str, Any] = {"headers": self.headers(company)}
        options["data"] = self.data(company)
        if self.method != "GET":
            if _has_file(options["data"]) and self.method != "POST":  # the test client encodes forms for POST alone
                options |= {"data": encode_multipart(BOUNDARY, options["data"]), "content_type": MULTIPART_CONTENT}
            elif self.name.startswith("api:") and not _has_file(options["data"]):
                options["content_type"] = "application/json"
        return getattr(company.browser(role, self.face), self.method.lower())(url, **options)


def _has_file(data: Any) -> bool:
    return isinstance(data, dict) and any(hasattr(value, "read") for value in data.values())


def rows() -> list[Row]:
    rooms = [import_module(f"{urls.__name__}.{module.name}") for module in iter_modules(urls.__path__)]
    return [row for room in rooms for row in room.ROWS]


def patterns(face: str) -> Iterator[tuple[str, Any]]:
    """(name with its namespace, view) of every URL of a face. A URL without a name is given by its route."""
    yield from _walk(get_resolver(FACES[face]).url_patterns, "", "")


def _walk(found: list[Any], namespace: str, route: str) -> Iterator[tuple[str, Any]]:
    for entry in found:
        here = route + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry.url_patterns, inner, here)
        elif isinstance(entry, URLPattern):
            yield (f"{namespace}{entry.name}" if entry.name else here), entry.callback


UNASKED = {"OPTIONS", "HEAD", "TRACE"}
"""What the framework answers by itself, or as it answers GET."""


def methods_of(view: Any) -> set[str]:
    """What a view answers to; empty for a function that does not say so."""
    found = getattr(view, "view_class", None) or getattr(view, "cls", None)
    if found is None:
        return said_by(view) - UNASKED
    names = {name.upper() for name in found.http_method_names if hasattr(found, name)}
    return names - UNASKED - ({"PUT"} if hasattr(found, "form_class") else set())  # a form's PUT is its POST


def said_by(view: Any) -> set[str]:
    """The methods that `require_http_methods` was given, of which it tells nobody; it may stand below other decorators."""
    while view is not None:
        cells = dict(zip(view.__code__.co_freevars, view.__closure__ or (), strict=True))
        if "request_method_list" in cells:
            return set(cells["request_method_list"].cell_contents)
        view = getattr(view, "__wrapped__", None)
    return set()
