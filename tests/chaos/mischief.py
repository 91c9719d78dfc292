"""What goes wrong during the play. Each piece of mischief leaves the stage working again, a little later."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

from ledger.publish import client
from tests.chaos.screen import Screen
from tests.chaos.stage import Stage

Trick = Callable[[], Awaitable[None]]


class Mischief:
    def __init__(self, stage: Stage, screens: list[Screen], chance: random.Random) -> None:
        self.stage, self.screens, self.chance = stage, screens, chance
        self.done: Counter[str] = Counter()
        self.is_over = False

    async def heavy(self) -> None:
        """One trick after the other, each at least once in a round, in an order of its own. None is left half done.

        The worker dies first, while the long work is under way.
        """
        await self.kill_worker()
        while not self.is_over:
            tricks: list[Trick] = [
                self.kill_first_server,
                self.kill_second_server,
                self.kill_redis,
                self.kill_worker,
                self.empty_redis,
                self.cut_subscriptions,
                self.cut_database,
            ]
            self.chance.shuffle(tricks)
            while tricks and not self.is_over:
                trick = tricks.pop()
                await trick()
                self.done[trick.__name__] += 1
                await asyncio.sleep(self.chance.uniform(0, 0.5))

    async def light(self) -> None:
        """Networks that drop."""
        while not self.is_over:
            await asyncio.sleep(self.chance.uniform(0.05, 0.4))
            self.done["abort_socket"] += self.chance.choice(self.screens).abort()

    async def kill_first_server(self) -> None:
        await self._restart(self.stage.servers[0])

    async def kill_second_server(self) -> None:
        await self._restart(self.stage.servers[1])

    async def kill_worker(self) -> None:
        await self._restart(self.stage.worker)

    async def kill_redis(self) -> None:
        await asyncio.to_thread(self.stage.redis.child.kill)
        await asyncio.sleep(self.chance.uniform(0, 0.8))
        await asyncio.to_thread(self.stage.redis.start)

    async def empty_redis(self) -> None:
        await asyncio.to_thread(client().flushall)

    async def cut_subscriptions(self) -> None:
        await asyncio.to_thread(client().client_kill_filter, _type="pubsub")

    async def cut_database(self) -> None:
        await asyncio.to_thread(self.stage.cut_database)

    async def _restart(self, process: Any) -> None:
        await asyncio.to_thread(process.kill)
        await asyncio.sleep(self.chance.uniform(0, 0.3))
        await asyncio.to_thread(process.start)
