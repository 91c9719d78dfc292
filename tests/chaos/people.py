"""Colleagues and visitors with their hands and their screens: random verbs over HTTP, what they see over the socket."""

import random
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from core.ids import uuid7
from tests.chaos import markup
from tests.chaos.book import Book
from tests.chaos.http import Browser, Unanswered
from tests.chaos.screen import Frame, Screen

FOLDERS = {
    "all": lambda row, me: row["data-state"] != "spam",
    "spam": lambda row, me: row["data-state"] == "spam",
    "mine": lambda row, me: row["data-state"] == "open" and row.get("data-assignee") == me,
    "unassigned": lambda row, me: row["data-state"] == "open" and not row.get("data-assignee"),
    "closed": lambda row, me: row["data-state"] == "closed",
}


SHUT_OUT = 403
"""What a visitor is answered who is blocked."""


class Blocked(Exception):
    """A visitor who may see nothing for now."""


class Person:
    """Somebody of one firm. `mark` stands in everything that is said there, so that what leaks is seen."""

    def __init__(self, name: str, mark: str, foreign: set[str], browser: Browser, book: Book) -> None:
        self.name, self.mark, self.foreign, self.browser, self.book = name, mark, foreign, browser, book
        self.chance: random.Random = browser.chance
        self.screen = Screen(self, self.chance)
        self.wrongs: list[str] = []
        self.regrouped = 0

    def some_server(self) -> Any:
        return self.browser.some_server()

    def denied(self, stream: str) -> None:
        self.wrongs.append(f"was denied {stream}")

    def overhear(self, text: str) -> None:
        self.wrongs += [f"heard “{word}”, which is not for them" for word in self.foreign if word in text]

    def expect(self, answers: list[Any], *known: int) -> int:
        """The status of the first answer; one that is not known is wrong."""
        for answer in answers:
            if answer.status_code not in known:
                self.wrongs.append(
                    f"{answer.request.method} {answer.request.url.path}: {answer.status_code} {answer.text[:200]}"
                )
        return max(answer.status_code for answer in answers)

    def words(self, kind: str, conversation: object) -> str:
        return f"{self.mark} {kind} {self.chance.getrandbits(32):08x} in {conversation}"


class Agent(Person):
    """A colleague with the inbox open: a folder on the left, a conversation beside it."""

    holds = False
    """Their replies wait some seconds before they go."""

    def __init__(self, membership_id: int, colleagues: list[int], first: UUID, **of_all: Any) -> None:
        super().__init__(**of_all)
        self.id, self.colleagues, self.open = membership_id, colleagues, first
        self.folder = self.chance.choice(list(FOLDERS))
        self.elements: dict[str, str] = {}
        self.lists: dict[str, set[str]] = {}
        self.refreshing: dict[str, bool] = {}
        self.to_do: list[Callable[[], Awaitable[None]]] = []
        self.noted: list[tuple[str, UUID]] = []
        self.split: list[tuple[UUID, UUID]] = []
        self.merged: list[str] = []

    # the page

    def door(self, server: Any) -> tuple[str, str]:
        return f"{server.url.replace('http', 'ws', 1)}/live", server.url

    async def ticket(self, server: Any) -> str:
        answer = await self.browser.ask("POST", "/live/ticket/", server)
        return answer.json()["ticket"]

    async def load(self) -> dict[str, int | None]:
        page = await self.fetch_page()
        thread = next(id for id in page.found if id.startswith("messages-"))
        self.open = UUID(thread.removeprefix("messages-"))  # one that was merged goes on in another
        self.elements, self.lists = dict(page.found), {}
        for name, keep in (("rows", "row-"), ("reads", "read-"), (f"messages-{self.open}", "message-")):
            self.lists[name] = {id for id in page.found if id.startswith(keep)}
        return page.streams

    async def fetch_page(self) -> markup.Finder:
        answer = await self.browser.insist("GET", f"/inbox/conversations/{self.open}/?in={self.folder}")
        return markup.Finder(answer.text)

    def show(self, frame: Frame) -> None:
        id = frame["id"]
        if id in ("conversation", f"gone-{self.open}"):  # it was merged, separated or split: the thread is read anew
            self.screen.load()
        elif frame["op"] == "refresh":
            self.refresh(id, frame["url"])
        elif frame["op"] == "remove":
            self.elements.pop(id, None)
            for members in self.lists.values():
                members.discard(id)
        elif id in self.elements or frame.get("list") in self.lists:
            self.elements[id] = frame["html"]
            if frame.get("list") in self.lists:
                self.lists[frame["list"]].add(id)
            if frame.get("list") == "rows":
                self.came(id.removeprefix("row-"))

    def came(self, conversation: str) -> None:
        """A row from another folder: how far this person has read it, the page was not told, and asks."""
        row = markup.attributes(self.elements[f"row-{conversation}"])
        if FOLDERS[self.folder](row, str(self.id)) and f"read-{conversation}" not in self.elements:
            self.book.errand(self._ask_how_far(conversation))

    async def _ask_how_far(self, conversation: str) -> None:
        id = f"read-{conversation}"
        answer = await self.browser.insist("GET", f"/inbox/conversations/{conversation}/reading/")
        self.elements.setdefault(id, markup.Finder(answer.text).found.get(id, ""))

    def refresh(self, id: str, url: str) -> None:
        """Fetch one element anew; once more if told so meanwhile."""
        if id in self.elements:
            is_running = id in self.refreshing
            self.refreshing[id] = True
            if not is_running:
                self.book.errand(self._refresh(id, url))

    async def _refresh(self, id: str, url: str) -> None:
        while self.refreshing.pop(id, False):
            self.refreshing[id] = False
            answer = await self.browser.insist("GET", url)
            if not self.refreshing[id]:
                found = markup.Finder(answer.text).found
                if id in found:
                    self.elements[id] = found[id]
                del self.refreshing[id]

    # the hands

    async def act(self) -> None:
        """What there is to do, in another order each time, so that a short play leaves nothing out for long."""
        if not self.to_do:
            self.to_do = self._deeds()
            self.chance.shuffle(self.to_do)
        await self.to_do.pop()()

    def _deeds(self) -> list[Callable[[], Awaitable[None]]]:
        return (
            [self.reply] * 4
            + [self.note, self.read, self.draft] * 2
            + [self.assign, self.close, self.reopen, self.go]
            + [self.edit, self.withdraw, self.react]
            + [self.snooze, self.wake, self.prioritise, self.follow, self.spam, self.not_spam, self.not_spam]
            + [self.divide, self.merge, self.separate, self.block, self.lift, self.lift]
        )

    def at(self, resource: str) -> str:
        return f"/inbox/conversations/{self.open}/{resource}/"

    @property
    def seen(self) -> int:
        """The newest line on the screen."""
        lines = self.lists.get(f"messages-{self.open}", ())
        return max((int(markup.attributes(self.elements[id]).get("data-seq", 0)) for id in lines), default=0)

    async def reply(self) -> None:
        """With the guard first; where the thread has moved, the same message once more without."""
        form = {"id": str(uuid7()), "kind": "reply", "body": self.words("reply", self.open), "seen": str(self.seen)}
        self.book.sent(form["id"], self.open, form["body"], "reply")
        if self.holds:
            del form["seen"]  # it may not stop on its way: it waits, and must be there once in the end
            self.expect(await self.browser.send("POST", self.at("messages"), data=form), 201, 202)
            return
        answers = await self.browser.send("POST", self.at("messages"), data=form)
        if self.expect(answers, 201, 409) == 409:
            del form["seen"]
            self.expect(await self.browser.send("POST", self.at("messages"), data=form), 201)

    async def last_word(self) -> None:
        await self.chance.choice([self.note, self.reply, self.assign, self.close, self.reopen, self.draft])()

    async def note(self) -> None:
        """It names a colleague, or nobody."""
        form: dict[str, Any] = {"id": str(uuid7()), "kind": "note", "body": self.words("note", self.open)}
        if self.chance.random() < 0.5:
            form["mentions"] = [f"person-{self.chance.choice(self.colleagues)}"]
        self.book.sent(form["id"], self.open, form["body"], "note")
        self.expect(await self.browser.send("POST", self.at("messages"), data=form), 201)
        self.noted.append((form["id"], self.open))

    async def edit(self) -> None:
        """Each note once: what is sent again is the same then, whenever it arrives."""
        if not self.noted:
            return
        id, where = self.noted.pop()
        body = self.words("note", where)
        self.book.sent(id, where, body, "note")
        self.expect(await self.browser.send("PUT", f"/inbox/messages/{id}/", data={"body": body}), 200)

    async def withdraw(self) -> None:
        if not self.noted:
            return
        id, where = self.noted.pop()
        self.book.sent(id, where, "", "note")
        self.expect(await self.browser.send("POST", f"/inbox/messages/{id}/deletion/"), 204)

    async def react(self) -> None:
        """To what is on the screen and was sent; it may have been deleted meanwhile, and five are enough."""
        said = sorted(line for line in self.lists.get(f"messages-{self.open}", ()) if self.is_said(line))
        if not said:
            return
        url = f"/inbox/messages/{self.chance.choice(said).removeprefix('message-')}/reactions/"
        answers = await self.browser.send("POST", url, data={"emoji": self.chance.choice("👍🎉🙏")})
        self.expect(answers, 204, 422)

    async def assign(self) -> None:
        to = self.chance.choice(["", *map(str, self.colleagues)])
        self.expect(await self.browser.send("PUT", self.at("assignment"), data={"assignee": to}), 204)

    async def close(self) -> None:
        self.expect(await self.browser.send("POST", self.at("closure")), 204)

    async def reopen(self) -> None:
        self.expect(await self.browser.send("DELETE", self.at("closure")), 204)

    async def snooze(self) -> None:
        """Until the client replies; one that is closed is not."""
        self.expect(await self.browser.send("PUT", self.at("snooze"), data={"until": "reply"}), 200, 409)

    async def wake(self) -> None:
        self.expect(await self.browser.send("DELETE", self.at("snooze")), 204)

    async def spam(self) -> None:
        self.expect(await self.browser.send("POST", self.at("spam")), 200, 204)

    async def not_spam(self) -> None:
        self.expect(await self.browser.send("DELETE", self.at("spam")), 200, 204)

    async def block(self) -> None:
        self.book.blocked.add(self.open)
        self.expect(await self.browser.send("POST", self.at("block")), 200, 204)

    async def lift(self) -> None:
        self.expect(await self.browser.send("DELETE", self.at("block")), 200, 204)

    async def lift_all(self) -> None:
        for conversation in self.book.blocked:
            await self.browser.insist("DELETE", f"/inbox/conversations/{conversation}/block/")

    async def divide(self) -> None:
        """One line of it becomes a conversation of its own, unless it is the only one, or is gone meanwhile."""
        lines = sorted(line for line in self.lists.get(f"messages-{self.open}", ()) if self.is_said(line))
        if len(lines) < 2:
            return
        where, form = self.open, {"lines": [self.chance.choice(lines).removeprefix("message-")]}
        for answer in await self.browser.send("POST", self.at("splitting"), data=form):
            self.expect([answer], 201, 404, 409, 422)
            if answer.status_code == 201:
                self.regrouped += 1
                self.split.append((where, UUID(answer.json()["url"].rstrip("/").rsplit("/", 1)[1])))

    async def merge(self) -> None:
        """What was split is one again."""
        if not self.split:
            return
        where, branch = self.split.pop()
        url = f"/inbox/conversations/{where}/merging/"
        for answer in await self.browser.send("POST", url, data={"other": str(branch)}):
            self.expect([answer], 201, 404, 409, 422)
            if answer.status_code == 201:
                self.regrouped += 1
                self.merged.append(answer.json()["undo"])

    async def separate(self) -> None:
        """What was merged is two again."""
        if self.merged:
            self.expect(await self.browser.send("DELETE", self.merged.pop()), 204, 404, 409)

    def is_said(self, line: str) -> bool:
        facts = markup.attributes(self.elements[line])
        return line.startswith("message-") and facts.get("data-kind") != "event" and "data-outgoing" not in facts

    async def prioritise(self) -> None:
        priority = self.chance.choice(["none", "low", "high", "urgent"])
        self.expect(await self.browser.send("PUT", self.at("priority"), data={"priority": priority}), 200)

    async def follow(self) -> None:
        """A colleague follows, or follows no more."""
        url = f"{self.at('followers')}{self.chance.choice(self.colleagues)}/"
        self.expect(await self.browser.send(self.chance.choice(["PUT", "DELETE"]), url), 204)

    async def read(self) -> None:
        self.expect(await self.browser.send("PUT", self.at("reading"), data={"seq": str(self.seen)}), 204)

    async def draft(self) -> None:
        body = self.chance.choice(["", self.words("draft", self.open)])
        self.expect(await self.browser.send("PUT", self.at("draft"), data={"body": body, "kind": "reply"}), 204)

    async def go(self) -> None:
        """To a conversation that stands in the list, and another folder."""
        rows = sorted(self.lists.get("rows", ()))
        if rows:
            self.open = UUID(self.chance.choice(rows).removeprefix("row-"))
        self.folder = self.chance.choice(list(FOLDERS))
        self.screen.load()


class Visitor(Person):
    """A browser on the firm's site. Writes first, and then has a conversation."""

    def __init__(self, token: str, **of_all: Any) -> None:
        super().__init__(**of_all)
        self.browser.headers["Authorization"] = f"Bearer {token}"
        self.conversation: str | None = None
        self.shut_out = 0
        self.messages: dict[str, dict[str, Any]] = {}
        self.state: dict[str, Any] = {}

    def door(self, server: Any) -> tuple[str, str]:
        return f"{server.widget_url.replace('http', 'ws', 1)}/widget/live", server.widget_url

    async def ticket(self, server: Any) -> str:
        answer = await self.browser.ask("POST", "/widget/api/ticket", server, json={})
        if answer.status_code == SHUT_OUT:
            raise Unanswered("blocked")
        return answer.json()["ticket"]

    def denied(self, stream: str) -> None:
        """Blocked, it may be; or so a moment ago."""
        self.screen.load()

    async def load(self) -> dict[str, int | None]:
        try:
            shown = await self.fetch()
        except Blocked:
            self.shut_out += 1
            return {}
        if shown is None:
            return {}
        self.conversation = shown["id"]
        self.messages = {message["id"]: message for message in shown["messages"]}
        self.state = {name: shown[name] for name in ("closed", "read", "seen")}
        return {shown["stream"]: shown["after"]}

    async def fetch(self) -> dict[str, Any] | None:
        """The whole conversation, page by page from the newest."""
        shown = whole = await self._page({})
        while shown and shown["more"]:
            shown = await self._page({"before": shown["messages"][0]["seq"]})
            whole["messages"] = shown["messages"] + whole["messages"]
        return whole

    async def _page(self, which: dict[str, int]) -> Any:
        answer = await self.browser.insist("GET", "/widget/api/conversation", params=which)
        if answer.status_code == SHUT_OUT:
            raise Blocked
        return answer.json()["conversation"]

    def show(self, frame: Frame) -> None:
        match frame["op"]:
            case "upsert":
                message = frame["message"]
                self.messages[message["id"]] = message
                if message["author"]["kind"] == "visitor":  # who writes has seen what came before
                    self.state["seen"] = max(self.state["seen"], message["seq"])
            case "anew":
                self.screen.load()
            case "state":
                self.state["closed"] = frame["closed"]
            case "read" | "seen":
                self.state[frame["op"]] = max(self.state[frame["op"]], frame["seq"])
            case _:
                self.wrongs.append(f"a visitor was told {frame['op']}")

    def overhear(self, text: str) -> None:
        super().overhear(text)
        if f"{self.mark} note" in text or f"{self.mark} draft" in text:
            self.wrongs.append(f"a visitor heard what colleagues keep to themselves: {text}")

    async def act(self) -> None:
        if not self.screen.streams:
            self.screen.load()  # nothing tells a browser that it is welcome again
        await self.chance.choice([self.write, self.write, self.see])()

    async def last_word(self) -> None:
        await self.write()

    async def write(self) -> None:
        said = {"id": str(uuid7()), "body": self.words("message", self.conversation)}
        self.book.sent(said["id"], self.conversation and UUID(self.conversation), said["body"], "reply")
        answers = await self.browser.send("POST", "/widget/api/messages", json=said)
        taken = [answer for answer in answers if answer.status_code == 201]
        self.expect(answers, 201, SHUT_OUT)
        if not taken:
            self.book.doubted.add(UUID(said["id"]))
        elif taken[0].json()["conversation"]["id"] != self.conversation:
            self.screen.load()

    async def see(self) -> None:
        seq = max((message["seq"] for message in self.messages.values()), default=0)
        self.expect(await self.browser.send("PUT", "/widget/api/reading", json={"seq": seq}), 204, SHUT_OUT)
