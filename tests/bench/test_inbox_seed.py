"""The firms that the inbox is measured with are firms like any other: their pages are what the figures say."""

import os

import psycopg
import pytest
from django.db import transaction

from bench.inbox.plan import Plan
from bench.inbox.seed import Staff, seed
from core.tenancy import firm_scope
from inbox.folders import FOLDERS, PAGE
from inbox.models import Conversation, Inbox, Message
from inbox.search.found import Search
from inbox.search.query import Query

SMALL = Plan(
    firms=2, conversations=50, messages=300, small=10, longest=80, agents=4, inboxes=3, times=1, watching=1, visits=1
)


@pytest.fixture(scope="module")
def staff(django_db_setup) -> Staff:
    with psycopg.connect(os.environ["MIGRATE_DATABASE_URL"]) as owner:
        founded = seed(owner, SMALL)
    return founded[0]


def test_it_has_as_many_as_were_planned(staff: Staff) -> None:
    with firm_scope(staff.firm.pk), transaction.atomic():
        assert Conversation.objects.count() == 40
        assert Conversation.objects.order_by("-seq").values_list("seq", flat=True)[0] == 80
        assert {message.seq for message in Message.objects.filter(conversation__seq=80)} == set(range(1, 81))


def test_its_folders_and_its_search_work(staff: Staff) -> None:
    owner = staff.people[0]
    with firm_scope(staff.firm.pk), transaction.atomic():
        inboxes = list(Inbox.objects.visible_to(owner))
        everything = FOLDERS["all"].page(owner, inboxes)
        assert len(everything) == PAGE + 1
        words = everything[0].preview.split()[0]
        assert everything[0].pk in [hit.conversation.pk for hit in Search(owner, Query.parse(words)).hits]
