"""A page to read the API by: every operation, what it asks for and what it takes, from the same description."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from drf_spectacular.generators import SchemaGenerator

from accounts.access import member_required


@dataclass(frozen=True)
class Operation:
    method: str
    path: str
    summary: str
    permission: str
    fields: list[str]

    @property
    def group(self) -> str:
        """The first word of the path after the version."""
        return self.path.removeprefix("/api/v1/").split("/")[0]


@member_required
def docs(request: HttpRequest) -> HttpResponse:
    schema = SchemaGenerator().get_schema(request=None, public=True)
    groups = [(name, list(items)) for name, items in groupby(operations(schema), key=lambda item: item.group)]
    return render(request, "api/docs.html", {"groups": groups, "address": f"{settings.PUBLIC_URL}/api/v1/"})


def operations(schema: dict[str, Any]) -> Iterator[Operation]:
    for path in sorted(schema["paths"]):
        for method, said in schema["paths"][path].items():
            yield Operation(method.upper(), path, summary(said), said.get("x-permission", ""), fields(schema, said))


def summary(said: dict[str, Any]) -> str:
    return str(said.get("description", "")).split("\n")[0]


def fields(schema: dict[str, Any], said: dict[str, Any]) -> list[str]:
    """The names of the body's members; the needed ones with a mark."""
    content: dict[str, Any] = said.get("requestBody", {}).get("content", {})
    body: dict[str, Any] = next(iter(content.values()), {})
    reference = body.get("schema", {}).get("$ref", "")
    shape = schema.get("components", {}).get("schemas", {}).get(reference.rpartition("/")[2], {})
    needed = shape.get("required", [])
    return [f"{name}{'' if name in needed else '?'}" for name in shape.get("properties", {})]
