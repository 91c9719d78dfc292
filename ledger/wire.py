"""How a frame of a stream looks on its way: the Redis channel's name and the message itself.

A frame is the same bytes whether it came through Redis or was read from `ledger_frame`.
"""

from django.conf import settings


def channel(stream: str) -> str:
    """The Redis channel that carries `stream`; the prefix parts installations and test workers."""
    return f"{settings.REDIS_PREFIX}:live:{stream}"


def wire(seq: int, stream: str, ms: int, body: str) -> str:
    """The message: `{"q":SEQ,"s":"STREAM","t":MS,` followed by the members of `body`.

    `body` is the JSON text of an object that begins with `{"op":`. `q` stands first, so that
    a reader finds the sequence without parsing; stream names need no escaping.
    """
    return f'{{"q":{seq},"s":"{stream}","t":{ms},{body[1:]}'
