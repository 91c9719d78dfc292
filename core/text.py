"""Text that people type or paste, made safe to keep. Pure."""

import unicodedata

_KEPT_CONTROLS = "\n\t"


def tidy(text: str) -> str:
    """One form of line end, no control characters that PostgreSQL or a screen chokes on, no blank edges.

    Direction overrides are kept out too: they let one line pose as another. Marks that right-to-left text
    needs (U+200E, U+200F and the isolates) stay.
    """
    return keepable(unicodedata.normalize("NFC", text)).strip()


def keepable(text: str) -> str:
    """The same for text that is still being written: its edges stay as they are."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(char for char in text if _may_stay(char))


def one_line(text: str, length: int) -> str:
    """`text` on one line and at most `length` characters long: names, titles, file names."""
    return " ".join(tidy(text).split())[:length]


def _may_stay(char: str) -> bool:
    if char in _KEPT_CONTROLS:
        return True
    if "\u202a" <= char <= "\u202e" or "\ud800" <= char <= "\udfff":
        return False
    return unicodedata.category(char) != "Cc"
