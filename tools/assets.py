"""The front end, built from its sources into static/dist, only when a source has changed."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from tools import children, lock, node, say
from tools.places import ROOT, var
from tools.trouble import Trouble

BUILD = ROOT / "project" / "frontend" / "build.mjs"
BUILT = ROOT / "static" / "dist"
# Templates too: the build gathers the icons they name.
SOURCES = ("*/frontend/**/*", "static/**/*", "templates/**/*.html")
CONFIGURATION = ("package-lock.json", "tsconfig.json")


def build() -> None:
    with lock.waiting(var() / "assets.lock"):
        node.ensure_packages()
        wanted = digest()
        stamp = BUILT / ".built"
        if stamp.exists() and stamp.read_text() == wanted:
            return
        with say.step("Front end"):
            try:
                children.run([node.node(), BUILD], env=node.environment())
            except children.StepFailed as failed:
                raise Trouble(f"The front end could not be built:\n{failed.tail}") from failed
            stamp.write_text(wanted)


def digest() -> str:
    found = hashlib.sha256()
    for path in sources():
        found.update(f"{path.relative_to(ROOT)}\0".encode())
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def sources() -> Iterator[Path]:
    paths = {ROOT / name for name in CONFIGURATION}
    for pattern in SOURCES:
        paths.update(ROOT.glob(pattern))
    for path in sorted(paths):
        if path.is_file() and not path.is_relative_to(BUILT):
            yield path
