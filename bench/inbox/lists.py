"""The list: each folder, its first page, a page further on, and one far down."""

import re
from collections.abc import Sequence

from bench.inbox.caller import Caller
from inbox.folders import FOLDERS

FAR = 20
"""Pages down."""
NEXT = re.compile(r'data-page="([^"]+)"')
MORE = re.compile(r'data-more="([^"]+)"')


def measure(callers: Sequence[Caller], times: int) -> None:
    for caller in callers:
        for name in FOLDERS:
            walk(caller, name, f"/inbox/{name}/", times)


def walk(caller: Caller, name: str, here: str, times: int, **query: object) -> None:
    """`first page` is the whole page with its frame and its counts; the others are rows."""
    key = next(iter(MORE.findall(caller.get("warm", here, **query))), "")
    for _ in range(times):
        caller.get(f"{name}, first page", here, **query)
    for _ in range(FAR):
        if not key:
            break
        answer = caller.get(f"{name}, further pages", here, before=key, **query)
        key = next(iter(NEXT.findall(answer)), "")
