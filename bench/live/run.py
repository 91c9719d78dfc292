"""bench-live: our socket against its peers, commit to browser, a mass return. bench/README.md tells the method.

Start it with ./dev bench live [--quick] [--rounds N] [--only NAME…] [--parts PART…]
"""

import argparse
import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from bench.live import commit, figures, reconnect, stalled
from bench.live.commit import Delay
from bench.live.ground import Ground
from bench.live.ours import SERVERS, Product
from bench.live.reconnect import Return
from bench.live.rivals import RIVALS
from bench.live.rounds import Plan, play, repeat, say
from bench.live.stalled import Stall
from bench.live.systems import System

FULL = Plan(sizes=(200, 1_000, 4_000), rounds=3, seconds=1.5, patience=5, commit_seconds=10, returning=4_000)
QUICK = Plan(sizes=(1_000,), rounds=1, seconds=0.6, patience=0.5, commit_seconds=4, returning=1_000)
PARTS = ("deliveries", "commit", "reconnect", "stalled")
NAMES = [*(f"ours-{server}" for server in SERVERS), *RIVALS]


def main() -> None:
    options = _options()
    plan = QUICK if options.quick else FULL
    plan = replace(plan, rounds=options.rounds or plan.rounds)
    began = time.monotonic()
    with Ground() as ground:
        product = Product(ground)
        if "deliveries" in options.parts:
            _deliveries(plan, product, ground, options.only)
        if "commit" in options.parts:
            _commit(plan, product)
        if "reconnect" in options.parts:
            _reconnect(plan, product)
        if "stalled" in options.parts:
            _stalled(plan, product)
    say(f"took {time.monotonic() - began:.0f} s; load average of the machine {os.getloadavg()[0]:.2f}")


def _deliveries(plan: Plan, product: Product, ground: Ground, only: list[str]) -> None:
    systems: dict[str, Callable[[], System]] = {f"ours-{server}": partial(product.system, server) for server in SERVERS}
    systems |= RIVALS
    results = play(plan, {name: systems[name] for name in only}, ground)
    figures.print_table(results)
    figures.print_ceiling(results)
    figures.print_ratios(results)


def _commit(plan: Plan, product: Product) -> None:
    def measure(server: str) -> list[Delay]:
        return [commit.measure(product, server, plan.commit_seconds, plan.patience)]

    figures.print_delays(repeat(plan, "commit_to_browser", SERVERS, measure))


def _reconnect(plan: Plan, product: Product) -> None:
    def measure(server: str) -> list[Return]:
        return reconnect.measure(product, server, plan.returning, plan.patience)

    figures.print_returns(repeat(plan, "live_reconnect", SERVERS, measure))


def _stalled(plan: Plan, product: Product) -> None:
    def measure(server: str) -> list[Stall]:
        return [stalled.measure(product, server, plan.patience)]

    figures.print_stalls(repeat(plan, "live_stalled", SERVERS, measure))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="one short round with 1,000 sockets, to try it out")
    parser.add_argument("--rounds", type=int, metavar="N", help=f"how often, {FULL.rounds} unless told")
    parser.add_argument("--only", nargs="+", choices=NAMES, default=NAMES, metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS, metavar="PART", help=", ".join(PARTS))
    return parser.parse_args()


if __name__ == "__main__":
    if "DATABASE_URL" not in os.environ:
        sys.exit("Start it with ./dev bench live: that brings PostgreSQL up.")
    main()
