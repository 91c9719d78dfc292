"""How the API's description names our ways to sign in, and the permission each operation asks for."""

import re
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = "accounts.api_auth.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "A personal API token: cp_…"}


class SessionScheme(OpenApiAuthenticationExtension):
    target_class = "accounts.api_auth.SessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": "sessionid",
            "description": "Our own pages, with X-CSRFToken.",
        }


METHODS = "GET|POST|PUT|PATCH|DELETE"
SAID = re.compile(rf"((?:{METHODS})[^.:]*): (.*?)(?=(?:{METHODS})\b[^.:]*:|\Z)", re.DOTALL)


class Schema(AutoSchema):
    """Reads `needs`, `answer` and `lists` of our endpoints; adds `x-permission` to each operation."""

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        operation = super().get_operation(*args, **kwargs)
        if operation is not None and hasattr(self.view, "needs"):
            from accounts.api_auth import needed

            operation["x-permission"] = needed(self.view, self.method)
        return operation

    def get_description(self) -> str:  # type: ignore[override]
        """Of a docstring like "GET: every team. POST: a new one." what is said of this method."""
        whole = str(super().get_description())
        said = [words for methods, words in SAID.findall(whole) if self.method in methods]
        return said[0][0].upper() + said[0][1:].strip() if said else whole

    def get_operation_id(self) -> str:
        """ "get_people", "get_people_id": the method and the path, so that no two are alike."""
        words = re.findall(r"\w+", self.path.removeprefix("/api/v1/"))
        return "_".join([self.method.lower(), *words])

    def get_request_serializer(self) -> Any:
        sends = self.method in ("POST", "PUT", "PATCH") and getattr(self.view, "serializer_class", None)
        return self.view.get_serializer() if sends else None  # type: ignore[attr-defined]

    def get_response_serializers(self) -> Any:
        answer = getattr(self.view, "answer", None)
        if self.method == "DELETE" or answer is None:
            return {204: None} if self.method == "DELETE" else super().get_response_serializers()
        if self.method == "GET" and getattr(self.view, "lists", False):
            return answer(many=True)
        return {201 if self.method == "POST" else 200: answer()}
