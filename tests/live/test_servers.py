"""Starting: a busy port ends in a sentence, and under servers that know nothing of us the socket is slower, not worse."""

import subprocess

import pytest

from tests.live.page import Page, ticket_for
from tests.live.test_slow import LARGE, deaf_page
from tests.live.writing import tell
from tests.support.processes import WebServer
from tools import ports
from tools.environment import variables
from tools.places import PYTHON, ROOT

STOCK = {
    "daphne": ["-m", "daphne", "project.asgi:application", "--fd"],
    "uvicorn": ["-m", "uvicorn", "project.asgi:application", "--lifespan", "off", "--ws", "websockets-sansio", "--fd"],
}


@pytest.fixture(params=sorted(STOCK))
def stock(request):
    """The product under the server's own command."""
    server = WebServer(request.param)
    server._command = [PYTHON, *STOCK[request.param], server._listening.fileno()]
    server.start()
    yield server
    server.close()


@pytest.mark.covers("L1", "L2")
def test_a_page_is_carried_by_a_server_without_raw_frames(stock, cast):
    stream = f"person:{cast.alice.pk}"
    tell(cast.acme, stream, 300)
    with Page(stock, ticket_for(cast.alice)) as page:
        page.subscribe(stream, after=10)
        page.until_seq(stream, tell(cast.acme, stream, 50))
        assert page.seqs(stream) == list(range(11, 351))
        page.socket.send("x" * 70_000)
        assert page.until_closed() == 4413


@pytest.mark.covers("L2")
def test_a_slow_page_is_cut_there_too_and_the_others_are_carried_on(stock, cast):
    ours, own = f"firm:{cast.acme.pk}", f"person:{cast.bob.pk}"
    slow = deaf_page(stock, ticket_for(cast.alice))
    slow.subscribe(ours)
    with Page(stock, ticket_for(cast.bob)) as quick:
        quick.subscribe(own)
        tell(cast.acme, ours, 1000, LARGE)
        quick.until_seq(own, tell(cast.acme, own), seconds=10)
    # a send under daphne's own command never waits for the network, so only the heartbeat notices
    assert slow.until_closed(60) in ((4408, 1006) if stock.kind == "daphne" else (4008, 1006))


@pytest.mark.parametrize("kind", ["daphne", "uvicorn"])
def test_a_busy_port_ends_in_a_sentence(kind):
    with ports.listen_anywhere() as taken:
        port = taken.getsockname()[1]
        command = [PYTHON, "-m", "live.serve", "--server", kind, "--port", str(port)]
        ended = subprocess.run(command, cwd=ROOT, env=variables(), capture_output=True, text=True, timeout=60)
    assert ended.returncode == 1
    assert ended.stderr.startswith(f"Cannot listen on 127.0.0.1:{port}: Address already in use. Choose another --port")
