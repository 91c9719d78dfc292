"""From a commit's return in one process to the frame's arrival in 200 browsers of 20 conversations."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from bench.live import cores
from bench.live.client import Client, Lines
from bench.live.environment import load_client
from bench.live.ours import Door, Product
from tools import children
from tools.places import PYTHON, ROOT

CONVERSATIONS, SOCKETS, RATE = 20, 200, 50
WARM_S = 1.0


@dataclass(frozen=True)
class Delay:
    """In milliseconds. `lost` counts replies that a socket of their conversation never got."""

    server: str
    p50: float
    p90: float
    p99: float
    write_p50: float
    """How long the transaction itself took."""
    lost: int
    twice: int
    disordered: int
    others: float


def measure(product: Product, server: str, seconds: float, patience: float) -> Delay:
    ground, door = product.ground, Door()
    conversations = [str(row.pk) for row in product.firm.conversations(CONVERSATIONS)]
    serving = door.serve(product, server, ground.log(f"ours-{server}"))
    try:
        script = product.script([f"conversation:{id}" for id in conversations], SOCKETS)
        trace, log = ground.file("trace"), ground.file("commits")
        client = Client(
            load_client(),
            ground.log("client"),
            port=door.port,
            path="/live",
            speaks="live",
            sockets=SOCKETS,
            origin=f"http://127.0.0.1:{door.port}",
            script=script,
            trace=trace,
        )
        try:
            others = _write(product, conversations, seconds, patience, log, [serving.pid, client.pid])
            stat = client.wait_for(_expected(seconds), patience=3)
        finally:
            client.stop()
    finally:
        serving.stop()
        door.close()
    return _delay(server, trace, log, stat, others)


def _expected(seconds: float) -> int:
    """Each reply is at least one frame for each socket of its conversation."""
    return round(RATE * seconds) * SOCKETS // CONVERSATIONS


def _write(
    product: Product, conversations: list[str], seconds: float, patience: float, log: Path, pids: list[int]
) -> float:
    """Let the writer write; returns the load by others meanwhile."""
    firm = product.firm
    args = [firm.firm.pk, firm.agents[0].pk, RATE, round(RATE * seconds), log, *conversations]
    with cores.on(cores.CLIENT), product.ground.log("writer").open("ab") as errors:
        writer = children.popen(
            [PYTHON, "-m", "bench.live.writer", *args],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            cwd=ROOT,
            env=product.environment(0),
        )
    try:
        lines = Lines(writer)
        assert lines.next(60) == "ready"
        cores.wait_for_quiet(patience)
        meter = cores.Meter([writer.pid, *pids, *product.ground.pids])
        writer.stdin.write(b"go\n")
        writer.stdin.flush()
        assert lines.next(seconds + 60) == "done"
        return meter.others
    finally:
        children.kill_group(writer)


def _delay(server: str, trace: Path, log: Path, stat: dict[str, int], others: float) -> Delay:
    commits = {int(number): (int(begun), int(returned)) for number, begun, returned in map(str.split, _lines(log))}
    seen: set[tuple[int, int]] = set()
    delays = []
    for place, number, at in (map(int, line.split()) for line in _lines(trace)):
        if number in commits and (place, number) not in seen:
            seen.add((place, number))
            delays.append(max(0.0, (at - commits[number][1]) / 1e6))
    writes = sorted((returned - begun) / 1e6 for begun, returned in commits.values())
    delays.sort()
    return Delay(
        server=server,
        p50=_at(delays, 0.5),
        p90=_at(delays, 0.9),
        p99=_at(delays, 0.99),
        write_p50=_at(writes, 0.5),
        lost=len(commits) * SOCKETS // CONVERSATIONS - len(seen),
        twice=stat["twice"],
        disordered=stat["disordered"],
        others=others,
    )


def _lines(path: Path) -> list[str]:
    return path.read_text().splitlines()


def _at(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("inf")
