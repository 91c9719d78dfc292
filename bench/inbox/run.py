"""bench-inbox: lists, conversations, search, arrivals with 200,000 conversations, and the chat. bench/README.md tells how.

Start it with ./dev bench inbox [--quick] [--parts PART…]
"""

import argparse
import os
import sys
import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from bench import report
from bench.inbox.caller import Caller, Times, together
from bench.inbox.plan import FULL, QUICK, Plan
from bench.live import cores
from bench.live.ground import Ground
from bench.live.ours import Door, Product
from bench.live.rounds import say
from bench.seeding import Seeding
from tools import chromium
from tools.trouble import Trouble

if TYPE_CHECKING:
    from bench.inbox.seeded import SeededFirm

PARTS = ("list", "filter", "open", "search", "arrivals", "widget")
SEEDING = Seeding("inbox", ("seed.py", "words.py", "copying.py"))
PATIENCE = 5
COLUMNS = ("", "p50", "p95", "most", "asked")


def main() -> None:
    options = _options()
    plan = QUICK if options.quick else FULL
    began = time.monotonic()
    os.environ |= SEEDING.ensure(plan, os.environ)
    with Ground() as ground:
        product = Product(ground)
        from bench.inbox.seeded import firms

        big, small = firms()
        door = Door()
        serving = door.serve(product, "uvicorn", ground.log("inbox-uvicorn"))
        try:
            say(f"others use {cores.wait_for_quiet(PATIENCE):.2f} cores")
            for part in options.parts:
                say(part)
                meter = cores.Meter([serving.pid, *ground.pids])
                MEASURES[part](plan, door.port, big, small)
                print(f"Others used {meter.others:.2f} cores meanwhile.\n", flush=True)
        finally:
            serving.stop()
            door.close()
    say(f"took {time.monotonic() - began:.0f} s; load average of the machine {os.getloadavg()[0]:.2f}")


def _list(plan: Plan, port: int, big: "SeededFirm", small: "SeededFirm") -> None:
    from bench.inbox import lists

    callers = [Caller(port, person) for person in big.people[:3]]
    lists.measure(callers, plan.times)
    times = _counted(callers)
    _table("Folders: the owner and two agents (milliseconds)", times)
    report.ratio("inbox_list_p95_ms", _worst(times), "<=", 150)


def _filter(plan: Plan, port: int, big: "SeededFirm", small: "SeededFirm") -> None:
    from bench.inbox import filtered

    callers = [Caller(port, person) for person in big.people[:2]]
    filtered.measure(big, callers, plan.times)
    times = _counted(callers)
    _table("Saved views: the owner and an agent (milliseconds)", times)
    report.ratio("inbox_filter_p95_ms", _worst(times), "<=", 150)


def _open(plan: Plan, port: int, big: "SeededFirm", small: "SeededFirm") -> None:
    from bench.inbox import threads

    caller = Caller(port, big.people[0])
    threads.measure(caller, big.conversations(3), big.longest, 1)
    caller.forget()
    sizes = threads.measure(caller, big.conversations(plan.times * 4), big.longest, plan.times)
    times = _counted([caller])
    _table(f"A conversation, and one of {plan.longest:,} lines (milliseconds)", times)
    report.ratio("conversation_open_p95_ms", _worst(times), "<=", 150)
    report.ratio("conversation_page_sizes", len(set(sizes)), "==", 1)


def _search(plan: Plan, port: int, big: "SeededFirm", small: "SeededFirm") -> None:
    from bench.inbox import searching
    from bench.inbox.words import Speaker

    phrases = Speaker(1).phrases(plan.times)
    worst = []
    for firm, name, figure, target in (
        (big, "the big firm", "message_search_p95_ms", 150),
        (small, "a small firm beside it", "message_search_small_p95_ms", 20),
    ):
        caller = Caller(port, firm.people[0])
        searching.measure(caller, phrases[:2])
        caller.forget()
        found = searching.measure(caller, phrases)
        everything = Times([taken for times in caller.times.values() for taken in times.taken])
        _table(f"Search as one types, {name}: {found} of {len(phrases)} phrases found", caller.times)
        report.ratio(figure, everything.at(0.95), "<=", target)
        worst.append(everything)


def _arrivals(plan: Plan, port: int, big: "SeededFirm", small: "SeededFirm") -> None:
    from bench.inbox import arrivals

    seen = arrivals.measure(big, port, plan.watching)
    report.ratio("inbox_row_renders", seen.renders, "==", 1)
    report.ratio("inbox_row_bytes", seen.bytes_vs_row, "<=", 1.2)
    report.ratio("inbox_row_lost", seen.lost, "==", 0)


def _widget(plan: Plan, port: int, big: "SeededFirm", small: "SeededFirm") -> None:
    figures = {"widget_main_thread_ms": 50, "widget_layout_shift": 0, "widget_usable_s": 1.5}
    try:
        program = chromium.ensure()
    except Trouble as trouble:
        for name in figures:
            report.absent(name, trouble)
        return
    from bench.inbox import chat
    from bench.inbox.website import website

    with website(f"http://localhost:{port}", big.inbox_key) as home:
        seen = chat.measure(program, home, plan.visits)
    columns = ("fast 3G", "main thread, ms", "usable after s", "shift")
    rows = [("the page alone", seen.page_ms, None, None), ("the chat", seen.main_thread_ms, seen.usable_s, seen.shift)]
    report.table("The chat on a website", columns, rows)
    for (name, target), value in zip(figures.items(), (seen.main_thread_ms, seen.shift, seen.usable_s), strict=True):
        report.ratio(name, value, "<=", target)


MEASURES = dict(zip(PARTS, (_list, _filter, _open, _search, _arrivals, _widget), strict=True))


def _counted(callers: Sequence[Caller]) -> dict[str, Times]:
    return {kind: times for kind, times in together(callers).items() if kind != "warm"}


def _worst(times: Mapping[str, Times]) -> float:
    """The 95th percentile of the slowest kind: no kind hides behind the others."""
    return max(each.at(0.95) for each in times.values())


def _table(title: str, times: Mapping[str, Times]) -> None:
    report.table(title, COLUMNS, [(kind, *each.row) for kind, each in sorted(times.items())])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="4,000 conversations, to try it out")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS, metavar="PART", help=", ".join(PARTS))
    return parser.parse_args()


if __name__ == "__main__":
    if "DATABASE_URL" not in os.environ:
        sys.exit("Start it with ./dev bench inbox: that brings PostgreSQL up.")
    main()
