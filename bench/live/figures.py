"""From the results of all rounds to the lines and tables that are printed."""

from collections.abc import Iterable
from dataclasses import astuple

from bench import report
from bench.live.cell import HIGH_RATE, LOW_RATE, Row
from bench.live.commit import Delay
from bench.live.reconnect import Return
from bench.live.rounds import Results, median
from bench.live.stalled import Stall

SIZE = 1_000
"""Sockets at which the peers are compared; stock Channels has a rule of its own."""
OURS = ("ours-uvicorn", "ours-daphne")
CHANNELS = ("channels-core", "channels-pubsub")


def sustained(results: Results, system: str, sockets: int = SIZE) -> float | None:
    return results.median(system, sockets, lambda outcome: outcome.sustained)


def at_most(results: Results, system: str, sockets: int = SIZE) -> float | None:
    """What it sustains; where that is nothing, what it delivers at all, late, while a burst drains."""
    kept = sustained(results, system, sockets)
    return kept or results.median(system, sockets, lambda outcome: outcome.saturated)


def channels_size(results: Results) -> int | None:
    """The largest number of sockets at which a stock layer loses under 5 % at the low rate."""
    fits = [
        row.sockets
        for layer in CHANNELS
        for row in results.rows(layer)
        if (row.label, row.offered) == ("fixed", LOW_RATE) and row.missing < 0.05 * row.expected
    ]
    return max(fits, default=None)


def print_ratios(results: Results) -> None:
    rows = [row for name in OURS for row in results.rows(name)]
    if rows:
        report.ratio("live_lost", sum(row.missing for row in rows), "==", 0)
        report.ratio("live_duplicates", sum(row.twice for row in rows), "==", 0)
        report.ratio("live_reordered", sum(row.disordered for row in rows), "==", 0)
    _versus_channels(results)
    _versus(results, "live_sustained_vs_socketio_uvicorn", "ours-uvicorn", "socketio", 2)
    _versus(results, "live_sustained_vs_c_uvicorn", "ours-uvicorn", "c-each", 1)
    _versus(results, "live_sustained_vs_socketio_daphne", "ours-daphne", "socketio", 1.5)
    ours, theirs = (results.at(name, SIZE, HIGH_RATE, lambda row: row.p99) for name in ("ours-uvicorn", "websockets"))
    if ours and theirs:
        report.ratio("live_p99_40k_vs_websockets", ours / theirs, "<=", 1.5)
    else:
        report.absent("live_p99_40k_vs_websockets", "one of the two was not measured")
    sizes = [results.median(name, max(results.sizes(name), default=0), lambda o: o.kb_per_socket) for name in OURS]
    if known := [size for size in sizes if size is not None]:
        report.ratio("live_kb_per_socket", max(known), "<=", 40)


def _versus_channels(results: Results) -> None:
    size = channels_size(results)
    name = "live_sustained_vs_channels_uvicorn"
    ours = sustained(results, "ours-uvicorn", size or 0)
    best = max((at_most(results, layer, size or 0) or 0 for layer in CHANNELS), default=0)
    if ours is None or not best:
        report.absent(name, "one of the two was not measured")
    else:
        report.ratio(name, ours / best, ">=", 50)


def _versus(results: Results, name: str, ours: str, theirs: str, target: float) -> None:
    mine, other = sustained(results, ours), at_most(results, theirs)
    if mine is None or not other:
        report.absent(name, "one of the two was not measured")
    else:
        report.ratio(name, mine / other, ">=", target)


def print_table(results: Results) -> None:
    columns = ["system", "sockets", "sustained/s", "saturated/s", "CPU-s/M @40k", "p50 @2k", "p99 @2k"]
    columns += ["p50 @40k", "p99 @40k", "KB/socket", "lost", "client core", "others' load"]
    report.table(
        "Deliveries (medians of the rounds; milliseconds; lost: sum of all steps)",
        columns,
        [_line(results, name, sockets) for name, sockets in sorted(results.outcomes, key=lambda key: (key[1], key[0]))],
    )


def print_ceiling(results: Results) -> None:
    """What the load client itself can take: frames for each second of its processor, from the C programs' rows."""
    for name, what in (("c-each", "separate"), ("c-joined", "joined")):
        busy = [row for row in results.rows(name) if row.label == "burst" and row.client_share]
        if ceiling := median(row.delivered / (row.client_share * row.seconds) for row in busy):
            print(f"The load client can take {ceiling:,.0f} {what} frames a second.", flush=True)


def _line(results: Results, name: str, sockets: int) -> list[object]:
    rows = results.rows(name, sockets)
    loads = sorted(row.others for row in rows)
    return [
        name,
        str(sockets),
        sustained(results, name, sockets),
        results.median(name, sockets, lambda outcome: outcome.saturated),
        _cpu(results, name, sockets),
        *(
            results.at(name, sockets, rate, figure)
            for rate in (LOW_RATE, HIGH_RATE)
            for figure in (lambda row: row.p50, lambda row: row.p99)
        ),
        results.median(name, sockets, lambda outcome: outcome.kb_per_socket),
        sum(row.missing for row in rows),
        max(row.client_share for row in rows),
        loads[len(loads) // 2],
    ]


def _cpu(results: Results, name: str, sockets: int) -> float | None:
    """At the high rate; for stock Channels, which never gets there, at the low one."""

    def cost(row: Row) -> float | None:
        return row.cpu_per_million

    return results.at(name, sockets, HIGH_RATE, cost) or results.at(name, sockets, LOW_RATE, cost)


def _absent(*names: str) -> None:
    for name in names:
        report.absent(name, "it was not measured")


def _worst(values: Iterable[float | None]) -> float:
    return max(value for value in values if value is not None)


def print_delays(delays: list[Delay]) -> None:
    if not delays:
        _absent("commit_to_browser_p99_ms", "commit_to_browser_lost")
        return
    columns = "server,p50,p90,p99,transaction p50,lost,twice,reordered,others' load"
    report.table(
        "Commit to browser (milliseconds; 50 replies a second over 20 conversations, 10 browsers each)",
        columns.split(","),
        map(astuple, delays),
    )
    by_server = [median(row.p99 for row in delays if row.server == server) for server in {row.server for row in delays}]
    report.ratio("commit_to_browser_p99_ms", _worst(by_server), "<=", 20)
    report.ratio("commit_to_browser_lost", sum(row.lost + row.twice + row.disordered for row in delays), "==", 0)


def print_returns(returns: list[Return]) -> None:
    if not returns:
        _absent("live_reconnect_4000_s", "live_reconnect_errors", "live_reconnect_lost")
        return
    columns = "server,how,sockets,seconds,errors,turned away,lost,twice,reordered,CPU ms/socket,others' load"
    report.table(
        "All sockets return at once, each missing 20 frames (cut: the network; killed: the server)",
        columns.split(","),
        map(astuple, returns),
    )
    kinds = {(row.server, row.how) for row in returns}
    seconds = [median(row.seconds for row in returns if (row.server, row.how) == kind) for kind in kinds]
    report.ratio(f"live_reconnect_{returns[0].sockets}_s", _worst(seconds), "<=", 30)
    report.ratio("live_reconnect_errors", sum(row.errors for row in returns), "==", 0)
    report.ratio("live_reconnect_lost", sum(row.lost + row.twice + row.disordered for row in returns), "==", 0)


def print_stalls(stalls: list[Stall]) -> None:
    if not stalls:
        _absent("live_stalled_others_p99", "live_stalled_lost")
        return
    columns = "server,p99 alone,p99 beside,grown KB,cut,missing,others' load"
    report.table(
        "Five of fifty pages stop reading, 1,000 messages a second (milliseconds; of those that read on)",
        columns.split(","),
        map(astuple, stalls),
    )
    ratios = [
        median(row.p99_beside / row.p99_before for row in stalls if row.server == server)
        for server in {row.server for row in stalls}
    ]
    report.ratio("live_stalled_others_p99", _worst(ratios), "<=", 1.5)
    report.ratio("live_stalled_lost", sum(row.missing for row in stalls), "==", 0)
