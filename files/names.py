"""File names, tidied: one line, no folders, not too long, with the ending its content deserves. Pure."""

from core.text import one_line
from files.kinds import TEXT, Kind
from files.limits import NAME_LENGTH

FORBIDDEN = str.maketrans(dict.fromkeys('<>:"|?*', "_"))


def tidy_name(name: str) -> str:
    """The last part of the path, safe to show and to save under on any system."""
    last = one_line(name.replace("\\", "/").rsplit("/", 1)[-1], 1000).translate(FORBIDDEN).strip(". ")
    stem, dot, ending = last.rpartition(".")
    if not dot:
        return last[:NAME_LENGTH]
    return f"{stem[: NAME_LENGTH - len(ending) - 1]}.{ending}" if len(ending) < 12 else last[:NAME_LENGTH]


def ending_of(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def fitting(name: str, kind: Kind) -> str:
    """`name` with an ending that fits its content: pictures change theirs, a name without one gains it, and text behind
    an ending we do not know, which some program may take for orders, gains one that opens as text."""
    ending = ending_of(name)
    if ending in kind.extensions or (ending and not kind.is_picture and kind is not TEXT):
        return name
    stem = name if kind is TEXT or not ending else name.rpartition(".")[0]
    return tidy_name(f"{stem or 'file'}.{kind.extensions[0]}")
