from django.db import connection

from accounts.models import Membership
from live.actors import Actor
from live.streams import StreamKind, register


def is_still_a_member(actor: Actor, key: str) -> bool:
    return key != "closed" and Membership.objects.filter(pk=actor.id, ended_at=None).exists()


def thinks_for_two_seconds(actor: Actor, key: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(2)")
    return True


def fails(actor: Actor, key: str) -> bool:
    if key == "database":
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1/0")
    raise RuntimeError("a policy with a fault")


register(
    StreamKind(
        name="room",
        may_subscribe=is_still_a_member,
        presence=True,
        signals={"typing", "status"},
        relay={"typing": lambda key, data: f"street:{key}" if data.get("public") else None},
    )
)
register(
    StreamKind(
        name="street",
        may_subscribe=lambda actor, key: True,
        signals={"typing"},
        faces={"visitor"},
        relay={"typing": lambda key, data: f"room:{key}"},
    )
)
register(StreamKind(name="lobby", may_subscribe=lambda actor, key: True))
register(StreamKind(name="slow", may_subscribe=thinks_for_two_seconds))
register(StreamKind(name="faulty", may_subscribe=fails))
