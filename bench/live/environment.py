"""What the bench needs beside the product: the peers' packages and the two programs in C.

It stands in the bench's folder of state and is made once: Python peers from requirements/bench.txt in an
environment of their own, npm peers from peers/package-lock.json.
"""

import hashlib
import shutil
import subprocess
from pathlib import Path

from tools import children, environment, node
from tools.places import var
from tools.trouble import Trouble

HERE = Path(__file__).resolve().parent
FOLDER = var() / "live"
PEERS = HERE / "peers"
NPM_PEERS = FOLDER / "peers"


class Absent(Exception):
    """It cannot be had here. Reads as the reason of an `absent` line."""


def python_peers() -> Path:
    """The Python that has them."""
    try:
        return environment.ensure("bench", var() / "peers-venv")
    except Trouble as trouble:
        raise Absent(str(trouble)) from trouble


def npm_peers() -> Path:
    """The folder with ws.mjs and socketio.mjs, and the packages they import beside them."""
    sources = sorted([*PEERS.glob("package*.json"), *PEERS.glob("*.mjs")])
    wanted = hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()
    stamp = NPM_PEERS / ".installed"
    if stamp.exists() and stamp.read_text() == wanted:
        return NPM_PEERS
    shutil.rmtree(NPM_PEERS, ignore_errors=True)
    NPM_PEERS.mkdir(parents=True)
    for source in sources:
        shutil.copy(source, NPM_PEERS)
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    try:
        children.run([*node.npm(), "ci", *quiet], cwd=NPM_PEERS, env=node.environment())
    except children.StepFailed as failed:
        raise Absent(f"npm ci failed: {failed.output.strip()[-200:]}") from failed
    stamp.write_text(wanted)
    return NPM_PEERS


def compile_c(name: str) -> Path:
    """The program whose source is the file `name`.c or the folder `name`, compiled anew."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if not compiler:
        raise Absent("no C compiler (apt install gcc libc6-dev)")
    program, sources = FOLDER / name, sorted(HERE.glob(f"{name}.c")) + sorted((HERE / name).glob("*.c"))
    FOLDER.mkdir(parents=True, exist_ok=True)
    built = subprocess.run(
        [compiler, "-O2", "-Wall", "-Wextra", "-o", program, *sources],
        capture_output=True,
        text=True,
        check=False,
    )
    if built.returncode:
        raise Absent(f"{name} does not compile here: {built.stderr[-200:]}")
    return program


def load_client() -> list[str]:
    """The load client's command: the one in C, or without a compiler the one for Node."""
    try:
        return [str(compile_c("load"))]
    except Absent:
        return [node.node(), str(HERE / "load.mjs")]
