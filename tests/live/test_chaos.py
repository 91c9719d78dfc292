"""Sockets, web processes and Redis are killed at random and publishes are lost and doubled; nobody misses anything."""

import random
import threading
import time

import pytest
from django.db import connection

from ledger.publish import publish
from tests.live.page import Page, ticket_for
from tests.live.test_losses import come_back
from tests.live.writing import append

pytestmark = pytest.mark.covers("L2")

READERS = 12
WRITING = 10.0
"""Seconds in which frames are written and things are killed."""


class Reader(threading.Thread):
    """A browser: it holds its cursor, drops what it knows, and comes back whenever it loses its socket."""

    def __init__(self, number: int, cast, stream: str, servers: list) -> None:
        super().__init__(daemon=True)
        self.cast, self.stream, self.servers = cast, stream, servers
        self.chance = random.Random(number)
        self.cursor, self.seen, self.faults = 0, [], []
        self.until: int | None = None
        self.give_up = 0.0
        self.lives = 0
        self.last_error: Exception | None = None

    def run(self) -> None:
        while self.until is None or (self.cursor < self.until and time.monotonic() < self.give_up):
            try:
                self._live(self.chance.choice(self.servers))
            except Exception as error:  # refused, cut or timed out: whatever it is, it comes back
                self.last_error = error
                time.sleep(self.chance.uniform(0, 0.3))

    def _live(self, server) -> None:
        page = Page(server, ticket_for(self.cast.alice), open_timeout=3)
        try:
            self.lives += 1
            page.subscribe(self.stream, after=self.cursor)
            end = time.monotonic() + self.chance.uniform(0.2, 3)
            for frame in page.frames:
                self._take(frame)
            while page.code is None and time.monotonic() < end and self.cursor != self.until:
                frame = page.next(0.2)
                if frame is not None:
                    self._take(frame)
        finally:
            page.socket.socket.close()  # no goodbye

    def _take(self, frame: dict) -> None:
        if frame["op"] == "reset" or frame.get("s") not in (None, self.stream):
            self.faults.append(frame)
        if "q" not in frame:
            return
        if frame["q"] != self.cursor + 1:
            self.faults.append((self.cursor, frame["q"]))
        self.cursor = frame["q"]
        self.seen.append(frame["q"])


def write_for_a_while(cast, stream: str, chance: random.Random) -> int:
    """About a hundred frames a second; of the publishes 10 % are lost and 10 % come twice."""
    end, head = time.monotonic() + WRITING, 0
    while time.monotonic() < end:
        rows = append(cast.acme, stream, chance.choice([1, 1, 1, 5]))
        head = rows[-1][1]
        for _ in range(chance.choice([0, 1, 1, 1, 1, 1, 1, 1, 1, 2])):
            publish(rows)
        threading.Event().wait(chance.uniform(0, 0.02))
    connection.close()
    return head


def test_in_the_end_every_page_has_everything_once_and_in_order(cast, start_server, redis_server):
    servers = [start_server("daphne"), start_server("uvicorn")]
    stream, chance, heads = f"firm:{cast.acme.pk}", random.Random(7), []
    readers = [Reader(number, cast, stream, servers) for number in range(READERS)]
    writer = threading.Thread(target=lambda: heads.append(write_for_a_while(cast, stream, chance)))
    for thread in [*readers, writer]:
        thread.start()

    kills = random.Random(11)
    while writer.is_alive():
        victim = kills.choice(["redis", servers[0], servers[1]])
        if victim == "redis":
            redis_server.child.kill()
            writer.join(kills.uniform(0.2, 1.5))
            come_back(redis_server)
        else:
            victim.kill()
            victim.start()
        writer.join(kills.uniform(0.5, 1.5))

    for reader in readers:
        reader.give_up, reader.until = time.monotonic() + 30, heads[0]
    for reader in readers:
        reader.join()
    assert heads[0] > 100
    assert sum(reader.lives for reader in readers) > READERS * 3
    assert [reader.faults for reader in readers] == [[]] * READERS
    behind = [(reader.cursor, reader.last_error) for reader in readers if reader.cursor != heads[0]]
    assert behind == []
    assert [reader.seen for reader in readers] == [list(range(1, heads[0] + 1))] * READERS
