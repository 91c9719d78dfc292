"""The words of a text as they are compared: case and accents put away, in every script. Pure.

A word is a run of letters, digits and the marks that belong to them; of scripts that write without spaces between
words (Chinese, Japanese) each character is one. What is stored and what is asked for go through here alike.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

LONGEST = 40
"""Characters of a word that count; a longer one is found by its beginning."""
SHORTEST_RUN = 2
"""Digits of a phone number from which on any run of them finds it."""

_ALONE = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_ASCII = re.compile(r"[a-z0-9]+")
_PLAIN = {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŋ": "n"}
_DROPPED = {"\u0640"} | {chr(code) for code in range(0xFE00, 0xFE10)}
"""The Arabic stretching mark, and selectors of how a character is drawn."""


def words(text: str) -> set[str]:
    """What `text` can be found by."""
    if text.isascii():
        return {word[:LONGEST] for word in _ASCII.findall(text.lower())}
    return {word for word, _start, _end in spans(text)}


def spans(text: str) -> Iterator[tuple[str, int, int]]:
    """(word, start, end) for each word of `text`, in order; a run of characters may come to several words."""
    if text.isascii():
        for run in _ASCII.finditer(text.lower()):
            yield run[0][:LONGEST], run.start(), run.end()
        return
    for run in _runs().finditer(text):
        for part in _runs().findall(fold(run[0])):
            if any(char.isalnum() for char in part):
                yield part[:LONGEST], run.start(), run.end()


def fold(text: str) -> str:
    """`text` in lower case without accents: "Müßig" and "MUSSIG" are one."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(_PLAIN.get(char, char) for char in apart if not _is_dropped(char))


def line_words(texts: Iterable[str], client: Iterable[str], phone: str) -> set[str]:
    """What a line can be found by: what it says, the names of its files, and who the client is."""
    return set().union(*map(words, [*texts, *client]), phone_words(phone))


def phone_words(number: str) -> set[str]:
    """A number by any run of its digits, however it is begun: "+49 151…", "0049151…", "0151…"."""
    digits = "".join(char for char in number if char.isascii() and char.isdigit())
    if len(digits) < SHORTEST_RUN:
        return {digits} - {""}
    national = {"0" + digits[code:] for code in (1, 2, 3)}  # a country's code has one to three digits
    runs = {digits[start:] for start in range(len(digits) - SHORTEST_RUN + 1)}
    return {run[:LONGEST] for run in runs | national | {"00" + digits}}


def _is_dropped(char: str) -> bool:
    return char in _DROPPED or unicodedata.combining(char) != 0 or unicodedata.category(char) == "Me"


@cache
def _runs() -> re.Pattern[str]:
    marks = "".join(char for char in map(chr, range(0x300, 0xFE30)) if unicodedata.category(char)[0] == "M")
    return re.compile(f"[{_ALONE}]|(?:(?![{_ALONE}])[^\\W_]|[{marks}])+")
