"""The digest: what a person has not read, summed up in one mail, once, and never with what was written."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse

from core import clock
from tests.inbox import trail
from timeline.digest.moments import Rhythm
from timeline.digest.rounds import make_due
from timeline.kinds import kinds
from timeline.wishes import wish

pytestmark = [pytest.mark.covers("L4"), pytest.mark.usefixtures("no_worker")]

EVERY = [kind.code for kind in kinds()]


def choose(cast, member, **wishes) -> None:
    ways = dict.fromkeys(("told", "desktop", "devices", "email"), EVERY)
    with cast.scope(member):
        wish(cast.fresh(member), **{**ways, "quiet": {}, "rhythm": Rhythm(), **wishes})


def a_day_later(cast, **more) -> None:
    """What the scheduler and workers do, at a time when each digest is due."""
    trail.settle(cast)
    with time_machine.travel(clock.now() + timedelta(hours=25, **more), tick=True):
        make_due()
        trail.settle(cast)


def letters(member) -> list:
    return [letter for letter in mail.outbox if letter.to == [member.person.email]]


def test_what_is_unread_comes_in_one_mail_by_conversation(cast) -> None:
    vera, walt = cast.conversation(visitor=cast.visitor("Vera <i>Vance</i>")), cast.conversation()
    with cast.scope():
        vera.assign(by=cast.alice, to=cast.bob)
    a_day_later(cast)
    (letter,) = letters(cast.bob)
    text, (html, kind) = letter.body, letter.alternatives[0]
    assert letter.subject == f"2 you have not read at {cast.acme.name}"
    assert kind == "text/html"
    for id in (vera.pk, walt.pk):
        link = f"http://127.0.0.1{reverse('inbox:conversation', args=[id])}"
        assert text.count(link.removeprefix("http://127.0.0.1")) == 1
    assert "Vera <i>Vance</i>" in text
    assert "Vera &lt;i&gt;Vance&lt;/i&gt;" in html
    assert "Alice Archer gave you this conversation" in text
