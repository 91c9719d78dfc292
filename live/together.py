"""Asking once for many: what is asked while an answer is on its way is asked together next.

After a deploy a thousand pages come back in a second. Each brings a ticket and asks for streams;
answered one by one, the round trips alone would take longer than the pages wait.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Q = TypeVar("Q")
A = TypeVar("A")


class Together(Generic[Q, A]):
    """`await together(question)`. `ask` gets a list of questions and returns their answers in order.

    An answer that is an exception is raised to whoever asked that question; if `ask` itself
    raises, everyone in the list hears of it.
    """

    def __init__(self, ask: Callable[[list[Q]], Awaitable[Sequence[A | Exception]]], lines: int = 1, most: int = 64):
        self._ask, self._lines, self._most = ask, lines, most
        self._waiting: deque[tuple[Q, asyncio.Future[A]]] = deque()
        self._busy = 0
        self._tasks: set[asyncio.Task[None]] = set()

    async def __call__(self, question: Q) -> A:
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[A] = loop.create_future()
        self._waiting.append((question, answer))
        if self._busy < self._lines:
            self._busy += 1
            task = loop.create_task(self._serve())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return await answer

    async def _serve(self) -> None:
        try:
            while self._waiting:
                await self._serve_once()
        finally:
            self._busy -= 1  # in the same step in which nothing was waiting

    async def _serve_once(self) -> None:
        batch = [self._waiting.popleft() for _ in range(min(self._most, len(self._waiting)))]
        answers: Sequence[A | Exception]
        try:
            answers = await self._ask([question for question, _ in batch])
        except Exception as error:
            answers = [error] * len(batch)
        for (_, future), answer in zip(batch, answers, strict=True):
            if future.done():  # whoever asked has gone
                continue
            if isinstance(answer, Exception):
                future.set_exception(answer)
            else:
                future.set_result(answer)
