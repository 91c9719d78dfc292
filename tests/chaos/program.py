"""The chaos: colleagues and visitors of two firms work over HTTP and sockets while everything under them is killed.

    play = Play(seed=1, seconds=4, agents=3, visitors=4)
    verdict = play.run()

Meanwhile, by chance from the seed: posts are doubled and made again; sockets drop; publishes are lost, late, told twice;
each web process (daphne, uvicorn) and the worker are killed with -9 and started again; Redis is killed and started,
emptied, its subscriptions cut; all connections to PostgreSQL are ended. When it is calm the judge finds what does not agree.

What it catches, each seen red when the code was broken on purpose:
- a publish lost without a successor, when the hub's sweep is left out: the screens never come to the heads
  (the play ends with words said while Redis is dead);
- frames passed on as Redis brings them, when the hub's reordering is left out: a stream jumps;
- a page that comes back and is not brought up to date;
- a doubled post that is two messages, or one refused, when the browser's id is not the key;
- a reader whose cursor moves apart from its work: the tally counts an event twice, or never;
- long work whose step and place are not one transaction: it takes a step twice;
- a conversation that is not locked while a line is added;
- a change that is told to no screen, or to one stream too few or too many: live and reload differ;
- a line that is in no part, or in two, when threads are split, merged and separated;
- a client who is blocked and writes on, or is told on, or stays shut out when the block is lifted;
- somebody who is named in a note and not told, or told twice;
- a note that reaches a visitor, a word of another firm.
"""

import asyncio
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import connection

from accounts.models import Firm
from live.jobs import start
from tests.cast import Cast
from tests.chaos import judge, steps
from tests.chaos.book import Book
from tests.chaos.http import Browser, Refused
from tests.chaos.judge import Firmly
from tests.chaos.mischief import Mischief
from tests.chaos.people import Agent, Person, Visitor
from tests.chaos.stage import Stage, stage
from tests.support.sign_in import session_cookie

CALM_WITHIN = 20.0
"""Seconds after the last act in which every screen is complete: less than one ping, which would heal by itself."""
READ_WITHIN = 40.0
LEAST_ACTS = 40
CSRF = "c" * 32
T = TypeVar("T")


@dataclass
class Verdict:
    seed: int
    wrongs: list[str] = field(default_factory=list)
    figures: dict[str, int] = field(default_factory=dict)

    def __str__(self) -> str:
        figures = ", ".join(f"{name} {value}" for name, value in self.figures.items())
        return "\n".join([f"chaos with seed {self.seed}: {figures}", *self.wrongs[:40]])


@dataclass
class Company:
    """One firm and its people in the play."""

    firm: Firm
    book: Book
    before: set[Any]
    people: list[Person]


class Play:
    def __init__(self, seed: int, seconds: float, agents: int = 3, visitors: int = 4) -> None:
        self.seed, self.seconds = seed, seconds
        self.agents, self.visitors = agents, visitors
        self.chance = random.Random(seed)
        self.cast = Cast()

    def run(self) -> Verdict:
        with stage() as ground:
            companies = [
                self._company(ground, self.cast.acme, [self.cast.alice, self.cast.bob, self.cast.carol], self.visitors),
                self._company(ground, self.cast.borealis, [self.cast.boris], 1),
            ]
            with self.cast.scope():
                self.cast.website.change(by=self.cast.alice, routing="least", routing_most=0)
                start(steps.KIND, by=self.cast.alice)
            return asyncio.run(self._play(ground, companies))

    # Before

    def _company(self, ground: Stage, firm: Firm, members: list[Any], visitors: int) -> Company:
        here, there = f"{firm.slug}:", f"{self._other(firm).slug}:"
        inbox = self.cast.website if firm == self.cast.acme else self.cast.their_website
        book = Book()
        browsers = [self.cast.visitor(inbox=inbox) for _ in range(visitors)]
        known = browsers[: (visitors + 1) // 2]  # they have written already; the others begin in the play
        begun = [self.cast.conversation(f"{here} began", visitor=visitor) for visitor in known]
        before = {message for conversation in begun for message in self._message_ids(firm, conversation)}
        common = {"mark": here, "foreign": {there}, "book": book}
        colleagues = [member.pk for member in members]
        people: list[Person] = []
        for index in range(self.agents if firm == self.cast.acme else 1):
            member = members[index % len(members)]
            cookie = session_cookie(member)
            headers = {"Cookie": f"{cookie['name']}={cookie['value']}; csrftoken={CSRF}", "X-CSRFToken": CSRF}
            browser = Browser(ground.servers, "url", headers, random.Random(self.chance.random()))
            first = self.chance.choice(begun).pk
            name = f"{member.name} ({index})"
            agent = Agent(member.pk, colleagues, first, name=name, browser=browser, **common)
            agent.holds = index % len(members) == 0 and len(members) > 1
            with self.cast.scope(firm):
                member.prefer(undo_send="5" if agent.holds else "0")
            people.append(agent)
        for index, visitor in enumerate(browsers):
            browser = Browser(ground.servers, "widget_url", {}, random.Random(self.chance.random()))
            people.append(Visitor(visitor.token, name=f"visitor {index} of {firm.slug}", browser=browser, **common))
        return Company(firm, book, before, people)

    def _other(self, firm: Firm) -> Firm:
        return self.cast.borealis if firm == self.cast.acme else self.cast.acme

    def _message_ids(self, firm: Firm, conversation: Any) -> list[Any]:
        with self.cast.scope(firm):
            return list(conversation.messages.values_list("pk", flat=True))

    # The play

    async def _play(self, ground: Stage, companies: list[Company]) -> Verdict:
        people = [person for company in companies for person in company.people]
        verdict = Verdict(self.seed)
        mischief = Mischief(ground, [person.screen for person in people], random.Random(self.chance.random()))
        screens = [asyncio.create_task(person.screen.live()) for person in people]
        tricks = asyncio.gather(mischief.heavy(), mischief.light())
        self.begin()
        await asyncio.gather(*(self._act(person) for person in people))
        mischief.is_over = True
        await tricks
        await asyncio.to_thread(ground.set_right)
        for company in companies:
            await self._let_in(company)
        await self._last_words(ground, people)
        await self._calm(ground, companies, verdict)
        await self._judge(companies, verdict)
        for task in screens:
            task.cancel()
        await asyncio.gather(*screens, *(person.browser.close() for person in people), return_exceptions=True)
        verdict.figures = self._figures(people, mischief) | {"revived": ground.revived}
        return verdict

    def begin(self) -> None:
        self.acts, self._began = 0, time.monotonic()

    @property
    def is_over(self) -> bool:
        """When the time is over and enough was done; on a machine that is too busy, at last."""
        elapsed = time.monotonic() - self._began
        return elapsed > self.seconds * 6 or (elapsed > self.seconds and self.acts >= LEAST_ACTS)

    async def _act(self, person: Person) -> None:
        while not self.is_over:
            try:
                await person.act()
            except Refused as error:
                person.wrongs.append(str(error))
                return
            self.acts += 1
            await asyncio.sleep(person.chance.uniform(0.05, 0.5))

    async def _let_in(self, company: Company) -> None:
        """Nobody is blocked any more, and their browsers ask again."""
        await next(person for person in company.people if isinstance(person, Agent)).lift_all()
        for person in company.people:
            if isinstance(person, Visitor):
                person.screen.load()

    async def _last_words(self, ground: Stage, people: list[Person]) -> None:
        """Everybody is there; Redis dies, each does one thing more, and nothing follows that would show the loss."""
        end = time.monotonic() + CALM_WITHIN
        for person in people:
            await person.screen.connected(end - time.monotonic())
        await asyncio.to_thread(ground.redis.child.kill)
        await asyncio.gather(*(person.last_word() for person in people), return_exceptions=True)
        await asyncio.to_thread(ground.redis.start)

    # After

    async def _calm(self, ground: Stage, companies: list[Company], verdict: Verdict) -> None:
        """Wait until every screen is at the heads and every reader at the end."""
        watched = asyncio.create_task(self._watch(ground))
        await self._wait(CALM_WITHIN, lambda: self._behind(companies), verdict, "is not complete")
        if await self._wait(READ_WITHIN, lambda: self._unread(companies), verdict, "has not come to its end"):
            verdict.wrongs += ground.worker.said.splitlines()[-20:]
        watched.cancel()
        await self._wait(CALM_WITHIN, lambda: self._behind(companies), verdict, "is not complete after the readers")

    async def _watch(self, ground: Stage) -> None:
        while True:
            await asyncio.to_thread(ground.watch)
            await asyncio.sleep(0.5)

    async def _wait(self, seconds: float, missing: Any, verdict: Verdict, what: str) -> list[str]:
        """What is still missing when the time is up."""
        end = time.monotonic() + seconds
        while left := await missing():
            if time.monotonic() > end:
                verdict.wrongs += [f"{name} {what}" for name in left]
                break
            await asyncio.sleep(0.05)
        return left

    async def _behind(self, companies: list[Company]) -> list[str]:
        found = []
        for company in companies:
            heads = await asked(Firmly(company.firm).heads)
            found += [f"the screen of {person.name}" for person in company.people if not person.screen.is_at(heads)]
            found += ["an errand"] if company.book.errands else []
        return found

    async def _unread(self, companies: list[Company]) -> list[str]:
        held = [
            f"a reply of {company.firm.name}" for company in companies if not await asked(Firmly(company.firm).is_sent)
        ]
        if held:
            return held
        unread = [
            f"the ledger of {company.firm.name}"
            for company in companies
            if not await asked(Firmly(company.firm).is_read)
        ]
        return unread or [
            f"the long work of {company.firm.name}"
            for company in companies
            if not await asked(Firmly(company.firm).is_done)
        ]

    async def _judge(self, companies: list[Company], verdict: Verdict) -> None:
        for company in companies:
            verdict.wrongs += await asked(Firmly(company.firm).wrongs, company.book, company.before)
            for person in company.people:
                if isinstance(person, Agent):
                    verdict.wrongs += await judge.screen_of_agent(person)
                    unread = await asked(Firmly(company.firm).unread, person.id)
                    verdict.wrongs += judge.counter_of_agent(person, unread)
                elif isinstance(person, Visitor):
                    verdict.wrongs += await judge.screen_of_visitor(person)
                verdict.wrongs += [f"{person.name}: {wrong}" for wrong in person.wrongs + person.screen.wrongs]

    def _figures(self, people: list[Person], mischief: Mischief) -> dict[str, int]:
        return {
            "acts": self.acts,
            "posts_doubled": sum(person.browser.doubled for person in people),
            "posts_repeated": sum(person.browser.repeated for person in people),
            "connections": sum(person.screen.connections for person in people),
            "frames_shown": sum(person.screen.shown for person in people),
            "resets": sum(person.screen.resets for person in people),
            "shut_out": sum(person.shut_out for person in people if isinstance(person, Visitor)),
            "regrouped": sum(person.regrouped for person in people),
            **dict(sorted(mischief.done.items())),
        }


async def asked(question: Callable[..., T], *args: Any) -> T:
    """Ask the database in a thread, on a connection that is given back."""

    def ask() -> T:
        try:
            return question(*args)
        finally:
            connection.close()

    return await asyncio.to_thread(ask)
