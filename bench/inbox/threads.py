"""A conversation opened beside its list, and a very long one read to its beginning."""

import re
from collections.abc import Sequence
from uuid import UUID

from bench.inbox.caller import Caller

LINE = re.compile(r'data-key="(\d{12})"')


def measure(caller: Caller, conversations: Sequence[UUID], longest: UUID, times: int) -> list[int]:
    """Returns how many lines each page of the long one had, the last and shorter one left out."""
    for id in conversations:
        caller.get("any conversation", f"/inbox/conversations/{id}/", target="conversation")
    address = f"/inbox/conversations/{longest}/"
    for _ in range(times):
        caller.get("the long one, in its pane", address, target="conversation")
        caller.get("the long one, whole page", address)
    return _scroll(caller, address)


def _scroll(caller: Caller, address: str) -> list[int]:
    seqs = LINE.findall(caller.get("the long one, in its pane", address, target="conversation"))
    sizes = []
    while seqs and int(seqs[0]) > 1:
        sizes.append(len(seqs))
        seqs = LINE.findall(caller.get("scroll back", address + "messages/", before=int(seqs[0])))
    return sizes
