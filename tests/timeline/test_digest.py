"""The digest: what a person has not read, summed up in one mail, once, and never with what was written."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core import mail, signing
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.zones import WEEKDAYS
from core import clock
from inbox.notifications import ASSIGNED, WAITING
from tests.inbox import trail
from tests.support.smtp import MailServer
from tests.support.waiting import until
from timeline.digest import leaving
from timeline.digest.letter import MOST
from timeline.digest.mailing import mail as send
from timeline.digest.moments import Rhythm
from timeline.digest.rounds import make_due
from timeline.kinds import kinds
from timeline.models import Digest, DigestTurn, Notification
from timeline.wishes import Wishes, quiet_until, wish

pytestmark = [pytest.mark.covers("L4"), pytest.mark.usefixtures("no_worker")]

EVERY = [kind.code for kind in kinds()]
ALWAYS = {day: ["08:00", "08:00"] for day in WEEKDAYS}
LATER = timedelta(hours=25)


def choose(cast, member, **wishes) -> None:
    ways = dict.fromkeys(("told", "desktop", "devices", "email"), EVERY)
    with cast.scope(member):
        wish(cast.fresh(member), **{**ways, "quiet": {}, "rhythm": Rhythm(), **wishes})


def round_of_all(cast) -> None:
    """What the scheduler and the workers do, some rounds, at a time when each digest is due."""
    trail.settle(cast)
    with time_machine.travel(clock.now() + LATER, tick=True):
        while make_due():
            pass
        trail.settle(cast)


def set_due(cast) -> None:
    """The pause of whoever waits is over."""
    with cast.scope():
        DigestTurn.objects.exclude(due_at=None).update(due_at=clock.now())


def letters(member) -> list:
    return [letter for letter in mail.outbox if letter.to == [member.person.email]]


def due_at(cast, member) -> datetime | None:
    with cast.scope(member):
        return DigestTurn.objects.filter(membership=member).values_list("due_at", flat=True).first()


def test_what_is_unread_comes_in_one_mail_by_conversation(cast) -> None:
    vera, walt = cast.conversation("A secret", visitor=cast.visitor("Vera <i>Vance</i>")), cast.conversation("Secret")
    with cast.scope():
        vera.assign(by=cast.alice, to=cast.bob)
    round_of_all(cast)
    (letter,) = letters(cast.bob)
    html, kind = letter.alternatives[0]
    assert letter.subject == f"Unread at {cast.acme.name}: 2"
    assert kind == "text/html"
    for said in (letter.body, html):
        assert "ecret" not in said, "never what was written"
        assert "Alice Archer gave you this conversation" in said
        assert [said.count(reverse("inbox:conversation", args=[each.pk])) for each in (vera, walt)] == [1, 1]
        assert reverse("timeline:preferences") in said
    assert ("Vera <i>Vance</i>" in letter.body, "Vera &lt;i&gt;Vance&lt;/i&gt;" in html) == (True, True)


def test_what_was_read_or_was_in_an_earlier_one_is_left_out_and_nothing_makes_no_mail(cast) -> None:
    cast.conversation(visitor=cast.visitor("Vera"))
    trail.settle(cast)
    with cast.scope():
        Notification.mark_read(cast.bob)
    round_of_all(cast)
    assert (letters(cast.bob), len(letters(cast.carol))) == ([], 1)
    round_of_all(cast)
    assert len(letters(cast.carol)) == 1
    cast.conversation(visitor=cast.visitor("Walt"))
    round_of_all(cast)
    bobs, carols = letters(cast.bob), letters(cast.carol)
    assert [("Vera" in each.body, "Walt" in each.body) for each in carols] == [(True, False), (False, True)]
    assert [("Vera" in each.body, "Walt" in each.body) for each in bobs] == [(False, True)]


def test_what_is_read_between_making_and_mailing_is_left_out(cast) -> None:
    cast.conversation()
    trail.settle(cast)
    with cast.scope():
        DigestTurn.objects.update(due_at=clock.now())
    make_due()
    with cast.scope():
        Notification.mark_read(cast.bob)
    trail.settle(cast)
    assert (letters(cast.bob), len(letters(cast.carol))) == ([], 1)


def test_a_week_old_is_no_news(cast) -> None:
    cast.conversation()
    trail.settle(cast)
    with cast.scope():
        Notification.objects.of(cast.bob).update(created_at=clock.now() - timedelta(days=7))
    round_of_all(cast)
    assert (letters(cast.bob), len(letters(cast.carol))) == ([], 1)


def test_a_kind_takes_part_as_each_chooses(cast) -> None:
    choose(cast, cast.bob, email=[ASSIGNED])
    choose(cast, cast.carol, told=[ASSIGNED])
    conversation = cast.conversation()
    with cast.scope():
        conversation.assign(by=cast.alice, to=cast.bob)
    round_of_all(cast)
    (letter,) = letters(cast.bob)
    assert "gave you this conversation" in letter.body
    assert "waits for somebody" not in letter.body
    assert letters(cast.carol) == [], "a muted kind is in no mail"


def test_many_are_cut_and_counted(cast) -> None:
    for _ in range(MOST + 2):
        cast.conversation()
    round_of_all(cast)
    (letter,) = letters(cast.bob)
    assert letter.subject.endswith(f": {MOST + 2}")
    assert [letter.body.count("waits for somebody"), "and 2 more" in letter.body] == [MOST, True]


def left(cast) -> None:
    cast.fresh(cast.bob).end(by=cast.alice)


def deactivated(cast) -> None:
    cast.bob.person.is_active = False
    cast.bob.person.save()


def without_password(cast) -> None:
    cast.bob.person.set_unusable_password()
    cast.bob.person.save()


def unproven(cast) -> None:
    cast.bob.person.emailaddress_set.update(verified=False)


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("became", [left, deactivated, without_password, unproven])
def test_who_cannot_sign_in_gets_none(cast, became, when) -> None:
    cast.conversation()
    trail.settle(cast)
    if when == "after":
        with cast.scope():
            DigestTurn.objects.update(due_at=clock.now())
        make_due()
    with cast.scope():
        became(cast)
    round_of_all(cast)
    assert (letters(cast.bob), len(letters(cast.carol))) == ([], 1)


def test_who_signs_in_with_a_passkey_alone_gets_one(cast) -> None:
    without_password(cast)
    Authenticator.objects.create(user=cast.bob.person, type=Authenticator.Type.WEBAUTHN, data={"name": "Laptop"})
    cast.conversation()
    round_of_all(cast)
    assert len(letters(cast.bob)) == 1


def test_off_is_off_and_on_again_brings_what_still_waits(cast) -> None:
    choose(cast, cast.bob, rhythm=Rhythm("off"))
    cast.conversation()
    round_of_all(cast)
    assert (letters(cast.bob), due_at(cast, cast.bob)) == ([], None)
    choose(cast, cast.bob, rhythm=Rhythm("hourly"))
    assert timedelta(0) < due_at(cast, cast.bob) - clock.now() <= timedelta(hours=1)
    round_of_all(cast)
    assert len(letters(cast.bob)) == 1
    assert due_at(cast, cast.bob) is None, "nothing waits any more"


def test_quiet_hours_hold_it_back_until_they_end(cast) -> None:
    choose(cast, cast.bob, quiet=ALWAYS)
    cast.conversation()
    trail.settle(cast)
    with cast.scope():
        DigestTurn.objects.update(due_at=clock.now())
    make_due()
    with cast.scope():
        assert not Digest.objects.filter(membership=cast.bob).exists(), "none is made that could not go"
    assert clock.now() < due_at(cast, cast.bob) <= clock.now() + timedelta(days=1)
    choose(cast, cast.bob)
    round_of_all(cast)
    assert len(letters(cast.bob)) == 1


def test_quiet_hours_that_began_while_the_mail_server_was_away_hold_it_too(cast) -> None:
    cast.conversation()
    trail.settle(cast)
    with cast.scope():
        DigestTurn.objects.update(due_at=clock.now())
    make_due()
    choose(cast, cast.bob, quiet=ALWAYS)
    trail.settle(cast)
    assert (letters(cast.bob), len(letters(cast.carol))) == ([], 1)
    assert due_at(cast, cast.bob) is not None
    choose(cast, cast.bob)
    round_of_all(cast)
    assert len(letters(cast.bob)) == 1


BERLIN = "Europe/Berlin"


@pytest.mark.parametrize(
    ("hour", "zone", "after", "comes"),
    [
        (8, "UTC", "2026-03-02T07:59", "2026-03-02T08:00"),
        (8, "UTC", "2026-03-02T08:00", "2026-03-03T08:00"),
        (8, BERLIN, "2026-03-02T07:30", "2026-03-03T07:00"),
        (8, "America/Los_Angeles", "2026-01-01T12:00", "2026-01-01T16:00"),
        (8, "Pacific/Auckland", "2026-01-01T12:00", "2026-01-01T19:00"),
        (8, BERLIN, "2026-03-28T08:00", "2026-03-29T06:00"),  # the night that is an hour short
        (8, BERLIN, "2026-10-24T08:00", "2026-10-25T07:00"),  # the one that is an hour longer
        (2, BERLIN, "2026-03-28T12:00", "2026-03-29T01:00"),  # there is no two o'clock
        (2, BERLIN, "2026-03-29T01:00", "2026-03-30T00:00"),
        (2, BERLIN, "2026-10-24T12:00", "2026-10-25T00:00"),  # there are two
        (2, BERLIN, "2026-10-25T00:30", "2026-10-26T01:00"),
    ],
)
def test_the_hour_is_the_persons_own(hour, zone, after, comes) -> None:
    moment = datetime.fromisoformat(after).replace(tzinfo=UTC)
    assert Rhythm("daily", hour).next(moment, zone) == datetime.fromisoformat(comes).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "until"),
    [
        ("2026-03-28T21:00", "2026-03-29T05:00"),  # the night that is an hour short
        ("2026-03-29T04:59", "2026-03-29T05:00"),
        ("2026-03-29T05:00", None),
        ("2026-10-24T20:00", "2026-10-25T06:00"),
        ("2026-03-28T20:59", None),
    ],
)
def test_quiet_hours_end_by_the_persons_clock(cast, at, until) -> None:
    choose(cast, cast.bob, quiet={"sat": ["22:00", "07:00"]})
    bob = cast.fresh(cast.bob)
    bob.time_zone = BERLIN
    ends = until and datetime.fromisoformat(until).replace(tzinfo=UTC)
    assert quiet_until(bob, datetime.fromisoformat(at).replace(tzinfo=UTC)) == ends


def test_who_moves_has_their_hour_there(cast) -> None:
    choose(cast, cast.bob, rhythm=Rhythm("daily", 12))
    cast.conversation()
    trail.settle(cast)
    before = due_at(cast, cast.bob)
    with cast.scope():
        cast.fresh(cast.bob).change_profile(by=cast.bob, time_zone="Asia/Tokyo")
    trail.settle(cast)
    assert (before.hour, due_at(cast, cast.bob).hour) == (12, 3)


def one_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
        return cursor.fetchone()[0]


def test_two_workers_send_it_once(cast) -> None:
    cast.conversation()
    trail.settle(cast)
    made = []

    def work() -> None:
        with cast.scope():
            made.append(DigestTurn.come(cast.bob.pk))
        connection.close()

    with cast.scope():
        DigestTurn.objects.update(due_at=clock.now())
    second = Thread(target=work)
    with cast.scope():
        made.append(DigestTurn.come(cast.bob.pk))
        second.start()
        until(lambda: one_waits() or not second.is_alive(), what="the second worker to stand at the lock")
    second.join()
    trail.settle(cast)
    assert (made, len(letters(cast.bob))) == ([True, False], 1)
    with cast.scope():
        digest = Digest.objects.get(membership=cast.bob)
        send(digest.pk)
    assert digest.mailed_at is not None
    assert len(letters(cast.bob)) == 1, "asked again, it is not sent again"


class Died(Exception):
    """A worker was killed here."""


def test_a_worker_that_dies_before_the_commit_leaves_all_as_it_was(cast) -> None:
    cast.conversation()
    trail.settle(cast)
    with cast.scope():
        DigestTurn.objects.update(due_at=clock.now())
    with pytest.raises(Died), cast.scope():
        assert DigestTurn.come(cast.bob.pk)
        raise Died
    round_of_all(cast)
    assert len(letters(cast.bob)) == 1


def test_a_worker_that_dies_after_sending_sends_the_same_message_again(cast) -> None:
    cast.conversation()
    trail.settle(cast)
    with cast.scope():
        DigestTurn.objects.update(due_at=clock.now())
        DigestTurn.come(cast.bob.pk)
    with pytest.raises(Died), cast.scope():
        send(Digest.objects.get(membership=cast.bob).pk)
        raise Died
    trail.settle(cast)
    first, second = letters(cast.bob)
    assert first.message()["Message-ID"] == second.message()["Message-ID"]


def test_one_whose_turn_fails_keeps_nobody_waiting(cast) -> None:
    cast.conversation()
    trail.settle(cast)
    with cast.scope():
        type(cast.bob).objects.filter(pk=cast.bob.pk).update(time_zone="Nowhere/Atall")
    round_of_all(cast)
    assert (letters(cast.bob), len(letters(cast.carol))) == ([], 1)
    assert due_at(cast, cast.bob) > clock.now() + LATER, "it is tried again later, behind the others"


@pytest.fixture
def mail_server(settings) -> Iterator[MailServer]:
    """A real one, which the product is told of."""
    server = MailServer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    yield server
    server.go()


def test_a_mail_server_takes_it(cast, mail_server) -> None:
    cast.conversation("Hello")
    round_of_all(cast)
    (letter,) = mail_server.to(cast.bob.person.email)
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]
    assert "Hello" not in letter.as_string()


def test_an_address_that_is_refused_is_believed_and_keeps_nobody_waiting(cast, mail_server) -> None:
    mail_server.answers[cast.bob.person.email] = "550 No such user"
    cast.conversation()
    round_of_all(cast)
    with cast.scope():
        (digest,) = Digest.objects.filter(membership=cast.bob)
    assert (digest.mailed_at, digest.undeliverable_at is not None) == (None, True)
    assert len(mail_server.to(cast.carol.person.email)) == 1
    assert due_at(cast, cast.bob) is None, "it is not tried again"


def test_an_address_that_takes_nothing_for_now_is_tried_again_and_keeps_nobody_waiting(cast, mail_server) -> None:
    address = cast.bob.person.email
    mail_server.answers[address] = "450 Mailbox is full"
    cast.conversation()
    pauses = []
    for _ in range(3):
        round_of_all(cast)
        pauses.append(due_at(cast, cast.bob) - clock.now() - LATER)
        set_due(cast)
    assert len(mail_server.to(cast.carol.person.email)) == 1
    assert [round(pause / timedelta(minutes=15)) for pause in pauses] == [1, 2, 4]
    cast.conversation("Another")
    del mail_server.answers[address]
    round_of_all(cast)
    (letter,) = mail_server.to(address)
    assert letter["Subject"].endswith(": 2"), "what came meanwhile is in it, and nothing is lost"
    with cast.scope():
        assert DigestTurn.objects.get(membership=cast.bob).failures == 0


def test_while_the_mail_server_is_away_all_wait_and_each_has_one_when_it_is_back(cast, mail_server) -> None:
    mail_server.go()
    cast.conversation()
    round_of_all(cast)
    mail_server.come()
    mail_server.answers[mail_server.DATA] = "451 Come back later"
    set_due(cast)
    round_of_all(cast)
    assert mail_server.letters == []
    mail_server.answers.clear()
    set_due(cast)
    round_of_all(cast)
    round_of_all(cast)
    assert [len(mail_server.to(member.person.email)) for member in (cast.bob, cast.carol)] == [1, 1]


def test_old_ones_go_when_a_new_one_is_made(cast) -> None:
    cast.conversation()
    round_of_all(cast)
    with cast.scope():
        Digest.objects.filter(membership=cast.bob).update(made_at=clock.now() - Digest.KEPT - timedelta(days=1))
    cast.conversation("Another")
    round_of_all(cast)
    with cast.scope():
        (digest,) = Digest.objects.filter(membership=cast.bob)
    assert digest.made_at > clock.now() - timedelta(days=1)
    assert len(letters(cast.bob)) == 2
    round_of_all(cast)
    assert len(letters(cast.bob)) == 2, "what stood in an old one is no news"


def test_another_firms_people_get_nothing_of_this_one(cast) -> None:
    cast.conversation(visitor=cast.visitor("Vera"))
    round_of_all(cast)
    assert letters(cast.boris) == []
    with cast.scope(cast.borealis):
        assert (Digest.objects.count(), DigestTurn.objects.count()) == (0, 0)


def link_in(letter) -> str:
    return letter.extra_headers["List-Unsubscribe"].strip("<>")


def path_of(link: str) -> str:
    return "/" + link.split("/", 3)[3]


def often(cast, member) -> str:
    return Wishes.of(cast.fresh(member)).rhythm.often


def test_one_click_turns_it_off_with_no_sign_in_and_no_cookie(cast) -> None:
    choose(cast, cast.bob, rhythm=Rhythm("daily", 17), email=[WAITING])
    cast.conversation()
    round_of_all(cast)
    (letter,) = letters(cast.bob)
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link_in(letter) in letter.body

    def anyone() -> Client:
        return Client(HTTP_HOST=link_in(letter).split("/")[2], enforce_csrf_checks=True)

    path = path_of(link_in(letter))
    assert anyone().get(path).status_code == 200
    assert often(cast, cast.bob) == "daily", "who only looks turns nothing off: scanners follow links"
    for _again in range(2):
        assert anyone().post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
        assert Wishes.of(cast.fresh(cast.bob)).rhythm == Rhythm("off", 17)
    assert Wishes.of(cast.fresh(cast.bob)).is_mailed(WAITING), "nothing else has changed"
    assert often(cast, cast.carol) == "daily"
    cast.conversation()
    round_of_all(cast)
    assert len(letters(cast.bob)) == 1


def test_a_link_that_is_forged_or_old_turns_nothing_off(cast) -> None:
    person = cast.bob
    good = path_of(leaving.leaving_link(person))
    with time_machine.travel(clock.now() - leaving.LASTS - timedelta(minutes=1), tick=True):
        old = path_of(leaving.leaving_link(person))
    foreign = path_of(leaving.leaving_link(cast.boris))
    payload, rest = good.rsplit("/", 2)[1].split(":", 1)
    other = foreign.rsplit("/", 2)[1].split(":", 1)[0]
    elsewhere = signing.dumps([person.firm_id, person.pk], salt="another")
    anyone = Client(HTTP_HOST="127.0.0.1")
    forged = [reverse("timeline:digest-off", args=[token]) for token in (f"{other}:{rest}", f"{payload}:x", elsewhere)]
    host = leaving.leaving_link(person).split("/")[2]
    for path in (*forged, old):
        for ask in (anyone.get, anyone.post):
            answer = ask(path, HTTP_HOST=host)
            assert (answer.status_code, "This link does not work" in answer.content.decode()) == (410, True)
    assert [often(cast, member) for member in (cast.bob, cast.boris)] == ["daily", "daily"]


def test_a_link_works_for_the_firm_it_is_of_whoever_is_signed_in(cast, client_for) -> None:
    client_for(cast.boris).post(path_of(leaving.leaving_link(cast.bob)))
    assert [often(cast, member) for member in (cast.bob, cast.boris)] == ["off", "daily"]


def test_it_is_chosen_in_the_settings(cast, client_for) -> None:
    bob, url = client_for(cast.bob), reverse("timeline:preferences")
    bob.post(url, {"kinds": EVERY, "email": [WAITING], "digest": "daily", "digest_hour": "17"})
    mine = Wishes.of(cast.fresh(cast.bob))
    assert (mine.rhythm, [code for code in EVERY if mine.is_mailed(code)]) == (Rhythm("daily", 17), [WAITING])
    for wrong in ({"digest": "weekly"}, {"digest_hour": "24"}):
        assert bob.post(url, {"kinds": [], **wrong}).status_code == 422
    bob.post(url, {"kinds": EVERY})
    assert Wishes.of(cast.fresh(cast.bob)).rhythm == Rhythm("daily", 17), "what is left out stays"
