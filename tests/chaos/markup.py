"""Finding elements of a page by their id, with their whole markup."""

from html.parser import HTMLParser
from typing import Any

VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
CODE = frozenset({"path", "circle", "rect", "line", "polyline", "polygon", "ellipse", "use"})


class Finder(HTMLParser):
    """Collects `{id: (markup, attributes)}` and the streams that the page says it shows."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=False)
        self.page = page
        self.found: dict[str, str] = {}
        self.attributes: dict[str, dict[str, str]] = {}
        self.streams: dict[str, int | None] = {}
        self._lines = [0]
        for line in page.split("\n"):
            self._lines.append(self._lines[-1] + len(line) + 1)
        self._open: list[tuple[str, str | None, int]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if stream := said.get("data-live-stream-value"):
            after = said.get("data-live-after-value")
            known = self.streams.get(stream)
            stated = [seq for seq in (known, int(after) if after else None) if seq is not None]
            self.streams[stream] = min(stated, default=None)
        if "id" in said:
            self.attributes.setdefault(said["id"], said)
        if tag not in VOID and not self._closes_itself():
            self._open.append((tag, said.get("id"), self._at()))
        elif "id" in said:
            self.found.setdefault(said["id"], self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            opened, id, start = self._open.pop()
            if opened == tag:
                if id:
                    end = self.page.index(">", self._at()) + 1
                    self.found.setdefault(id, self.page[start:end])
                return

    def _at(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def _closes_itself(self) -> bool:
        return (self.get_starttag_text() or "").endswith("/>")


def plain(markup: str) -> str:
    """Markup without the blanks that say nothing, to compare."""
    return " ".join(markup.split()).replace("> <", "><")


def attributes(markup: str) -> dict[str, Any]:
    """Of the outermost element."""
    finder = Finder(markup)
    return next(iter(finder.attributes.values()), {})
