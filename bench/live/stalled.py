"""Some pages stop reading, as a phone that sleeps: the others must not notice, the process must not grow.

Fifty sockets get 1,000 messages a second; then five of them stall for the same load. The hub must cut them once they are
too far behind; awake, they come back from the sequence they held and miss nothing.
"""

from dataclasses import dataclass

from bench.live import cores
from bench.live.cell import Cell
from bench.live.ours import Product

SOCKETS, STALLED = 50, 5
RATE = 50_000
SECONDS = 4.0


@dataclass(frozen=True)
class Stall:
    server: str
    p99_before: float
    p99_beside: float
    """Of the sockets that went on reading."""
    grown_kb: int
    cut: int
    """Sockets that the hub gave up; one that reads nothing sees no close code, only the end."""
    missing: int
    """Frames that a socket did not have in the end, those that came back included."""
    others: float


def measure(product: Product, server: str, patience: float) -> Stall:
    with Cell(product.system(server), SOCKETS, product.ground, SECONDS, patience) as cell:
        before = cell.at(RATE, "reading")
        memory = cores.resident_kb(cell.server.pid)
        cell.client.ask(f"stall {STALLED}")
        beside = cell.at(RATE, "stalled")
        grown = cores.resident_kb(cell.server.pid) - memory
        cell.client.ask("wake")
        script = product.script([cell.system.stream], SOCKETS)
        cell.client.wait_until_closed(STALLED)
        cell.client.ask(f"open {script} 0")
        after = cell.client.wait_for(beside.expected, patience=4)
    return Stall(
        server=server,
        p99_before=before.p99,
        p99_beside=beside.p99,
        grown_kb=grown,
        cut=after["closed"],
        missing=beside.expected - after["events"] + after["twice"],
        others=beside.others,
    )
