"""Bare Python: the `websockets` library's own broadcast, fed from Redis. websockets_app.py PORT REDIS_PORT CHANNEL"""

import asyncio
import sys

import uvloop
from redis.asyncio import Redis
from websockets.asyncio.server import ServerConnection, broadcast, serve

connections: set[ServerConnection] = set()


async def connected(connection: ServerConnection) -> None:
    connections.add(connection)
    try:
        await connection.wait_closed()
    finally:
        connections.discard(connection)


async def main(port: int, redis_port: int, channel: str) -> None:
    subscription = Redis(host="127.0.0.1", port=redis_port, socket_timeout=None).pubsub()
    await subscription.subscribe(channel)
    async with serve(connected, "127.0.0.1", port, compression=None, backlog=4096):
        async for message in subscription.listen():
            if message["type"] == "message":
                broadcast(connections, message["data"].decode())
                await asyncio.sleep(0)


uvloop.run(main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]))
