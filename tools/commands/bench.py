"""Run the benchmarks, or the one named: `./dev bench live`. Each stands in bench/<name>/run.py.

Figures go to stdout as they come, `ratio NAME VALUE target OP VALUE`; after the last benchmark one
table of all. The exit code says whether they were measured, not whether they please.
"""

import subprocess
from pathlib import Path

from tools import assets, children, environment, first_steps, servers
from tools.places import PYTHON, ROOT, var
from tools.state import State
from tools.trouble import Trouble

PORT = 0


def main(arguments: list[str]) -> int:
    known = sorted(path.parent.name for path in (ROOT / "bench").glob("*/run.py"))
    wanted, passed_on = ([arguments[0]], arguments[1:]) if arguments else (known, [])
    if unknown := set(wanted) - set(known):
        raise Trouble(f"There is no benchmark {unknown.pop()}. There are: {', '.join(known)}.")
    environment.ensure("test")  # with what drives a browser
    assets.build()
    folder = State(var() / "bench").folder
    # Its own servers and its own folder of files, as a benchmark fills them.
    with servers.up(State(folder / "servers"), own=True) as named:
        env = named | servers.development(PORT) | {"APP_ENV": "test", "STATE_DIR": str(folder)}
        env.pop("FILES_DIR", None)
        first_steps.manage(env, "migrate", "--skip-checks", "--verbosity", "0")
        printed = [_measure(name, passed_on, env, folder) for name in wanted]
    subprocess.run([PYTHON, "-m", "bench.report", *printed], cwd=ROOT, check=True)
    return 0


def _measure(name: str, arguments: list[str], env: dict[str, str], folder: Path) -> Path:
    """Run one benchmark, show what it prints and keep it."""
    kept = folder / f"{name}.txt"
    process = children.popen(
        [PYTHON, "-m", f"bench.{name}.run", *arguments], env=env, stdout=subprocess.PIPE, text=True
    )
    try:
        with kept.open("w") as file:
            for line in process.stdout or ():
                print(line, end="", flush=True)
                file.write(line)
        if process.wait():
            raise Trouble(f"The benchmark {name} ended with code {process.returncode}; its figures so far: {kept}")
    finally:
        children.kill_group(process)
    return kept
