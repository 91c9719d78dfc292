"""One cell of the big table: one system with N sockets. Fixed rates, what it sustains, what it does at most."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

from bench.live import cores
from bench.live.client import Client, Publisher, Stat
from bench.live.environment import HERE, PEERS, load_client
from bench.live.ground import Ground
from bench.live.systems import System
from tools.environment import variables

STEPS = [
    *(500, 1_000, 2_000, 3_000, 5_000, 8_000, 12_000, 20_000, 40_000, 60_000, 80_000, 100_000, 120_000, 140_000),
    *(160_000, 200_000, 240_000, 280_000, 320_000, 360_000, 400_000, 480_000, 560_000, 640_000, 800_000, 960_000),
    *(1_200_000, 1_500_000),
]
"""Deliveries a second that are tried."""
WARMING = 20
SUSTAINED_P99_MS = 100
LOW_RATE, HIGH_RATE = 2_000, 40_000
BURST = 400_000
SLOW_BURST = 10_000
"""Deliveries of the burst that saturates a system; stock Channels' core layer keeps 100 messages at most."""


@dataclass(frozen=True)
class Row:
    """What one step measured. Rates are deliveries a second, times milliseconds."""

    system: str
    sockets: int
    label: str
    """fixed | ladder | burst"""
    offered: int
    expected: int
    delivered: int
    missing: int
    twice: int
    disordered: int
    cut: int
    """Sockets that were closed during the step."""
    rate: float
    p50: float
    p99: float
    cpu_s: float
    seconds: float
    """How long the step took with its draining."""
    client_share: float
    """Of its core. Beyond 0.9 the client is what is measured."""
    publisher_behind: float
    """Share of the plan's time by which the publisher was late; beyond 0.05 the step says little."""
    others: float
    """Cores that others used meanwhile."""

    @property
    def sustained(self) -> bool:
        whole = self.delivered == self.expected and not (self.twice or self.disordered or self.cut)
        return whole and self.p99 <= SUSTAINED_P99_MS and self.publisher_behind <= 0.05

    @property
    def cpu_per_million(self) -> float | None:
        return self.cpu_s / self.delivered * 1e6 if self.delivered else None


@dataclass(frozen=True)
class Outcome:
    rows: list[Row]
    kb_per_socket: float
    sustained: int
    """The highest step kept with p99 ≤ 100 ms and nothing lost; 0 if none."""
    saturated: float
    """Deliveries a second while a burst drains."""


class Cell:
    """Use as a context: server, client and publisher run inside."""

    def __init__(self, system: System, sockets: int, ground: Ground, seconds: float, patience: float) -> None:
        self.system, self.sockets, self.ground = system.fresh(), sockets, ground
        self.seconds, self.patience = seconds, patience
        self.rows: list[Row] = []
        self._stack = ExitStack()

    def __enter__(self) -> "Cell":
        try:
            self._start()
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _start(self) -> None:
        system, ground = self.system, self.ground
        self.server = system.start(ground.redis_port, ground.log(system.name))
        self._stack.callback(self.server.stop)
        self._connect(WARMING).stop()  # what the first socket loads is not the price of a socket
        empty = cores.resident_kb(self.server.pid)
        self.client = self._connect(self.sockets)
        self._stack.callback(self.client.stop)
        self.kb_per_socket = (cores.resident_kb(self.server.pid) - empty) / self.sockets
        args = [HERE / "publish.py", system.publishes, ground.redis_port, system.channel, system.stream]
        env = {**variables(), "PYTHONPATH": str(PEERS), "REDIS_PORT": str(ground.redis_port), **system.env}
        self.publisher = Publisher([system.publisher_python, *args], ground.log("publisher"), env)
        self._stack.callback(self.publisher.stop)

    def _connect(self, sockets: int) -> Client:
        options = self.system.client_options(self.server.port, sockets)
        return Client(load_client(), self.ground.log("client"), **options)

    def step(self, label: str, offered: int, count: int) -> Row:
        """Send `count` messages at `offered` deliveries a second (0: all at once) and see what comes."""
        cores.wait_for_quiet(self.patience)
        self.client.ask(f"reset {self.publisher.next_sequence}")
        pids = (self.server.pid, self.client.pid, self.publisher.pid, *self.ground.pids)
        meter = cores.Meter(pids)
        rate = offered / self.sockets
        self.publisher.go(rate, count)
        sent = self.publisher.hear(within=count / rate * 4 + 60 if rate else 60)
        expected = count * self.sockets
        stat = self.client.wait_for(expected, patience=4)
        cut = stat["closed"]
        if cut and self.system.speaks == "live":
            stat = self._let_back(expected)
        taken = (stat["last_ns"] - stat["first_ns"]) / 1e9
        row = Row(
            system=self.system.name,
            sockets=self.sockets,
            label=label,
            offered=offered,
            expected=expected,
            delivered=stat["events"],
            missing=expected - stat["events"] + stat["twice"],
            twice=stat["twice"],
            disordered=stat["disordered"],
            cut=cut,
            rate=stat["events"] / taken if taken > 0 else 0.0,
            p50=stat["p50_us"] / 1000,
            p99=stat["p99_us"] / 1000,
            cpu_s=meter.used(self.server.pid),
            seconds=meter.seconds,
            client_share=meter.used(self.client.pid) / meter.seconds,
            publisher_behind=sent["seconds"] * rate / count - 1 if rate else 0.0,
            others=meter.others,
        )
        self.rows.append(row)
        return row

    def _let_back(self, expected: int) -> Stat:
        """Sockets that the hub gave up come back from where they were; lost is only what they then lack."""
        script = self.system.client_options(self.server.port, self.sockets)["script"]
        self.client.ask(f"open {script} 0")
        return self.client.wait_for(expected, patience=4)

    def at(self, offered: int, label: str = "fixed") -> Row:
        rate = offered / self.sockets
        return self.step(label, offered, max(3, round(rate * self.seconds)))

    def ladder(self, hint: int) -> int:
        """The highest step that it sustains, searched up or down from `hint`; 0 if none."""
        steps = [step for step in STEPS if step >= self.sockets / 2]
        index = min(range(len(steps)), key=lambda i: abs(steps[i] - hint))
        if self.at(steps[index], "ladder").sustained:
            while index + 1 < len(steps) and self.at(steps[index + 1], "ladder").sustained:
                index += 1
            return steps[index]
        while index > 0:
            index -= 1
            if self.at(steps[index], "ladder").sustained:
                return steps[index]
        return 0

    def burst(self) -> Row:
        size = SLOW_BURST if self.system.is_slow else BURST
        most = 50 if self.system.is_slow else 1_000
        return self.step("burst", 0, max(5, min(most, size // self.sockets)))

    def fixed_rates(self) -> Iterator[int]:
        if self.system.is_slow or self.sockets == 1_000:
            yield LOW_RATE
        if not self.system.is_slow:
            yield HIGH_RATE


def measure(system: System, sockets: int, ground: Ground, *, hint: int, seconds: float, patience: float) -> Outcome:
    with Cell(system, sockets, ground, seconds, patience) as cell:
        cell.step("warm", 0, 5)
        for rate in cell.fixed_rates():
            cell.at(rate)
        sustained = cell.ladder(hint or system.hint)
        saturated = cell.burst().rate
        return Outcome(cell.rows, cell.kb_per_socket, sustained, saturated)
