"""Finding what was said: by which words, by whom, in what order, page by page; and that the index is always right."""

import os
import random
from datetime import timedelta
from html.parser import HTMLParser
from importlib import import_module
from typing import Any

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from core.ids import uuid7
from core.place import Place
from core.tenancy import firm_scope
from core.words import words
from crm.models import Contact
from inbox.errors import NoSuchInbox
from inbox.models import Conversation, IndexedLine, Message
from inbox.models.indexed_line import side_of, words_of
from inbox.search.found import PAGE, Search
from inbox.search.index import index_left_out, index_left_out_of
from inbox.search.query import Query
from inbox.tasks import sweep
from tests.cast import Cast
from tests.files.samples import picture
from tests.inbox import trail
from tests.inbox.test_states import team

pytestmark = pytest.mark.covers("I11")


def ask(cast: Cast, text: str, who: Any = None, **options: Any) -> list[tuple[Any, int]]:
    """(conversation, seq of the line) of all that is found, page by page."""
    who, found, before = who or cast.alice, [], None
    while True:
        with cast.scope(who):
            search = Search(who, Query.parse(text), before=before, **options)
            assert search.refusal is None
            found += [(hit.conversation.pk, hit.line.seq) for hit in search.hits]
            if not search.next_key:
                return found
            place = Place.parse(search.next_key)
            assert before is None or (place.at, place.id) < (before.at, before.id)
            before = place


def finds(cast: Cast, text: str, who: Any = None) -> set[Any]:
    return {conversation for conversation, _seq in ask(cast, text, who)}


@pytest.fixture
def vera(cast):
    visitor = cast.visitor("Véra Vance", "vera@client.example")
    with cast.scope():
        visitor.contact.change(by=cast.alice, phone="+442079460123")
    conversation = cast.conversation("We need a Ténder for the new bridge", visitor=visitor)
    with cast.scope():
        conversation.reply(by=cast.alice, body="The price is 12,500 euro")
        conversation.note(by=cast.bob, body="Ask about the subcontractor first")
        file = conversation.attach(SimpleUploadedFile("site_plan-final.png", picture()), by=cast.alice)
        conversation.reply(by=cast.alice, body="", attachments=[file.pk])
    return conversation


FOUND = [
    ("tender", 1),
    ("TENDER", 1),
    ("ténd", 1),
    ("t", 3),
    ("bridge need", 1),
    ("need bri", 1),
    ("price", 2),
    ("12500", None),
    ("12,500", 2),
    ("subcontr", 3),
    ("site_plan", 4),
    ("plan png", 4),
    ("final", 4),
    ("vera", 4),
    ("vance tender", 1),
    ("vera@client.example bridge", 1),
    ("client.ex", 4),
    ("79460123", 4),
    ("+44 20 7946", 4),
    ("02079460123", 4),
    ("tender price", None),
    ("ender", None),
    ("bridges", None),
]


@pytest.mark.parametrize(("text", "seq"), FOUND)
def test_a_line_is_found_by_its_words_its_files_and_its_client(cast, vera, text: str, seq: int | None) -> None:
    cast.conversation("Something else altogether", visitor=cast.visitor("Olaf"))
    assert ask(cast, text) == ([(vera.pk, seq)] if seq else [])


NARROWED = [
    ("v from:client", 1),
    ("v from:team", 4),
    ("v is:note", 3),
    ("price from:client", None),
    ("v is:open", 4),
    ("v is:closed", None),
    ("v in:web", 4),
    ("v in:support", None),
    ("v in:WEBSITE from:client is:open", 1),
    ("v from:client is:note", None),
]


@pytest.mark.parametrize(("text", "seq"), NARROWED)
def test_filters(cast, vera, text: str, seq: int | None) -> None:
    cast.inbox("Support")
    assert ask(cast, text) == ([(vera.pk, seq)] if seq else [])


def test_closing_is_seen_by_the_next_search(cast, vera) -> None:
    with cast.scope():
        vera.close(by=cast.alice)
    assert (finds(cast, "tender is:closed"), finds(cast, "tender is:open")) == ({vera.pk}, set())
    with cast.scope():
        vera.reopen(by=cast.alice)
    assert (finds(cast, "tender is:closed"), finds(cast, "tender is:open")) == (set(), {vera.pk})


def test_what_happened_is_not_what_was_said(cast, vera) -> None:
    with cast.scope():
        vera.assign(by=cast.bob, to=cast.alice)
    assert finds(cast, "gave") == finds(cast, "alice") == set()


def test_each_conversation_once_by_its_newest_line(cast) -> None:
    first = cast.conversation("A tender")
    second = cast.conversation("Another tender", visitor=cast.visitor("Tom"))
    assert ask(cast, "tender") == [(second.pk, 1), (first.pk, 1)]
    with cast.scope():
        first.reply(by=cast.alice, body="Your tender is on its way")
        first.reply(by=cast.alice, body="Anything else?")
    assert ask(cast, "tender") == [(first.pk, 2), (second.pk, 1)]


def test_who_does_not_see_an_inbox_finds_nothing_of_it(cast) -> None:
    private, sales = cast.inbox("Partners"), team(cast, "Sales", cast.carol)
    with cast.scope():
        private.teams.add(sales, through_defaults={"firm_id": cast.acme.pk})
    hidden = cast.conversation("A secret tender", inbox=private)
    known = cast.conversation("A tender")
    assert finds(cast, "tender", cast.carol) == {hidden.pk, known.pk}
    assert finds(cast, "tender", cast.alice) == {hidden.pk, known.pk}, "who manages inboxes sees all of them"
    assert finds(cast, "tender", cast.bob) == finds(cast, "tender", cast.dora) == {known.pk}
    assert finds(cast, "tender", cast.boris) == set()
    assert finds(cast, "secret", cast.bob) == set()
    with cast.scope(cast.bob):
        refusal = Search(cast.bob, Query.parse("tender in:partners")).refusal
        assert isinstance(refusal, NoSuchInbox), "what is not seen is not there by its name either"
        assert "partners" in str(refusal)


def test_who_works_no_inbox_finds_nothing(cast, client_for) -> None:
    sales = team(cast, "Sales")
    with cast.scope():
        cast.website.inboxteam_set.create(team=sales, firm_id=cast.acme.pk)
    cast.conversation("A tender")
    assert finds(cast, "tender", cast.bob) == set()
    assert "Nothing was found" in page_of(client_for(cast.bob), q="tender")


def test_a_client_is_found_by_who_they_are_now(cast, vera) -> None:
    with cast.scope():
        cast.fresh(vera).contact.change(by=cast.alice, name="Wanda West", email="", phone="")
    trail.settle(cast)
    assert finds(cast, "wanda tender") == finds(cast, "west subcontractor") == {vera.pk}
    assert [finds(cast, text) for text in ("vance", "vera", "client", "79460123")] == [set()] * 4
    with cast.scope():
        cast.fresh(vera).contact.change(by=cast.alice, name="")
    trail.settle(cast)
    assert finds(cast, "wanda") == set(), "what was erased is not found by"
    assert finds(cast, "tender") == {vera.pk}
    assert_index_is_right(cast)


def test_a_line_that_goes_is_not_found(cast, vera) -> None:
    with cast.scope(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM inbox_message WHERE conversation_id = %s AND seq = 1", [vera.pk])
    assert finds(cast, "tender") == set()
    assert_index_is_right(cast)


def test_a_line_that_says_something_else_is_found_by_that(cast, vera) -> None:
    with cast.scope():
        line = vera.messages.get(seq=2)
        line.body = "The price is on hold"
        line.save()
        IndexedLine.keep([line])
    assert (finds(cast, "hold"), finds(cast, "euro")) == ({vera.pk}, set())
    with cast.scope():
        line.body = ""
        line.save()
        IndexedLine.keep([line])
    assert finds(cast, "price") == set()


def test_a_conversation_that_moves_takes_its_lines_along(cast, vera) -> None:
    support = cast.inbox("Support")
    with cast.scope():
        Conversation.objects.filter(pk=vera.pk).update(inbox=support)
        IndexedLine.keep_thread(Conversation.objects.get(pk=vera.pk))
    assert (finds(cast, "tender in:support"), finds(cast, "tender in:website")) == ({vera.pk}, set())


def test_what_is_refused_is_not_found(cast, client_for) -> None:
    conversation = cast.conversation("Hello")
    answer = client_for(cast.alice).post(
        reverse("inbox:messages", args=[conversation.pk]), {"body": "A tender", "attachments": str(uuid7())}
    )
    assert answer.status_code == 422
    assert finds(cast, "tender") == set()


# What an older version of the product wrote.


def forget_index(cast: Cast) -> None:
    with cast.scope():
        IndexedLine.objects.all().delete()


def assert_index_is_right(cast: Cast) -> None:
    """Each line that says something is in the index by exactly its words, and nothing else is."""
    with cast.scope():
        lines = Message.objects.exclude(kind="event").select_related("conversation__contact")
        wanted = {
            line.pk: (
                sorted(words_of(line)),
                line.conversation_id,
                line.conversation.inbox_id,
                side_of(line),
                line.created_at,
            )
            for line in lines.prefetch_related("attachments__file")
            if line.body or line.attachments.all()
        }
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, tsvector_to_array(words), conversation_id, inbox_id, side, said_at FROM inbox_indexedline"
            )
            found = {id: (sorted(said), *rest) for id, said, *rest in cursor.fetchall()}
    assert found == wanted


def test_lines_that_were_left_out_are_brought_in_once_a_day(cast, vera) -> None:
    theirs = cast.conversation("Their tender", inbox=cast.their_website)
    for scope in (cast.acme, cast.borealis):
        with cast.scope(scope):
            IndexedLine.objects.all().delete()
    assert finds(cast, "tender") == set()
    assert index_left_out() >= 5
    assert (finds(cast, "tender"), finds(cast, "tender", cast.boris)) == ({vera.pk}, {theirs.pk})
    assert_index_is_right(cast)
    assert index_left_out_of(cast.acme.pk) == 0
    forget_index(cast)
    sweep()
    assert finds(cast, "tender") == {vera.pk}


def test_the_migration_brings_in_what_was_said_before(cast, vera) -> None:
    forget_index(cast)
    fill = import_module("inbox.migrations.0010_what_was_said_before").fill
    with psycopg.connect(os.environ["MIGRATE_DATABASE_URL"], autocommit=True) as owner:
        for _ in range(2):  # it may be stopped, and begun again
            fill(owner)
    assert_index_is_right(cast)
    assert finds(cast, "vance tender") == {vera.pk}


# Pages, and both ways of looking: line by line, and by the index.

VOCABULARY = [
    "ten", "tender", "tenderness", "price", "prices", "Ärger", "air", "airport", "contract", "contractor", "contraction",
    "zu", "zebra", "12", "125", "請求",
]  # fmt: skip
ASKED = [
    "t", "te", "tend", "tender", "tenders", "price", "arg", "air", "contract", "contracto", "contraction", "z", "1", "12",
    "t p", "p t", "air price tend", "contract price", "zebra 12", "請", "求", "t p a z", "t p a z c 1", "none", "tender none",
    "vera", "vera t", "tom price", "t is:open", "t is:closed", "zebra is:closed", "t from:client", "t from:team", "p is:note",
    "t in:support", "zu from:client in:website is:open",
]  # fmt: skip
WAYS = [
    {"glance": 1_000},
    {"glance": 0},
    {"glance": 3, "page": 2},
    {"glance": 7, "page": 5, "most": 10},
    {"glance": 0, "page": 1, "most": 1},
]


@pytest.fixture(scope="module")
def office(django_db_setup) -> Cast:
    """Fifty conversations of two years in two inboxes, some lines in one instant; another firm says the same."""
    cast = Cast()
    cast.support = cast.inbox("Support")
    chance = random.Random(11)
    for inbox, count in ((cast.website, 30), (cast.support, 20), (cast.their_website, 10)):
        with cast.scope(cast.borealis if inbox == cast.their_website else cast.acme):
            who = cast.boris if inbox == cast.their_website else cast.alice
            for _ in range(count):
                told(chance, inbox, who)
    return cast


def told(chance: random.Random, inbox: Any, who: Any) -> None:
    """A conversation as it could have come to be, at times long gone."""
    at = clock.now() - timedelta(days=chance.randrange(800))
    contact = Contact.objects.create(name=chance.choice(["Vera Vance", "Tom Thorne", ""]))
    conversation = Conversation.objects.create(inbox=inbox, contact=contact, created_at=at, active_at=at)
    for _ in range(chance.randrange(1, 7)):
        at += timedelta(days=chance.choice([0, 0, 1, 40]))
        body = " ".join(chance.choice(VOCABULARY) for _ in range(chance.randrange(1, 5)))
        with clock.as_of(at):
            if chance.random() < 0.3:
                conversation.note(by=who, body=body)
            else:
                message = conversation.reply(by=who, body=body)
                if chance.random() < 0.5:
                    Message.objects.filter(pk=message.pk).update(author=None, contact=contact)
                    IndexedLine.keep(Message.objects.filter(pk=message.pk))
    if chance.random() < 0.4:
        conversation.close(by=who)


def expected(query: Query) -> list[tuple[Any, int]]:
    """The same by reading every line."""
    newest: dict[Any, tuple[Any, Any, int]] = {}
    for line in Message.objects.exclude(kind="event").select_related("conversation__contact", "conversation__inbox"):
        talk, said = line.conversation, words_of(line)
        fits = all(any(word.startswith(term) for word in said) for term in query.words)
        fits = fits and side_of(line) in query.sides and query.state in ("", "closed" if talk.is_closed else "open")
        fits = fits and (not query.inboxes or any(talk.inbox.name.lower().startswith(name) for name in query.inboxes))
        place = (line.created_at, line.pk, line.seq)
        if fits and place > newest.get(talk.pk, (place[0] - timedelta(days=9999),)):
            newest[talk.pk] = place
    return [(talk, place[2]) for talk, place in sorted(newest.items(), key=lambda item: item[1], reverse=True)]


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_every_way_finds_the_same_in_the_same_order(office: Cast, way: dict[str, int]) -> None:
    with office.scope():
        wanted = {text: expected(Query.parse(text)) for text in ASKED}
    assert {text: ask(office, text, **way) for text in ASKED} == wanted
    counts = [len(found) for found in wanted.values()]
    assert sum(count > 0 for count in counts) > len(ASKED) * 0.75, "or it would prove little"
    assert max(counts) > 40


def test_a_page_holds_so_many_and_says_where_the_next_begins(cast) -> None:
    for number in range(PAGE + 3):
        cast.conversation(f"Tender {number}")
    with cast.scope():
        first = Search(cast.alice, Query.parse("tender"))
        assert len(first.hits) == PAGE
        last = first.hits[-1]
        assert Place.parse(first.next_key) == Place(last.line.created_at, last.line.pk)
        second = Search(cast.alice, Query.parse("tender"), before=Place.parse(first.next_key))
        assert [len(second.hits), second.next_key] == [3, ""]


def test_a_conversation_that_has_moved_on_is_not_told_of_twice(cast) -> None:
    conversations = [cast.conversation(f"Tender {number}", visitor=cast.visitor(f"V{number}")) for number in range(4)]
    with cast.scope():
        first = Search(cast.alice, Query.parse("tender"), page=2)
        shown = [hit.conversation.pk for hit in first.hits]
        place = Place.parse(first.next_key)
    with cast.scope():
        conversations[0].reply(by=cast.alice, body="The tender again")
    with cast.scope():
        rest = [hit.conversation.pk for hit in Search(cast.alice, Query.parse("tender"), before=place).hits]
    assert shown == [conversations[3].pk, conversations[2].pk]
    assert rest == [conversations[1].pk], "the one that went up stands above where this page begins"


# Over HTTP.


def at(**asked: str) -> str:
    return reverse("inbox:search", query=asked)


def page_of(client: Any, headers: dict[str, str] | None = None, **asked: str) -> str:
    response = client.get(at(**asked), headers=headers or {})
    assert response.status_code == 200
    return response.content.decode()


FOUND_ONLY = {"HX-Request": "true", "HX-Target": "found"}


class Rows(HTMLParser):
    """What a page shows as found: (conversation, href), the marked words, and what it says."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.marks: list[str] = []
        self._in_mark = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and given.get("class") == "row__link" and "at=" in (given["href"] or ""):
            self.links.append(given["href"] or "")
        self._in_mark = tag == "mark"

    def handle_endtag(self, tag: str) -> None:
        self._in_mark = False

    def handle_data(self, data: str) -> None:
        if self._in_mark:
            self.marks.append(data)


def test_the_page_shows_the_line_and_marks_the_words(cast, vera, client_for) -> None:
    rows = Rows(page_of(client_for(cast.alice), q="tender véra", **{"in": "mine"}))
    here = reverse("inbox:conversation", args=[vera.pk])
    assert rows.links == [f"{here}?at=1&in=mine&q=tender+v%C3%A9ra"]
    assert rows.marks == ["Véra", "Ténder"]


def test_a_client_who_was_found_by_an_address_or_a_number_shows_it(cast, vera, client_for) -> None:
    alice = client_for(cast.alice)
    assert Rows(page_of(alice, FOUND_ONLY, q="client.example")).marks == ["client", "example"]
    assert Rows(page_of(alice, FOUND_ONLY, q="79460123")).marks == ["+442079460123"]
    assert Rows(page_of(alice, FOUND_ONLY, q="site")).marks == ["site"]
    assert "site_plan" not in page_of(alice, FOUND_ONLY, q="price"), "another line's file"


def test_as_one_types_only_what_was_found_is_sent(cast, vera, client_for) -> None:
    alice = client_for(cast.alice)
    part = page_of(alice, FOUND_ONLY, q="tender")
    assert f'id="found-{vera.pk}"' in part
    assert "<main" not in part
    assert 'id="rows"' not in part
    whole = page_of(alice, q="tender", **{"in": "unassigned"})
    assert 'id="rows"' in whole, "the folder waits behind it"
    assert "<title>Search: tender" in whole
    nothing = page_of(alice, {"HX-Request": "true", "HX-Target": "conversation"}, q="tender")
    assert "Choose a conversation" in nothing
    assert str(vera.pk) not in nothing


def test_further_pages_are_rows_alone(cast, client_for) -> None:
    for number in range(PAGE + 3):
        cast.conversation(f"Tender {number}")
    alice = client_for(cast.alice)
    with cast.scope():
        place = Search(cast.alice, Query.parse("tender")).next_key
    assert f'data-more="{place}"' in page_of(alice, FOUND_ONLY, q="tender")
    more = page_of(alice, FOUND_ONLY, q="tender", before=place)
    assert len(Rows(more).links) == 3
    assert 'data-page=""' in more
    assert alice.get(at(q="tender", before="rubbish")).status_code == 404
    assert alice.get(at(q="tender", **{"in": "nowhere"})).status_code == 404


def test_a_search_asks_the_same_few_questions_however_much_it_finds(cast, client_for) -> None:
    alice, counts = client_for(cast.alice), []
    for number in (1, 20):
        for _ in range(number):
            cast.conversation("A tender", visitor=cast.visitor("Vera"))
        alice.get(at(q="tender"), headers=FOUND_ONLY)
        with CaptureQueriesContext(connection) as caught:
            alice.get(at(q="tender"), headers=FOUND_ONLY)
        counts.append(len(caught))
    assert counts[0] == counts[1] <= 19  # those around every page among them


HOSTILE = [
    "<script>alert(1)</script>",
    "'; DROP TABLE inbox_indexedline; --",
    "tender' | '1^a",
    "tender:* & !x <-> y",
    "\\' \\\\ ' '' \" %s %(a)s {}",
    "{{ 7|add:7 }}{% debug %}",
    "\u202egnp.exe\u202c\u0000\u0007",
    "שָׁלוֹם عليكم \u200f\u2067",
    "🎉" * 200,
    "👩‍👩‍👧 1\ufe0f\u20e3",
    "…!?" * 100,
    "a" * 900,
    "é" * 900,
    "﷽" * 300,
    "x " * 400,
    "in:'; from:\" is:",
    'in:"' + "x" * 500,
    "0" * 500,
    "²³½ ①",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_is_typed_is_answered(cast, client_for, text: str) -> None:
    conversation = cast.conversation(f"Look: {text}")
    alice = client_for(cast.alice)
    page = page_of(alice, FOUND_ONLY, q=text)
    assert "<script>" not in page
    assert "alert(1)</" not in page
    assert page_of(alice, q=text)
    api = alice.get(reverse("api:conversation-search"), {"q": text})
    assert api.status_code in (200, 422)
    if api.status_code == 422:
        assert api.json()["message"].endswith(".")
    elif "in:" not in text and len(text) < 500:
        assert str(conversation.pk) in page, "what was written is found by what was written"


SENTENCES = [
    (" ", "Search everything that was said"),
    ("…!?", "Write a word or a number to look for."),
    ("is:open", "Write a word or a number to look for."),
    (" ".join(f"w{n}x" for n in range(10_000)), "This is more than one search can take."),
    ("b" * 5_000, "This is more than one search can take."),
    ("tender in:nowhere", "You see no inbox that is called “nowhere”."),
    ("tender in:<b>", "You see no inbox that is called “&lt;b&gt;”."),
    ("nobody ever said this", "Nothing was found"),
]


@pytest.mark.parametrize(("text", "sentence"), SENTENCES, ids=range(len(SENTENCES)))
def test_what_cannot_be_found_is_told_in_a_sentence(cast, client_for, text: str, sentence: str) -> None:
    cast.conversation("A tender")
    assert sentence in page_of(client_for(cast.alice), FOUND_ONLY, q=text)
    assert sentence in page_of(client_for(cast.alice), q=text)


def test_the_same_over_json(cast, vera, client_for) -> None:
    alice, there = client_for(cast.alice), reverse("api:conversation-search")
    found = alice.get(there, {"q": "tender vera"}).json()
    assert found["next"] is None
    hit = found["results"][0]
    assert (hit["conversation"]["id"], hit["seq"], hit["kind"]) == (str(vera.pk), 1, "reply")
    assert {"text": "Ténder", "marked": True} in hit["snippet"]
    assert alice.get(there, {"q": "site"}).json()["results"][0]["files"] == ["site_plan-final.png"]
    assert client_for(cast.boris).get(there, {"q": "tender"}).json()["results"] == []
    refused = alice.get(there, {"q": "tender in:nowhere"})
    assert (refused.status_code, refused.json()["error"]) == (422, "no_such_inbox")
    assert alice.get(there).json()["error"] == "nothing_to_find"
    assert alice.get(there, {"q": "tender", "before": "x"}).status_code == 400
    for number in range(PAGE + 1):
        cast.conversation(f"Tender {number}")
    first = alice.get(there, {"q": "tender"}).json()
    rest = alice.get(first["next"]).json()
    ids = [each["conversation"]["id"] for each in first["results"] + rest["results"]]
    assert (len(ids), len(set(ids)), rest["next"]) == (PAGE + 2, PAGE + 2, None)


# A thread at one of its lines.


@pytest.fixture(scope="module")
def library(django_db_setup) -> Cast:
    """A firm with one conversation of 200 lines."""
    cast = Cast()
    cast.long = cast.conversation("line 1.")
    with cast.scope():
        for number in range(2, 201):
            cast.long.note(by=cast.bob, body=f"line {number}.")
    return cast


def seqs_in(page: str) -> list[int]:
    return [number for number in range(1, 201) if f"line {number}." in page]


@pytest.mark.parametrize(
    ("asked", "first", "last", "goes_on"),
    [
        ("100", 75, 124, True),
        ("1", 1, 25, True),
        ("20", 1, 44, True),
        ("175", 150, 199, True),
        ("177", 151, 200, False),
        ("200", 151, 200, False),
        ("999", 151, 200, False),
        ("", 151, 200, False),
        ("-1", 151, 200, False),
        ("x", 151, 200, False),
    ],
)
def test_a_thread_opens_at_a_line(library: Cast, asked: str, first: int, last: int, goes_on: bool) -> None:
    there = reverse("inbox:conversation", args=[library.long.pk])
    page = library.client_for(library.alice).get(there, {"at": asked}, headers={"HX-Target": "conversation"})
    shown = page.content.decode()
    assert seqs_in(shown) == list(range(first, last + 1))
    assert ("data-more" in shown) is goes_on
    assert (f'data-thread-at-value="{asked}"' in shown) is asked.isdigit()


def test_newer_lines_come_by_the_page(library: Cast) -> None:
    alice, there = library.client_for(library.alice), reverse("inbox:messages", args=[library.long.pk])
    page = alice.get(there, {"after": "124"}).content.decode()
    assert (seqs_in(page), "data-more" in page) == (list(range(125, 175)), True)
    page = alice.get(there, {"after": "150"}).content.decode()
    assert (seqs_in(page), "data-more" in page) == (list(range(151, 201)), False)
    assert seqs_in(alice.get(there, {"after": "200"}).content.decode()) == []
    assert seqs_in(alice.get(there).content.decode()) == list(range(151, 201))


def test_who_writes_from_the_middle_is_guarded_by_what_they_have_read(library: Cast) -> None:
    alice = library.client_for(library.alice)
    there = reverse("inbox:conversation", args=[library.long.pk])
    assert 'name="seen" value="124"' in alice.get(there, {"at": "100"}).content.decode()
    with library.scope():
        library.long.mark_read(by=library.alice, seq=200)
    assert 'name="seen" value="200"' in alice.get(there, {"at": "100"}).content.decode()
    assert 'name="seen" value="200"' in alice.get(there).content.decode()


def test_a_conversation_opened_from_a_search_keeps_it_beside(cast, vera, client_for) -> None:
    alice, there = client_for(cast.alice), reverse("inbox:conversation", args=[vera.pk])
    page = alice.get(there, {"at": "1", "in": "mine", "q": "tender"}).content.decode()
    assert Rows(page).links == [f"{there}?at=1&in=mine&q=tender"]
    back = at(**{"in": "mine", "q": "tender"}).replace("&", "&amp;")
    assert f'href="{back}"' in page, "Escape leads back to what was found"


def test_nothing_is_found_without_a_firm(cast, vera) -> None:
    with firm_scope(None), connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM inbox_search(%s::text[], %s::uuid[], %s::text[], '', 'infinity', %s::uuid, 9, 9, 9)",
            [["tender"], [cast.website.pk], ["client"], uuid7()],
        )
        assert cursor.fetchall() == []
    assert words("tender") == {"tender"}
