"""Asking once for many."""

import asyncio

import pytest

from live.together import Together


async def test_what_is_asked_meanwhile_is_asked_together() -> None:
    asked: list[list[int]] = []
    begun, free = asyncio.Event(), asyncio.Event()

    async def double(numbers: list[int]) -> list[int]:
        asked.append(numbers)
        begun.set()
        await free.wait()
        return [number * 2 for number in numbers]

    together = Together(double, most=5)
    first = asyncio.ensure_future(together(0))
    await begun.wait()
    others = [asyncio.ensure_future(together(number)) for number in range(1, 9)]
    gone = asyncio.ensure_future(together(9))
    await asyncio.sleep(0)
    gone.cancel()
    free.set()
    assert await asyncio.gather(first, *others) == [number * 2 for number in range(9)]
    assert asked == [[0], [1, 2, 3, 4, 5], [6, 7, 8, 9]]


async def test_a_question_in_the_very_turn_in_which_the_last_was_answered_is_not_forgotten() -> None:
    async def echo(numbers: list[int]) -> list[int]:
        return numbers

    together = Together(echo)
    for number in range(200):
        assert await asyncio.wait_for(together(number), 5) == number
        for turn in range(number % 4):
            await asyncio.sleep(0 * turn)


async def test_a_failure_is_heard_by_those_it_concerns_only() -> None:
    async def halve(numbers: list[int]) -> list[int | Exception]:
        if 13 in numbers:
            raise RuntimeError("unlucky")
        return [number // 2 if number % 2 == 0 else ValueError(number) for number in numbers]

    together = Together(halve)
    answers = await asyncio.gather(*(together(number) for number in (2, 3, 4)), return_exceptions=True)
    assert [repr(answer) for answer in answers] == ["1", "ValueError(3)", "2"]
    with pytest.raises(RuntimeError):
        await together(13)
    assert await together(14) == 7
