"""A process that leaves tells its pages when to come back, and carries them until they go."""

import threading

import pytest

from tests.live.page import Page, ticket_for
from tests.live.writing import append, tell
from tests.support.waiting import until

pytestmark = pytest.mark.covers("L2")


@pytest.fixture(params=["daphne", "uvicorn"])
def leaving(request, start_server):
    return start_server(request.param)


def test_it_says_go_and_carries_on_until_the_page_has_gone(leaving, cast):
    stream = f"person:{cast.alice.pk}"
    with Page(leaving, ticket_for(cast.alice)) as page, Page(leaving, ticket_for(cast.bob)) as stays:
        page.subscribe(stream)
        stays.subscribe(f"person:{cast.bob.pk}")
        leaver = threading.Thread(target=leaving.stop)
        leaver.start()
        assert 0 <= page.until(lambda frame: frame["op"] == "go")["in"] <= 20
        page.until_seq(stream, tell(cast.acme, stream))
        page.close()
        assert stays.until_closed(30) == 1012
        leaver.join()
        assert until(lambda: not leaving.child.is_running)

    append(cast.acme, stream, 3)
    leaving.start()
    with Page(leaving, ticket_for(cast.alice)) as back:
        back.subscribe(stream, after=page.cursors[stream])
        back.until_seq(stream, 4)
    assert page.seqs(stream) + back.seqs(stream) == [1, 2, 3, 4]


def test_after_a_crash_the_page_goes_on_where_it_was(leaving, cast):
    stream = f"person:{cast.alice.pk}"
    with Page(leaving, ticket_for(cast.alice)) as page:
        page.subscribe(stream)
        page.until_seq(stream, tell(cast.acme, stream, 5))
        leaving.kill()
        assert page.until_closed() == 1006
    append(cast.acme, stream, 5)
    leaving.start()
    with Page(leaving, ticket_for(cast.alice)) as back:
        back.subscribe(stream, after=5)
        back.until_seq(stream, 10)
    assert back.seqs(stream) == [6, 7, 8, 9, 10]
