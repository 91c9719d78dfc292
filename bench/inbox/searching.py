"""Search as one types: each phrase letter by letter, as the browser asks for it."""

from collections.abc import Sequence

from bench.inbox.caller import Caller


def measure(caller: Caller, phrases: Sequence[str]) -> int:
    """The kind is how many letters were typed. Returns how many of the whole phrases were found."""
    found = 0
    for phrase in phrases:
        body = ""
        for length in range(1, len(phrase) + 1):
            if phrase[length - 1] != " ":
                kind = f"{min(length, 12):2} letters" if length < 12 else "12 and more"
                body = caller.get(kind, "/inbox/search/", target="found", q=phrase[:length])
        found += 'href="/inbox/conversations/' in body
    return found
