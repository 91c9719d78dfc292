"""WebSocket frames, checked by another implementation."""

from hypothesis import given
from hypothesis import strategies as st
from websockets.client import ClientProtocol
from websockets.frames import Close, Opcode
from websockets.protocol import State
from websockets.uri import parse_uri

from live import frames


def read(data: bytes) -> list:
    """What a browser makes of these bytes."""
    browser = ClientProtocol(parse_uri("ws://localhost/"), state=State.OPEN, max_size=None)
    browser.receive_data(data)
    return browser.events_received()


sizes = st.sampled_from([0, 1, 124, 125, 126, 127, 65_534, 65_535, 65_536, 70_000])


@given(st.lists(sizes.map(lambda size: b"x" * size), max_size=6))
def test_a_browser_reads_each_frame_by_itself(payloads):
    data = b"".join(frames.text(payload) for payload in payloads)
    seen = read(data)
    assert [bytes(frame.data) for frame in seen] == payloads
    assert all(frame.opcode is Opcode.TEXT and frame.fin for frame in seen)
    assert list(frames.payloads(data)) == payloads


def test_a_close_frame_carries_its_code_and_as_many_words_as_fit():
    (frame,) = read(frames.close(4403, "ü" * 100))
    close = Close.parse(frame.data)
    assert close.code == 4403
    assert close.reason == "ü" * 61
