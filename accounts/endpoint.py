"""The base of every API view."""

from typing import Any

from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.serializers import Serializer

from accounts.idempotency import Idempotent
from accounts.models import Membership


class Endpoint(Idempotent, GenericAPIView):
    """Say in `needs` which permission it asks for: one code, or `{"GET": …, "POST": …}`, or `MEMBER`.

    `serializer_class` checks what is sent; `answer` is the shape of what comes back, `lists` whether GET gives many.
    Reach objects through `self.me`; what belongs to another firm is 404 by itself.
    """

    request: Request
    needs: str | dict[str, str]
    answer: type[Serializer[Any]] | None = None
    lists = False

    @property
    def me(self) -> Membership:
        return self.request._request.membership  # type: ignore[attr-defined]

    def checked(self, data: Any = None, **kwargs: Any) -> dict[str, Any]:
        """What was sent, checked by the view's serializer. Raises ValidationError."""
        serializer = self.get_serializer(data=self.request.data if data is None else data, **kwargs)
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)
