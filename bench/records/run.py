"""bench-records: timelines, the one box and boards, with 1.25 million records. bench/README.md tells how.

Start it with ./dev bench records [--quick] [--parts PART…]
"""

import argparse
import os
import sys
import time

from bench.live.rounds import say
from bench.records.plan import FULL, QUICK
from bench.seeding import Seeding

PARTS = ("timeline", "search", "board")
SEEDING = Seeding("records", ("fill.py", "plan.py"))


def main() -> None:
    options = _options()
    plan = QUICK if options.quick else FULL
    began = time.monotonic()
    os.environ |= SEEDING.ensure(plan, os.environ)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
    import django

    django.setup()
    say(f"filled after {time.monotonic() - began:.0f} s")
    from bench.records import boards, reading

    for part in options.parts:
        say(part)
        {"timeline": reading.timelines, "search": reading.search, "board": boards.measure}[part](plan)
    say(f"took {time.monotonic() - began:.0f} s; load average of the machine {os.getloadavg()[0]:.2f}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="25,000 records, to try it out")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS, metavar="PART", help=", ".join(PARTS))
    return parser.parse_args()


if __name__ == "__main__":
    if "DATABASE_URL" not in os.environ:
        sys.exit("Start it with ./dev bench records: that brings PostgreSQL up.")
    main()
