"""What a person's sockets were told, and what the ledger and its audit hold of a firm."""

import json
from typing import Any

from accounts.models import Membership
from ledger.models import Change, Event, StreamFrame


def access_frames(cast, member: Membership) -> list[dict[str, Any]]:
    """The frames on the member's internal stream, in order."""
    with cast.scope(member):
        bodies = StreamFrame.objects.filter(stream=f"access:{member.pk}").order_by("seq").values_list("body", flat=True)
        return [json.loads(body) for body in bodies]


def kinds(cast, where=None) -> list[str]:
    with cast.scope(where):
        return list(Event.objects.order_by("id").values_list("kind", flat=True))


def changes(cast, kind: str, where=None) -> list[Change]:
    with cast.scope(where):
        return list(Change.objects.filter(kind=kind).order_by("id"))
