"""The order of a stream, whatever order its frames arrive in."""

from hypothesis import given, settings
from hypothesis import strategies as st

from live.limits import MAX_GAP, RING_BYTES, RING_EVENTS
from live.ordering import StreamLog
from live.rings import Rings


def frame(seq: int) -> bytes:
    return b"%d;" % seq


def taken(log: StreamLog) -> list[int]:
    data, count = log.take()
    seqs = [int(part) for part in data.split(b";") if part]
    assert len(seqs) == count
    return seqs


arrivals = st.lists(st.integers(1, 40), max_size=120)


@settings(max_examples=150)
@given(head=st.integers(0, 20), seqs=arrivals, opened_after=st.integers(0, 120), takes=st.sets(st.integers(0, 120)))
def test_what_leaves_is_gap_free_in_order_and_once(head, seqs, opened_after, takes):
    """…and is everything up to the first that never arrived, however often it is taken."""
    log, out = StreamLog(), []
    for position, seq in enumerate(seqs):
        if position == opened_after:
            log.open(head)
        log.accept(seq, frame(seq))
        if position in takes and log.last is not None:
            out += taken(log)
    if log.last is None:
        log.open(head)
    out += taken(log)

    arrived, expected = set(seqs), head
    while expected + 1 in arrived:
        expected += 1
    assert out == list(range(head + 1, expected + 1))
    assert log.last == log.sent == expected
    assert log.has_hole == any(seq > expected + 1 for seq in arrived)


@settings(max_examples=100)
@given(seqs=st.permutations(range(1, 30)), cursor=st.integers(0, 29), waiting=st.integers(0, 29))
def test_a_returning_page_gets_from_the_ring_exactly_what_was_sent_after_its_cursor(seqs, cursor, waiting):
    log = StreamLog()
    log.open(0)
    for seq in seqs[:waiting]:
        log.accept(seq, frame(seq))
    log.take()
    for seq in seqs[waiting:]:
        log.accept(seq, frame(seq))  # accepted, not yet sent: these come with the next write
    missed = log.since(cursor)
    assert missed == [frame(seq) for seq in range(cursor + 1, log.sent + 1)]


@settings(max_examples=50)
@given(sizes=st.lists(st.sampled_from([1, 900, 5_000, RING_BYTES // 3]), min_size=1, max_size=200))
def test_the_ring_is_bounded_by_bytes_and_by_number(sizes):
    log = StreamLog()
    log.open(0)
    for seq, size in enumerate(sizes, 1):
        log.accept(seq, b"x" * size)
        log.take()
    assert len(log.ring) <= RING_EVENTS
    assert log.ring_bytes == sum(len(kept) for _, kept in log.ring) <= RING_BYTES
    assert [seq for seq, _ in log.ring] == list(range(len(sizes) - len(log.ring) + 1, len(sizes) + 1))
    assert log.since(len(sizes) - len(log.ring)) is not None
    if len(log.ring) < len(sizes):
        assert log.since(len(sizes) - len(log.ring) - 1) is None


@given(head=st.integers(0, 50), to=st.integers(0, 50), later=st.integers(51, 60))
def test_after_a_leap_it_goes_on_from_the_new_head(head, to, later):
    log = StreamLog()
    log.open(head)
    log.accept(head + 1, frame(head + 1))
    log.accept(later + 1, frame(later + 1))
    log.leap(to)
    log.take()
    log.accept(log.last + 1, frame(log.last + 1))
    assert log.last >= to + 1
    assert log.since(to - 1 if to else 0) in (None, [])


def test_frames_that_come_far_too_early_are_bounded_and_still_a_hole():
    log = StreamLog()
    log.open(0)
    for seq in range(2, MAX_GAP):
        log.accept(seq, b"x" * 4096)
    assert log.has_hole
    assert log.pending_bytes < 2 * 1024 * 1024
    log.accept(1, b"x")
    assert log.last >= 2
    assert log.pending_bytes >= 0


def test_all_rings_together_are_bounded_and_the_stillest_goes_first():
    rings, logs = Rings(limit=1000), [StreamLog() for _ in range(20)]
    for log in logs:
        log.open(0)
        log.accept(1, b"x" * 100)
        rings.touch(log)
    assert rings.held == 1000
    assert [bool(log.ring) for log in logs] == [False] * 10 + [True] * 10
    rings.drop(logs[-1])
    assert rings.held == 900
