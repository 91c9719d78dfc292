"""The play in small. `python -m tests.chaos --minutes 30 --seed 7` plays it in full."""

import os
import sys

import pytest

from tests.chaos.program import Play

SECONDS = float(os.environ.get("CHAOS_SECONDS", "4"))
SEED = int(os.environ.get("CHAOS_SEED", "1"))
ROUNDS = int(os.environ.get("CHAOS_ROUNDS", "1"))


@pytest.mark.covers("L1", "L2", "L3")
@pytest.mark.parametrize("seed", range(SEED, SEED + ROUNDS))
def test_in_the_end_every_screen_equals_the_database(seed: int) -> None:
    verdict = Play(seed=seed, seconds=SECONDS).run()
    sys.stdout.write(f"{verdict}\nratio chaos_wrongs {len(verdict.wrongs)} target == 0\n")
    assert verdict.wrongs == []
