"""All sockets fall at once and come back, each from the sequence it held, while the conversations went on.

Twice over: the network was away and the server still remembers (`cut`), and the server was killed and comes back
empty (`killed`). They knock at a random moment of the first second, as our browsers do. Tickets are given out before.
"""

import time
from dataclasses import dataclass

from bench.live import cores
from bench.live.client import Client, Stat
from bench.live.environment import load_client
from bench.live.ours import Door, Product

STREAMS = 200
MISSED = 20
"""Frames in each stream that were written meanwhile."""
SPREAD_MS = 1_000
HOW = ("cut", "killed")
WITHIN_S = 60.0


@dataclass(frozen=True)
class Return:
    server: str
    how: str
    """cut | killed"""
    sockets: int
    seconds: float
    """From the first knock (killed: from the start of the new process) until the last socket has everything, or
    until we gave up, when there are errors."""
    errors: int
    """Sockets that did not come back complete, or were told to reload, or got an error."""
    refused: int
    """Knocks that were turned away and tried again."""
    lost: int
    twice: int
    disordered: int
    cpu_ms: float
    """Of the server, for each socket."""
    others: float


def measure(product: Product, server: str, sockets: int, patience: float) -> list[Return]:
    ground, door = product.ground, Door()
    streams = [f"conversation:{row.pk}" for row in product.firm.conversations(STREAMS)]
    log = ground.log(f"ours-{server}")
    serving = door.serve(product, server, log)
    client = None
    try:
        client = Client(
            load_client(),
            ground.log("client"),
            port=door.port,
            path="/live",
            speaks="live",
            sockets=sockets,
            origin=f"http://127.0.0.1:{door.port}",
            script=product.script(streams, sockets),
        )
        results = []
        for how in HOW:
            client.ask("cut")
            product.firm.append(streams, MISSED)
            if how == "killed":
                serving.stop()
            cores.wait_for_quiet(patience)
            script = product.script(streams, sockets)
            client.ask("reset 0")
            began = time.time_ns()
            if how == "killed":
                serving = door.serve(product, server, log)
            meter = cores.Meter([serving.pid, client.pid, *ground.pids])
            client.tell(f"open {script} {SPREAD_MS}")
            all_back = client.hears(WITHIN_S)
            stat = client.wait_for(sockets * MISSED, patience=10)
            seconds = (stat["now_ns"] - began) / 1e9
            results.append(_return(server, how, sockets, seconds, stat, meter.used(serving.pid), meter.others))
            if not all_back:
                break
        return results
    finally:
        if client:
            client.stop()
        serving.stop()
        door.close()


def _return(
    server: str, how: str, sockets: int, seconds: float, stat: Stat, cpu_seconds: float, others: float
) -> Return:
    expected = sockets * MISSED
    return Return(
        server=server,
        how=how,
        sockets=sockets,
        seconds=seconds,
        errors=max(sockets - stat["open"], stat["closed"]) + stat["resets"] + stat["errors"],
        refused=stat["refused"],
        lost=expected - stat["events"] + stat["twice"],
        twice=stat["twice"],
        disordered=stat["disordered"],
        cpu_ms=cpu_seconds / sockets * 1000,
        others=others,
    )
