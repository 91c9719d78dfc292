"""A network that lets no socket through: the chat goes on by requests that wait, and comes back to a socket by itself."""

import pytest
from playwright.sync_api import WebSocketRoute, expect

from tests.browser.test_widget import bodies, reply
from tests.browser.visitors import Visitor


@pytest.mark.covers("W2", "L1")
def test_without_a_socket_the_chat_goes_on_and_comes_back_to_one(cast, visitor, browser):
    browser.allow("WebSocket|ERR_INTERNET_DISCONNECTED|Failed to fetch")
    vera: Visitor = visitor(cast.website)
    blocked, opened = [True], []

    def meet(route: WebSocketRoute) -> None:
        if blocked[0]:
            route.close(code=1011)
        else:
            opened.append(route.url)
            route.connect_to_server()

    vera.page.route_web_socket("**/widget/live", meet)
    vera.page.clock.install()
    vera.arrive().open()
    with vera.page.expect_request("**/widget/poll"):
        vera.sent("Is anybody there?")
        vera.page.clock.run_for(5_000)
    reply(cast, "Yes, by the long way")
    expect(vera.message("Yes, by the long way")).to_be_visible()
    vera.sent("Good")
    reply(cast, "Indeed")
    expect(vera.message("Indeed")).to_be_visible()
    expect(vera.chat.locator("#notice")).to_be_hidden()
    assert vera.read() == bodies(cast)

    blocked[0] = False
    vera.page.clock.run_for(60_000)
    reply(cast, "By the short way again")
    expect(vera.message("By the short way again")).to_be_visible()
    assert vera.read() == bodies(cast)
    assert opened
