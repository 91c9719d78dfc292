"""How far streams have come, for the page that will listen to them from there on."""

from collections.abc import Iterable

from ledger.models import StreamHead


def heads_of(streams: Iterable[str]) -> dict[str, int]:
    """The seq of each stream, 0 for one that has said nothing. Read it before the rows a page shows.

    What is committed in between is then in the page and told again, which is harmless; the other way round it
    would be in neither.
    """
    wanted = list(streams)
    found = dict(StreamHead.objects.filter(stream__in=wanted).values_list("stream", "seq"))
    return {stream: found.get(stream, 0) for stream in wanted}
