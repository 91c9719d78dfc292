"""Each function that sees over the wall, tried for more than it should say."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from accounts.models import ApiToken, Invitation, KeptReply, Role
from core import clock
from core.tenancy import firm_scope
from inbox.models import IndexedLine, Outgoing, Visitor
from ledger.handlers import handler_names
from ledger.models import Change, StreamFrame
from live.models import Job
from tests.permissions.schema import ask, definers, listed
from tests.permissions.urls.records import a_device
from tests.widget.signing import FirmServer
from timeline.models import DigestTurn, PushDevice

pytestmark = pytest.mark.covers("Z1")
IDS = {"bigint", "uuid"}
NAMES = {"ledger_heads": {"text", "bigint"}, "ledger_roll": {"text"}, "ledger_forget": {"void"}}


def test_each_is_listed_and_tried() -> None:
    assert set(definers()) == set(listed("Functions that see over the wall"))
    assert set(definers()) == {
        name.removeprefix("test_") for name in globals() if name.removeprefix("test_") in definers()
    }


def test_each_has_a_pinned_search_path_and_an_owner_that_is_no_superuser() -> None:
    loose = ask(
        "SELECT proname FROM pg_proc JOIN pg_roles r ON r.oid = proowner WHERE prosecdef"
        " AND pronamespace = 'public'::regnamespace"
        " AND (r.rolsuper OR NOT coalesce(proconfig @> ARRAY['search_path=public, pg_temp'], false))"
    )
    assert loose == []


def test_each_returns_ids_and_no_words() -> None:
    told = ask(
        "SELECT proname, format_type(unnest(coalesce("
        "  (SELECT array_agg(t ORDER BY n) FROM unnest(proallargtypes, proargmodes) WITH ORDINALITY AS a(t, m, n) WHERE m = 't'),"
        "  ARRAY[prorettype])), NULL) FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace"
    )
    words = [(name, kind) for name, kind in told if kind not in NAMES.get(name, IDS | {"void"})]
    assert words == []


def test_accounts_memberships_of(cast) -> None:
    person = cast.alice.person_id
    assert ask("SELECT * FROM accounts_memberships_of(%s)", person) == [(cast.acme.pk, cast.alice.pk)]
    assert ask("SELECT * FROM accounts_memberships_of(0)") == []
    assert ask("SELECT * FROM accounts_memberships_of(NULL)") == []
    with cast.scope():
        cast.bob.end(by=cast.alice)
    assert ask("SELECT * FROM accounts_memberships_of(%s)", cast.bob.person_id) == []


def test_accounts_invitation_by_token(cast) -> None:
    with cast.scope():
        role = Role.objects.get(kind="agent")
        invitation, token = Invitation.send(email=f"new-{cast.mark}@x.example", role=role, by=cast.alice)
    assert ask("SELECT * FROM accounts_invitation_by_token(%s)", Invitation.hash(token)) == [
        (cast.acme.pk, invitation.pk)
    ]
    for guess in (token, "", "%", Invitation.hash(token)[:-1], Invitation.hash(token).upper(), None):
        assert ask("SELECT * FROM accounts_invitation_by_token(%s)", guess) == []


def test_accounts_token_by_hash(cast) -> None:
    with cast.scope():
        row, token = ApiToken.make(by=cast.alice, name="CI", scopes=["people.see"])
    assert ask("SELECT * FROM accounts_token_by_hash(%s)", ApiToken.hash(token)) == [(cast.acme.pk, row.pk)]
    for guess in (token, "", "%", ApiToken.hash(token)[:-1], None):
        assert ask("SELECT * FROM accounts_token_by_hash(%s)", guess) == []


def test_inbox_firms_with_identity_keys(cast) -> None:
    """Which firms have keys, and nothing of them."""
    asked = {row[0] for row in ask("SELECT * FROM inbox_firms_with_identity_keys()")}
    assert {cast.acme.pk, cast.borealis.pk} & asked == set()
    FirmServer(cast, cast.website)
    asked = {row[0] for row in ask("SELECT * FROM inbox_firms_with_identity_keys()")}
    assert {cast.acme.pk, cast.borealis.pk} & asked == {cast.acme.pk}


def test_accounts_forget_replies(cast) -> None:
    """Old answers go in every firm; young ones stay, and nothing of them is told."""
    for member in (cast.alice, cast.boris):
        with cast.scope(member):
            for key, age in (("old", 3), ("young", 0)):
                reply = KeptReply.objects.create(membership=member, key=key, request_hash="")
                KeptReply.objects.filter(pk=reply.pk).update(created_at=reply.created_at - timedelta(days=age))
    ask("SELECT accounts_forget_replies(interval '2 days')")
    for member in (cast.alice, cast.boris):
        with cast.scope(member):
            assert list(KeptReply.objects.values_list("key", flat=True)) == ["young"]


def test_inbox_by_key(cast) -> None:
    assert ask("SELECT * FROM inbox_by_key(%s)", cast.website.key) == [(cast.acme.pk, cast.website.pk)]
    assert ask("SELECT * FROM inbox_by_key(%s)", uuid.uuid4()) == []
    assert ask("SELECT * FROM inbox_by_key(%s)", cast.website.pk) == []
    assert ask("SELECT * FROM inbox_by_key(NULL)") == []


def test_inbox_visitor_by_token(cast) -> None:
    visitor = cast.visitor()
    found = "SELECT * FROM inbox_visitor_by_token(%s)"
    assert ask(found, Visitor.hash(visitor.token)) == [(cast.acme.pk, visitor.pk)]
    for guess in (visitor.token, "", "%", Visitor.hash(visitor.token)[:-1], None):
        assert ask(found, guess) == []


def test_inbox_firms_with_leftovers(cast) -> None:
    """Ids of firms; what was left over is not told, and a firm without leftovers is not named."""
    with cast.scope(cast.borealis):
        visitor = Visitor.objects.create(inbox=cast.their_website, token_hash=Visitor.hash(Visitor.new_token()))
        Visitor.objects.filter(pk=visitor.pk).update(seen_at=visitor.seen_at - timedelta(days=31))
    named = {firm for (firm,) in ask("SELECT * FROM inbox_firms_with_leftovers(interval '2 days', interval '30 days')")}
    assert cast.borealis.pk in named
    assert cast.acme.pk not in named


def test_inbox_due(cast) -> None:
    """Ids of what was snoozed until a moment that has come; nothing of what sleeps on, waits for the client, or is awake."""
    due, later, on_reply = cast.conversation(), cast.conversation(), cast.conversation()
    cast.conversation()
    with cast.scope():
        due.snooze(by=cast.alice, until=clock.now() + timedelta(hours=1))
        later.snooze(by=cast.alice, until=clock.now() + timedelta(hours=3))
        on_reply.snooze(by=cast.alice)
    named = ask("SELECT * FROM inbox_due(%s, 999)", clock.now() + timedelta(hours=2))
    assert [id for firm, id in named if firm == cast.acme.pk] == [due.pk]
    assert ask("SELECT * FROM inbox_due(now() + interval '2 hours', 0)") == []


def test_inbox_firms_that_give_out(cast) -> None:
    cast.inbox("Support", routing="turn")
    named = {firm for (firm,) in ask("SELECT * FROM inbox_firms_that_give_out()")}
    assert (cast.acme.pk in named, cast.borealis.pk in named) == (True, False)


def test_timeline_digests_due(cast) -> None:
    """Ids of whose time has come, one of each firm before the second of any; nothing of who waits for a later one."""
    long_ago = datetime(1990, 1, 1, tzinfo=UTC)
    turns = {cast.alice: 0, cast.bob: 1, cast.boris: 2, cast.carol: 9}
    for member, days in turns.items():
        with cast.scope(member):
            DigestTurn.objects.create(membership=member, due_at=long_ago + timedelta(days=days))
    named = ask("SELECT * FROM timeline_digests_due(%s, 999)", long_ago + timedelta(days=5))
    ours = {member.pk for member in turns}
    assert [person for _firm, person in named if person in ours] == [cast.alice.pk, cast.boris.pk, cast.bob.pk]
    assert {person: firm for firm, person in named}[cast.boris.pk] == cast.borealis.pk
    assert ask("SELECT * FROM timeline_digests_due(%s, 0)", long_ago + timedelta(days=5)) == []


def test_timeline_take_endpoint(cast) -> None:
    """It ends the devices of others that have this endpoint, over all firms, and says nothing."""
    (taken,), (other,) = a_device(cast), a_device(cast)
    with cast.scope():
        endpoint = PushDevice.objects.get(pk=taken).endpoint
    for guess, person in (
        ("%", 0),
        ("", 0),
        (endpoint[:-1], 0),
        (endpoint, cast.alice.pk),
        (None, 0),
        (endpoint, None),
    ):
        assert ask("SELECT timeline_take_endpoint(%s, %s)", guess, person) == [(None,)]
    with cast.scope():
        assert PushDevice.objects.count() == 2
    with firm_scope(cast.borealis.pk), transaction.atomic():
        assert ask("SELECT timeline_take_endpoint(%s, %s)", endpoint, cast.boris.pk) == [(None,)]
    with cast.scope():
        assert [each.pk for each in PushDevice.objects.all()] == [other]


def test_inbox_outgoing_due(cast) -> None:
    """Ids of what is due; not what waits on, has stopped or was taken back."""
    now, conversation = clock.now(), cast.conversation()
    with cast.scope():
        due, early, stopped, undone = (
            conversation.hold(by=cast.alice, body="Secret", due_at=now + timedelta(seconds=after))
            for after in (-5, 300, -5, -5)
        )
        Outgoing.objects.filter(pk=stopped.pk).update(stopped="moved")
        undone.take_back(by=cast.alice)
    told = ask("SELECT * FROM inbox_outgoing_due(%s)", now)
    assert (cast.acme.pk, due.pk) in told
    assert not {early.pk, stopped.pk, undone.pk} & {id for (_firm, id) in told}


def found_by(word: str, doors: list[uuid.UUID]) -> list[tuple]:
    """What `inbox_search` says: by its walk over the newest lines, and by the index alone, which must agree."""
    call = "inbox_search(%s::text[], %s::uuid[], %s::text[], '', 'infinity', %s::uuid, 99, %s, 999)"
    given = ([word], doors, ["client", "team", "note"], uuid.UUID(int=2**128 - 1))
    ways = [ask(f"SELECT conversation, line FROM {call}", *given, glance) for glance in (1_000, 0)]
    return ways[0] if sorted(ways[0]) == sorted(ways[1]) else ways


def test_inbox_search(cast) -> None:
    """Lines of the firm in scope and of the inboxes that are named; nothing to whoever has no firm, or another one."""
    conversation, support = cast.conversation("A confidential tender"), cast.inbox("Support")
    theirs, everywhere = cast.their_website, [cast.website.pk, support.pk, cast.their_website.pk]
    with cast.scope():
        line = conversation.messages.get().pk
        assert found_by("confid", everywhere) == [(conversation.pk, line)]
        assert found_by("confid", [support.pk, theirs.pk]) == []
        assert found_by("confid", []) == []
        acme = cast.acme.pk
        for guess in (
            "",
            "%",
            "'",
            "\\",
            "a' | 'c",
            "!",
            f"{acme}^con",
            f"{acme}|confidential",
            f"{acme}@{cast.website.pk}",
        ):
            assert found_by(guess, everywhere) == []
    for scope in (cast.borealis.pk, None):
        with firm_scope(scope), transaction.atomic():
            for guess in ("confid", f"{acme}^con", f"{acme}|confidential", f"x' | '{acme}^con", f"{acme}#client"):
                assert found_by(guess, everywhere) == []


def test_inbox_firms_with_lines_left_out(cast) -> None:
    """Ids of firms; a firm whose lines are all found is not named."""
    conversation = cast.conversation("A tender")
    with cast.scope():
        IndexedLine.objects.filter(conversation=conversation).delete()
    cast.conversation("Theirs", inbox=cast.their_website)
    named = {firm for (firm,) in ask("SELECT * FROM inbox_firms_with_lines_left_out()")}
    assert cast.acme.pk in named
    assert cast.borealis.pk not in named


def test_ledger_heads(cast) -> None:
    conversation = cast.conversation()
    stream = f"conversation:{conversation.pk}"
    assert [name for name, _seq in ask("SELECT * FROM ledger_heads(%s)", [stream])] == [stream]
    for guess in (["%"], ["conversation:%"], [], [f"conversation:{uuid.uuid4()}"]):
        assert ask("SELECT * FROM ledger_heads(%s::text[])", guess) == []


def test_ledger_firms_behind(cast) -> None:
    cast.conversation()
    named = ask("SELECT * FROM ledger_firms_behind(%s)", handler_names())
    assert (cast.acme.pk,) in named
    assert ask("SELECT * FROM ledger_firms_behind(ARRAY[]::text[])") == []


def test_ledger_roll(cast) -> None:
    """Whatever it is asked for, it drops nothing younger than a week of events and a day of frames."""
    cast.conversation()
    ask("SELECT ledger_roll(1, 0, 0, ARRAY[]::text[])")
    with cast.scope():
        assert StreamFrame.objects.exists()


def test_ledger_forget(cast, no_worker) -> None:
    assert_confined(cast, "SELECT ledger_forget('conversation:' || %s)", lambda: StreamFrame.objects.count())


def test_ledger_forget_changes(cast, no_worker) -> None:
    def kept() -> int:
        return Change.objects.exclude(after=None).count()

    assert_confined(cast, "SELECT ledger_forget_changes('inbox.conversation', %s)", kept)


def assert_confined(cast, sql: str, count) -> None:
    """What belongs to Acme is not touched from Borealis, nor with no firm in scope."""
    conversation = cast.conversation()
    with cast.scope():
        conversation.close(by=cast.bob)
    with cast.scope():
        before = count()
    for scope in (cast.borealis.pk, None):
        with firm_scope(scope), transaction.atomic():
            ask(sql, str(conversation.pk))
    with cast.scope():
        assert count() == before > 0
        ask(sql, str(conversation.pk))
        assert count() < before


def test_live_jobs_left_behind(cast) -> None:
    with cast.scope():
        long_ago = clock.now() - timedelta(hours=1)
        job = Job.objects.create(kind="inbox.export", started_by=cast.alice, created_at=long_ago, touched_at=long_ago)
    assert (cast.acme.pk, job.pk) in ask("SELECT * FROM live_jobs_left_behind()")
    with cast.scope():
        Job.objects.filter(pk=job.pk).update(finished_at=clock.now())
    assert (cast.acme.pk, job.pk) not in ask("SELECT * FROM live_jobs_left_behind()")
