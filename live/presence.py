"""Presence: who else has this stream open, in all processes. It never enters the ledger.

A sorted set for each stream holds a member for each person and process, scored by the time it
was last confirmed. Changes are collected for a quarter of a second, written in one round trip,
and told as deltas to the stream's listeners. A process that died is found by its age.
"""

import asyncio
import json
import secrets
import time
from typing import TYPE_CHECKING, Any

import structlog

from live.actors import Actor
from live.announce import signal
from live.presence_change import Change, Place
from live.redis import patient_client
from live.roster import Presence, roster
from live.stream import Stream

if TYPE_CHECKING:
    from live.hub import Hub

log = structlog.get_logger(__name__)

COLLECT = 0.25
REFRESH = 15.0
FAREWELL = 5.0
PRESENT = "present"
MARK = b'"kind":"present"'


class Presences:
    def __init__(self, hub: "Hub") -> None:
        self.hub = hub
        self.process = secrets.token_hex(6)
        self.places: dict[str, Place] = {}
        self._dirty: set[str] = set()
        self._unseen: set[str] = set()
        self._writing = asyncio.Lock()
        self._refreshed = time.monotonic()
        hub.observers[MARK] = self.observe

    def join(self, stream: str, actor: Actor) -> None:
        """Count a socket in."""
        place = self.places.get(stream)
        if place is None:
            place = self.places[stream] = Place()
            self._unseen.add(stream)
            if len(self._unseen) == 1:
                self.hub.spawn(self._first_look())
        person = Presence(actor.kind, actor.id, actor.name)
        place.local.join(person)
        self._dirty.add(stream)

    async def ready(self, stream: str) -> None:
        """Returns when it is known who else is there."""
        await self.places[stream].ready.wait()

    def leave(self, stream: str, actor: Actor) -> None:
        place = self.places.get(stream)
        if place is not None:
            place.local.leave(actor.key, time.monotonic() + FAREWELL)

    def set_status(self, actor: Actor, status: str) -> None:
        """The person's status, on every stream on which this process has them."""
        for stream, place in self.places.items():
            if place.local.set_status(actor.key, status, time.time()):
                self._dirty.add(stream)

    def present(self, stream: str) -> list[dict[str, Any]]:
        place = self.places.get(stream)
        if place is None:
            return []
        everyone = roster([*place.known.values(), *place.local.people.values()])
        return [person.as_dict() for person in everyone.values()]

    def observe(self, stream: Stream, message: bytes) -> None:
        """What another process told."""
        place = self.places.get(stream.name)
        if place is None:
            return
        said = json.loads(message)
        if said.get("kind") != PRESENT:  # the mark stood elsewhere in it
            return
        for one in said["data"]["joined"]:
            person = Presence(one["kind"], one["id"], one["name"], one["status"], time.time())
            place.known[person.key] = person
        for id in said["data"]["left"]:
            for kind in ("agent", "visitor"):
                place.known.pop((kind, id), None)

    def confirm(self) -> None:
        """Redis is back: it may have forgotten everyone, and we have missed what others told."""
        for place in self.places.values():
            place.has_missed = True
        self._dirty |= set(self.places)

    async def keep(self) -> None:
        """Write what changed, confirm what is, for as long as the hub runs."""
        while True:
            await asyncio.sleep(COLLECT)
            try:
                await self._write(self._due(time.monotonic()))
            except Exception:  # it may fail, never end: the next refresh writes all of it again
                log.exception("live.presence_failed")

    def _due(self, now: float) -> set[str]:
        due = {name for name, place in self.places.items() if _has_goodbye(place, now)}
        due |= self._dirty
        self._dirty = set()
        if now - self._refreshed >= REFRESH:
            self._refreshed = now
            due |= set(self.places)
        return due

    async def _first_look(self) -> None:
        while self._unseen:
            await asyncio.sleep(0.01)  # those who come together are seen together
            streams, self._unseen = self._unseen, set()
            await self._write(streams)

    async def _write(self, streams: set[str]) -> None:
        names = list(streams)
        for at in range(0, len(names), 100):
            async with self._writing:  # a change begins with what the one before it has told
                batch = [(name, self.places[name]) for name in names[at : at + 100] if name in self.places]
                if batch:
                    await self._write_batch([Change(name, place, self.process) for name, place in batch])

    async def _write_batch(self, changes: list["Change"]) -> None:
        try:
            await self._confirm(changes)
        except Exception as error:  # Redis is away, or holds what is not ours: nobody waits for that
            log.warning("live.presence_local_only", error=repr(error))
            for change in changes:
                change.stay_local()
        for change in changes:
            self._tell(change)

    async def _confirm(self, changes: list["Change"]) -> None:
        if not self.hub.subscriber.connected:
            raise ConnectionError("Redis is away.")
        now = time.time()
        async with patient_client().pipeline(transaction=True) as pipeline:
            for change in changes:
                change.ask(pipeline, now)
            answers = await pipeline.execute()
        width = len(answers) // len(changes)
        for index, change in enumerate(changes):
            change.learn(answers[index * width : (index + 1) * width])

    def _tell(self, change: "Change") -> None:
        place = change.place
        place.ready.set()
        if change.joined or change.left:
            data = {
                "joined": [person.as_dict() for person in change.joined],
                "left": [person.id for person in change.left],
            }
            message = signal(change.stream, PRESENT, data=data)
            self.hub.announcer.say(change.stream, message)
        if not place.local.people and not place.local.sockets:
            self.places.pop(change.stream, None)


def _has_goodbye(place: Place, now: float) -> bool:
    return any(at <= now for at in place.local.leaving.values())
