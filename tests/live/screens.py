"""Pages that stay open while others act: brought up to date by pushes, they equal what the server says."""

import difflib
import os
import re
import time
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any

from playwright.sync_api import Page

from ledger.heads import heads_of
from tests.inbox import trail
from tests.live import dom
from tests.support.waiting import until


class Stage:
    """Alice's pages, and what others do meanwhile."""

    def __init__(self, cast: Any, page_for: Callable[..., Page]) -> None:
        self.cast, self.page_for = cast, page_for

    @cached_property
    def second(self) -> Page:
        return self.open("/notifications/")

    def open(self, path: str) -> Page:
        page = self.page_for(self.cast.alice, path)
        until(lambda: dom.is_live(page), what="the page to be live")
        return page

    def act(self, deed: Callable[[Any], Any]) -> None:
        with self.cast.scope():
            deed(self)
        trail.settle(self.cast)  # what the worker does

    def is_complete(self, page: Page) -> bool:
        """Every part of the page stands where its stream stands."""
        said = dom.cursors(page)
        with self.cast.scope():
            return heads_of(said) == said


PART = {"HX-Request": "true", "HX-Target": "main"}
TAKE_IN = """([part, path]) => {
  history.replaceState(history.state, "", path);
  const main = new DOMParser().parseFromString(part, "text/html").querySelector("#main");
  document.querySelector("#main").replaceWith(main);
  main.dispatchEvent(new CustomEvent("live:shown", {bubbles: true}));
}"""
EACH_TIME = re.compile(r'data-live-after-value="\d+"')
"""What a page says otherwise each time it is loaded, and shows nobody."""


class Screen:
    """One of Alice's pages that stays open; what it should show is taken in by a second page.

    That one goes from screen to screen as a person does who follows links: the frame stays, and the server says the
    rest anew. It does so when the server has other words than before, and always where a page asks for more to be
    `ready`.
    """

    def __init__(self, play: Stage, path: str, ready: Callable[[Page], Any] | None = None) -> None:
        self.play, self.path, self.ready = play, path, ready
        self.live = play.open(path)
        self.served, self.shown = "", [""]
        if ready:
            ready(self.live)

    def check(self, deed: str) -> None:
        """Wait until the open page equals what the server says now; fail with the difference."""
        until(lambda: self.play.is_complete(self.live), what=f"the page to be complete after “{deed}”")
        end = time.monotonic() + 10
        while (difference := self.difference()) and time.monotonic() < end:
            pass
        assert not difference, f"after “{deed}” live is not what a reload shows:\n{difference}"

    def check_reloaded(self) -> None:
        """The open page shows the same when a browser loads all of it."""
        before = dom.flat(dom.tree(self.live))
        self.live.reload()
        assert self.ready_tree(self.live) == before

    def difference(self) -> str:
        part = self.play.second.request.get(self.live.url, headers=PART).text()
        served = EACH_TIME.sub("", part)
        if self.ready or served != self.served:
            self.play.second.evaluate(TAKE_IN, [part, self.live.url])
            self.served, self.shown = served, self.ready_tree(self.play.second)
        live = dom.flat(dom.tree(self.live))
        return "\n".join(difflib.unified_diff(live, self.shown, "live", "loaded", n=1, lineterm=""))

    def ready_tree(self, page: Page) -> list[str]:
        until(lambda: dom.is_live(page) and self.play.is_complete(page), what="the loaded page")
        if self.ready:
            self.ready(page)
        return dom.flat(dom.tree(page))


DEEDS_PER_CHECK = int(os.environ.get("DEEDS_PER_CHECK", "5"))
"""How much happens until the screens are compared; with 1 a difference has one deed to blame, and takes five times as long."""


def run(play: Any, deeds: Mapping[str, Callable[[Any], Any]], screens: Iterable[Screen]) -> None:
    """Let it all happen; time and again, and in the end, each screen shows what a reload shows."""
    shown, since = list(screens), []
    for number, (name, deed) in enumerate(deeds.items(), start=1):
        play.act(deed)
        since.append(name)
        if number % DEEDS_PER_CHECK == 0 or number == len(deeds):
            for screen in shown:
                screen.check(f"{', '.join(since)}, in {screen.path}")
            since.clear()
    for screen in shown:
        screen.check_reloaded()
