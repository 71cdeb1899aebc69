"""Long answers: nothing is made for a reader who has gone."""

import asyncio
from typing import Any

import pytest

from recordpress.publishing.sending import PARTS, GoneError, Reader


class Somebody:
    """A reader who goes when told to."""

    def __init__(self) -> None:
        self.sent: list[Any] = []
        self.goes = asyncio.Event()
        self._asked = False

    async def receive(self) -> dict[str, Any]:
        if not self._asked:
            self._asked = True
            return {"type": "http.request", "body": b""}
        await self.goes.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        self.sent.append(message)


async def test_an_answer_ends_when_its_reader_has_gone() -> None:
    somebody = Somebody()
    reader = Reader(somebody.receive, somebody.send)
    async with reader.watched():
        for number in range(1_000):
            await reader.send({"type": "http.response.body", "number": number})
            if number == 3 * PARTS:
                somebody.goes.set()
    assert 3 * PARTS < len(somebody.sent) <= 6 * PARTS


async def test_others_have_their_turn_while_a_long_answer_is_sent() -> None:
    somebody = Somebody()
    reader = Reader(somebody.receive, somebody.send)
    turns = 0

    async def other() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    task = asyncio.create_task(other())
    async with reader.watched():
        for _ in range(10 * PARTS):
            await reader.send({"type": "http.response.body"})
    task.cancel()
    assert turns >= 9


async def failing(reader: Reader) -> None:
    async with reader.watched():
        assert 1 / 0


async def test_errors_are_passed_on_and_who_is_there_is_not_said_to_have_gone() -> None:
    somebody = Somebody()
    reader = Reader(somebody.receive, somebody.send)
    reader.require()
    with pytest.raises(ZeroDivisionError):
        await failing(reader)
    somebody.goes.set()
    async with reader.watched():
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        with pytest.raises(GoneError):
            reader.require()
