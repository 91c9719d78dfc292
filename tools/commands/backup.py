"""Write database, files and keys into one file: `./dev backup FILE`."""

from pathlib import Path

from tools import environment, first_steps, say, servers
from tools.trouble import Trouble


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        raise Trouble("Name the file to write: ./dev backup there.tar (make backup FILE=there.tar)")
    target = Path(arguments[0]).resolve()
    environment.ensure("run")
    with servers.of_the_installation() as env, say.step(f"Backup into {target}"):
        first_steps.manage(env, "backup", target)
    return 0
