"""The peers we are measured against, each in the form its own handbook recommends."""

from collections.abc import Callable

from bench.live import environment
from bench.live.environment import PEERS
from bench.live.systems import CHANNEL, Peer
from tools import node


def channels(layer: str) -> Peer:
    """Stock Channels under daphne; `layer` is core or pubsub."""
    python = environment.python_peers()
    serve = [python, "-m", "daphne", "-v", "0", "-b", "127.0.0.1"]
    return Peer(
        name=f"channels-{layer}",
        command=lambda port, redis: [*serve, "-p", port, "channels_app:application"],
        publishes="channels",
        env={"PYTHONPATH": str(PEERS), "LAYER": layer},
        hint=2_000,
        is_slow=True,
    )


def websockets() -> Peer:
    python = environment.python_peers()
    return Peer(
        name="websockets",
        command=lambda port, redis: [python, PEERS / "websockets_app.py", port, redis, CHANNEL],
    )


def ws() -> Peer:
    program = environment.npm_peers() / "ws.mjs"
    return Peer(name="ws", command=lambda port, redis: [node.node(), program, port, redis, CHANNEL])


def socketio() -> Peer:
    program = environment.npm_peers() / "socketio.mjs"
    return Peer(
        name="socketio",
        command=lambda port, redis: [node.node(), program, port, redis],
        publishes="socketio",
        channel="socket.io#/#",
        speaks="socketio",
        path="/socket.io/?EIO=4&transport=websocket",
        hint=120_000,
    )


def c(mode: str) -> Peer:
    """The bound; `mode` is each (one send a message and socket) or joined."""
    program = environment.compile_c("bound")
    return Peer(
        name=f"c-{mode}",
        command=lambda port, redis: [program, port, redis, CHANNEL, mode],
        hint=200_000,
    )


RIVALS: dict[str, Callable[[], Peer]] = {
    "channels-core": lambda: channels("core"),
    "channels-pubsub": lambda: channels("pubsub"),
    "websockets": websockets,
    "socketio": socketio,
    "ws": ws,
    "c-each": lambda: c("each"),
    "c-joined": lambda: c("joined"),
}
