"""What is said in the seeded firms: sentences of made-up words, a few of them very often, most of them seldom.

The same seed says the same. Words are built of syllables, so that beginnings of words are shared as in a language.
"""

import random
from itertools import accumulate

SYLLABLES = (
    "ka lo mi ten der vo ra si nu pel gar to fi be sor dan lu ke mor ta vin ho se ru bal den ci pa jor el ni zu qui"
)
COMMON = """
the we you to and of a in for is it on please thanks hello meeting invoice tender offer report question client tax audit project
review contract budget deadline call tomorrow today week month file attached draft final update
"""
VOCABULARY = 6_000
FIRST = "Anna Ben Clara David Elif Frank Greta Hugo Ines Jonas Kaya Lena Marek Nora Oskar Petra Quentin Rosa Sven Tara"
LAST = "Albrecht Bauer Castillo Dvorak Eriksen Fischer Garcia Hansen Ivanov Janssen Keller Lopez Moreau Novak Olsen"


class Speaker:
    """`say()` is one message, `name()` a person's name."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self.common = COMMON.split()
        self.rare = self._made(VOCABULARY - len(self.common))
        self.words = [*self.common, *self.rare]
        self._weights = list(accumulate(1 / (rank + 3) for rank in range(len(self.words))))

    def say(self) -> str:
        count = min(120, 3 + int(self._chance.expovariate(1 / 14)))
        return " ".join(self._chance.choices(self.words, cum_weights=self._weights, k=count)).capitalize()

    def name(self) -> str:
        return f"{self._chance.choice(FIRST.split())} {self._chance.choice(LAST.split())}"

    def phrases(self, count: int) -> list[str]:
        """What people look for: one, two or three words, common and rare ones, and names."""
        pick, common, rare = self._chance, self.common, self.rare
        kinds = [
            lambda: pick.choice(common),
            lambda: pick.choice(rare),
            lambda: f"{pick.choice(common)} {pick.choice(rare)}",
            lambda: f"{pick.choice(rare)} {pick.choice(rare)}",
            lambda: f"{pick.choice(common)} {pick.choice(common)} {pick.choice(common)}",
            lambda: pick.choice(LAST.split()).lower(),
        ]
        return [kinds[number % len(kinds)]() for number in range(count)]

    def _made(self, count: int) -> list[str]:
        made: dict[str, None] = {}
        syllables = SYLLABLES.split()
        while len(made) < count:
            made["".join(self._chance.choices(syllables, k=self._chance.choice((2, 2, 3, 3, 4))))] = None
        return list(made)
