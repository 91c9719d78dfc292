"""Bring back what `backup` wrote: `./dev restore FILE`. Firms that are here are replaced only with `--replace`."""

from pathlib import Path

from tools import environment, first_steps, lock, say, servers
from tools.places import var
from tools.state import State
from tools.trouble import Trouble


def main(arguments: list[str]) -> int:
    names = [word for word in arguments if not word.startswith("--")]
    if len(names) != 1:
        raise Trouble(
            "Name the file to bring back: ./dev restore there.tar [--replace] (make restore FILE=there.tar [REPLACE=1])"
        )
    source = Path(names[0]).resolve()
    try:
        running = lock.take(var() / "run.lock", "restores")
    except lock.Busy as busy:
        raise Trouble(f"ConsultantPro is running ({busy.said}). Stop it with Ctrl-C, then restore.") from busy
    environment.ensure("run")
    with running, servers.up(State(var())) as named:
        env = named | servers.development(8000)
        with say.step(f"Restore from {source}"):
            said = first_steps.manage(env, "restore", source, *[word for word in arguments if word.startswith("--")])
        say.line(said.rstrip())
    return 0
