"""Stock Channels: a consumer in a group, group_send through a Redis layer, served by daphne.

REDIS_PORT and LAYER (core or pubsub) come from the environment. The text goes through as it is, which is
the cheapest thing a stock consumer can do. publish.py imports `configure` to send through the same layer.
"""

import os

import django
from channels.generic.websocket import AsyncWebsocketConsumer
from channels.routing import ProtocolTypeRouter
from django.conf import settings

GROUP = "bench"
BACKENDS = {
    "core": "channels_redis.core.RedisChannelLayer",
    "pubsub": "channels_redis.pubsub.RedisPubSubChannelLayer",
}


def configure() -> None:
    settings.configure(
        INSTALLED_APPS=["channels"],
        CHANNEL_LAYERS={
            "default": {
                "BACKEND": BACKENDS[os.environ["LAYER"]],
                "CONFIG": {"hosts": [("127.0.0.1", int(os.environ["REDIS_PORT"]))]},
            }
        },
    )
    django.setup()


class Listener(AsyncWebsocketConsumer):
    groups = [GROUP]

    async def bench_event(self, event: dict[str, str]) -> None:
        await self.send(text_data=event["text"])


if not settings.configured:
    configure()
application = ProtocolTypeRouter({"websocket": Listener.as_asgi()})
