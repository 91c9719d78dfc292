"""The publisher: sends numbered events through Redis at a fixed rate, whatever becomes of them (open loop).

publish.py KIND REDIS_PORT CHANNEL STREAM     KIND: plain | socketio | channels | ledger

First says the sequence it begins with. Then, on standard input, one a line: `go RATE COUNT` (0 = as fast as it
can); answers one line of JSON: how many, the seconds they took and the worst delay behind the plan.

All servers get the same work: 400 bytes of JSON, in the form of our own frames, with the time of sending in
`ns`. Peers get them from Redis alone. Ours is told nothing that is not in PostgreSQL as well, so `ledger` commits
the frames first, by ledger_append, a hundredth of a second's worth at a time.

It runs in the peers' environment too, and so imports nothing of ours.
"""

import json
import os
import socket
import sys
import time
from datetime import UTC, datetime
from typing import Any

PAYLOAD_BYTES = 400
SLEEP_WORTH_S = 0.0002
TURN_S = 0.01


class Redis:
    """PUBLISH over one plain socket: answers are read only to keep the pipe free."""

    def __init__(self, port: int, channel: str) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port))
        name = channel.encode()
        self._head = b"*3\r\n$7\r\nPUBLISH\r\n$%d\r\n%s\r\n$" % (len(name), name)
        self._unread = 0

    def publish(self, body: bytes) -> None:
        self._socket.sendall(self._head + b"%d\r\n%s\r\n" % (len(body), body))
        self._unread += 1
        if self._unread >= 64:
            self._socket.recv(65536)
            self._unread = 0


def frame(sequence: int, stream: str, ms: int, rest: str) -> str:
    return f'{{"q":{sequence},"s":"{stream}","t":{ms},"ns":{time.time_ns()},{rest}'


def rest_of_frame(sequence: int, stream: str) -> str:
    """The members of a frame after the time, as long as makes the whole of it PAYLOAD_BYTES."""
    begin = f'"op":"upsert","id":"message-{sequence}","list":"messages","html":"'
    used = len(frame(sequence, stream, time.time_ns() // 1_000_000, begin)) + 2
    return begin + "x" * (PAYLOAD_BYTES - used) + '"}'


class Plain:
    """Every message on one channel, as `websockets`, `ws` and the C bound take it."""

    first = 1

    def __init__(self, port: int, channel: str, stream: str) -> None:
        self.redis, self.stream = Redis(port, channel), stream

    def prepare(self, sequence: int, count: int) -> None:
        """Called before the next `count` messages are due."""

    def text(self, sequence: int) -> str:
        rest = rest_of_frame(sequence, self.stream)
        return frame(sequence, self.stream, time.time_ns() // 1_000_000, rest)

    def send(self, sequence: int) -> None:
        self.redis.publish(self.text(sequence).encode())


class SocketIO(Plain):
    """What the Redis adapter of another node would send for `io.emit("event", …)`."""

    def __init__(self, port: int, channel: str, stream: str) -> None:
        super().__init__(port, channel, stream)
        import msgpack

        self.pack = msgpack.packb

    def send(self, sequence: int) -> None:
        packet = {"type": 2, "data": ["event", json.loads(self.text(sequence))], "nsp": "/"}
        self.redis.publish(self.pack(["bench", packet, {"rooms": [], "flags": {}, "except": []}]))


class Channels(Plain):
    """group_send through the layer that LAYER names."""

    def __init__(self, port: int, channel: str, stream: str) -> None:
        super().__init__(port, channel, stream)
        import asyncio

        import channels_app
        from channels.layers import get_channel_layer

        self.run = asyncio.new_event_loop().run_until_complete
        self.layer, self.group = get_channel_layer(), channels_app.GROUP

    def send(self, sequence: int) -> None:
        self.run(self.layer.group_send(self.group, {"type": "bench.event", "text": self.text(sequence)}))


class Ledger(Plain):
    """Ours: committed to PostgreSQL, then published, as `ledger.record` does for a person's action."""

    def __init__(self, port: int, channel: str, stream: str) -> None:
        super().__init__(port, channel, stream)
        import psycopg

        self.firm = os.environ["BENCH_FIRM"]
        self.database = psycopg.connect(os.environ["DATABASE_URL"])
        self.committed: dict[int, tuple[int, str]] = {}
        self.first = self.head() + 1

    def head(self) -> int:
        with self.database.transaction():
            rows = self.database.execute("SELECT seq FROM ledger_heads(%s)", ([self.stream],)).fetchall()
        return rows[0][0] if rows else 0

    def prepare(self, sequence: int, count: int) -> None:
        bodies = [self.body(sequence + index) for index in range(count)]
        with self.database.transaction():
            self.database.execute("SELECT set_config('app.firm', %s, true)", (self.firm,))
            rows = self.database.execute(
                "SELECT seq, at_ms, body FROM ledger_append(%s, %s)", (event(), json.dumps(bodies))
            )
            self.committed = {seq: (ms, body[1:]) for seq, ms, body in rows}
        assert min(self.committed) == sequence

    def body(self, sequence: int) -> dict[str, Any]:
        return {"event": 0, "stream": self.stream, "body": "{" + rest_of_frame(sequence, self.stream)}

    def text(self, sequence: int) -> str:
        ms, rest = self.committed[sequence]
        return frame(sequence, self.stream, ms, rest)


def event() -> str:
    at = datetime.now(UTC).isoformat()
    event = {"kind": "bench.sent", "at": at, "subject_type": "", "subject_id": "", "data": {}}
    return json.dumps([event])


SENDERS = {"plain": Plain, "socketio": SocketIO, "channels": Channels, "ledger": Ledger}


def publish(sender: Plain, first: int, rate: float, count: int) -> dict[str, float]:
    turn = max(1, round(rate * TURN_S)) if rate else count
    began, worst = time.perf_counter(), 0.0
    for index in range(count):
        if index % turn == 0:
            sender.prepare(first + index, min(turn, count - index))
        if rate:
            early = began + index / rate - time.perf_counter()
            if early > SLEEP_WORTH_S:
                time.sleep(early)
            worst = max(worst, -early)
        sender.send(first + index)
    return {"count": count, "seconds": time.perf_counter() - began, "worst_delay_s": worst}


def main(kind: str, port: str, channel: str, stream: str) -> None:
    sender = SENDERS[kind](int(port), channel, stream)
    sequence = sender.first
    print(json.dumps({"first": sequence}), flush=True)
    for line in sys.stdin:
        _, rate, count = line.split()
        print(json.dumps(publish(sender, sequence, float(rate), int(count))), flush=True)
        sequence += int(count)


if __name__ == "__main__":
    main(*sys.argv[1:])
