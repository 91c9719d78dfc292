"""The numbers of the socket, in one place. Seconds, bytes and counts."""

PROTOCOL = 1

# What the server tells the browser in `welcome`.
PING_EVERY = 25
PONG_WITHIN = 10
TYPING_EVERY = 3
TYPING_EXPIRES = 6

HELLO_WITHIN = 10
CLOSE_WITHIN = 5
"""A closing socket is given this long to read what it was sent, then it is dropped."""

MAX_FRAME = 64 * 1024
"""The largest frame a browser may send."""
FRAMES_PER_SECOND = 20
FRAMES_AT_ONCE = 250
"""A browser that reconnects subscribes to all its streams at once."""

STREAMS_PER_SOCKET = 200
SOCKETS_PER_AGENT = 40
SOCKETS_PER_VISITOR = 10
"""Sockets of one person, counted in each web process."""

POLL_WAIT = 25
"""Seconds a request waits for something to say, where no socket can be had."""
POLLS_PER_VISITOR = 4
"""Requests of one visitor that wait at once, counted in each web process."""

SLOW_CONSUMER = 1024 * 1024
"""Unsent bytes at which a socket is cut; it resumes from its cursor."""
SIGNAL_CEILING = 64 * 1024
"""Unsent bytes above which a socket misses presence and typing."""
REPLAY_CEILING = 256 * 1024
"""Unsent bytes above which a catch-up pauses until the browser has read."""
REPLAY_PATIENCE = 30
"""Seconds a catch-up waits for a browser that does not read."""

RING_EVENTS = 128
RING_BYTES = 256 * 1024
RINGS_BYTES = 128 * 1024 * 1024
"""Recent frames kept for catch-up: of one stream, and of all streams of a process."""
PENDING_EVENTS = 1024
PENDING_BYTES = 1024 * 1024
"""Frames kept that arrived before their turn; the rest is read from the database."""

PAGE = 500
MAX_GAP = 5000
"""Frames behind which a page is reloaded rather than caught up."""

REORDER_WAIT = 0.02
"""Publishes of two processes cross; a hole is filled from the database after this long."""
SWEEP_EVERY = 1.0
SWEEP_EVERY_WITHOUT_REDIS = 0.25
SWEEP_STREAMS = 2000
"""Heads compared in one sweep; with more streams than this the quiet ones take turns."""
LINGER = 30.0
"""A stream without listeners is kept for those who come back."""

SOCKETS_PER_TURN = 500
"""Sockets written to before the event loop gets its turn (about 10 µs each)."""
