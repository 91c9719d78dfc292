"""Requests as a browser makes them under bad luck: doubled, timed out, made again until they are answered."""

import asyncio
import random
import time
from typing import Any

import httpx

PATIENCE = 4.0
"""Seconds for one answer; then it is asked again, perhaps of another process."""
AVOIDED = 2.0
"""Seconds for which one that failed is not asked, while there is another."""
TRIES = 60
"""So often something is asked before it counts as refused for good."""


class Unanswered(Exception):
    """No answer came, or one that says to come back."""


class Refused(Exception):
    """Asked again and again, and never answered."""


class Browser:
    """One person's requests, to any of the servers. `face` names the attribute with the server's address."""

    def __init__(self, servers: list[Any], face: str, headers: dict[str, str], chance: random.Random) -> None:
        self.servers, self.face, self.headers, self.chance = servers, face, headers, chance
        self.doubled = self.repeated = 0
        self._avoided: dict[Any, float] = {}
        self._client = httpx.AsyncClient(timeout=PATIENCE, trust_env=False, follow_redirects=True)

    def some_server(self) -> Any:
        """As a load balancer chooses: one that has not just failed, if there is one."""
        now = time.monotonic()
        well = [server for server in self.servers if self._avoided.get(server, 0.0) < now]
        return self.chance.choice(well or self.servers)

    def avoid(self, server: Any) -> None:
        self._avoided[server] = time.monotonic() + AVOIDED

    def address(self, server: Any) -> str:
        return getattr(server, self.face)

    async def ask(self, method: str, path: str, server: Any = None, **options: Any) -> httpx.Response:
        """Once. Raises Unanswered."""
        server = server or self.some_server()
        address = self.address(server)
        headers = {**self.headers, "Origin": address}
        try:
            answer = await self._client.request(method, address + path, headers=headers, **options)
        except httpx.HTTPError as error:
            self.avoid(server)
            raise Unanswered from error
        if answer.status_code == 429:
            await asyncio.sleep(float(answer.headers.get("Retry-After", 1)))
        if answer.status_code >= 500 or answer.status_code == 429:
            raise Unanswered(f"{answer.status_code} for {path}")
        return answer

    async def insist(self, method: str, path: str, **options: Any) -> httpx.Response:
        """Until it is answered."""
        for _ in range(TRIES):
            try:
                return await self.ask(method, path, **options)
            except Unanswered as error:
                last = error
                self.repeated += 1
                await asyncio.sleep(self.chance.uniform(0.05, 0.3))
        raise Refused(f"{method} {path}: {last}")

    async def send(self, method: str, path: str, **options: Any) -> list[httpx.Response]:
        """Until it is answered; now and then twice at once, as an impatient hand or network does."""
        times = 2 if self.chance.random() < 0.25 else 1
        self.doubled += times - 1
        return await asyncio.gather(*(self.insist(method, path, **options) for _ in range(times)))

    async def close(self) -> None:
        await self._client.aclose()
