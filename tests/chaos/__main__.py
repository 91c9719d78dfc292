"""The chaos in full: `python -m tests.chaos --minutes 30 --seed 7`.

Plays rounds of a minute with seeds that follow each other until the time is over, and prints a line each. At the end
the figures: `ratio chaos_wrongs 0 target == 0`. Exit 1 when something was wrong.
"""

import argparse
import os
import sys

import pytest

ROUND = 60


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description="Kill everything while people work.")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rounds = max(1, round(options.minutes * 60 / ROUND))
    seconds = options.minutes * 60 / rounds
    os.environ |= {"CHAOS_SECONDS": str(seconds), "CHAOS_SEED": str(options.seed), "CHAOS_ROUNDS": str(rounds)}
    return int(pytest.main(["tests/chaos/test_chaos.py", "-q", "-s", "--no-header", "--show-capture=no"]))


if __name__ == "__main__":
    sys.exit(main())
