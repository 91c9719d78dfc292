"""What changed on one stream with presence, on its way through Redis: asked, learned, told."""

import asyncio
import time
from typing import Any

from django.conf import settings

from live.roster import Local, Presence, Roster, of_member, roster

LIFE = 45.0
"""Seconds after which an unconfirmed member is gone: its process died."""


class Place:
    """A stream with presence, as this process sees it."""

    def __init__(self) -> None:
        self.local = Local()
        self.known: Roster = {}
        """Everyone, as of the last write and what others told since."""
        self.ready = asyncio.Event()
        self.has_missed = False
        """Redis was away: others may have come, and this process did not hear of them."""


class Change:
    """Made when it is written: who came, who is still here, who is gone."""

    def __init__(self, stream: str, place: Place, process: str) -> None:
        self.stream, self.place, self.process = stream, place, process
        self.gone = place.local.say_goodbye(time.monotonic())
        self.here = dict(place.local.people)
        self.told = place.local.announced
        self.news = {k: person for k, person in self.here.items() if self.told.get(k) != person}
        self.joined: list[Presence] = []
        self.left: list[Presence] = []

    def ask(self, pipeline: Any, now: float) -> None:
        """Six commands in one transaction; `learn` reads their answers."""
        key = f"{settings.REDIS_PREFIX}:present:{self.stream}"
        stale = [person.member(self.process) for person in self.gone]
        stale += [self.told[k].member(self.process) for k in self.news if k in self.told]
        here = {person.member(self.process): now for person in self.here.values()}
        pipeline.zrem(key, *(stale or [""]))
        pipeline.zadd(key, here or {"": 0})
        pipeline.zrangebyscore(key, "-inf", now - LIFE)
        pipeline.zremrangebyscore(key, "-inf", now - LIFE)
        pipeline.zrange(key, 0, -1)
        pipeline.expire(key, int(LIFE * 2))

    def learn(self, answers: list[Any]) -> None:
        """Joined are those whom no other process had; left, those whom none has now.

        Those of ours whom Redis had lost, and others of whom we may not have heard, are told as well.
        """
        if self.here and answers[1] > len(self.news):
            self.news = self.here
        expired = [of_member(member)[0] for member in answers[2] if member]
        members = [of_member(member) for member in answers[4]]
        known = roster(person for person, _ in members)
        elsewhere = roster(person for person, process in members if process != self.process)
        self.joined = [
            known.get(key, person) for key, person in self.news.items() if key in self.told or key not in elsewhere
        ]
        if self.place.has_missed:
            told = {*self.place.known, *(person.key for person in self.joined)}
            self.joined += [person for key, person in known.items() if key not in told]
            self.place.has_missed = False
        gone = roster(person for person in [*self.gone, *expired] if person.key not in known)
        self.left = list(gone.values())
        self.place.known = known
        self.place.local.announced = self.here

    def stay_local(self) -> None:
        """Redis is away: tell this process's own listeners now, and the others at a later write."""
        before = self.place.known
        self.place.has_missed = True
        self.joined = [person for key, person in self.news.items() if before.get(key) != person]
        self.left = self.gone
        self.place.known = self.here
        for person in self.gone:
            self.place.local.announced.pop(person.key, None)
