"""Reads the command line of ./dev and ends every known trouble in one sentence."""

import os
import sys
from importlib import import_module

from tools import say
from tools.trouble import Trouble, explained

COMMANDS = {
    "run": "start everything with the demo firms, until Ctrl-C  (PORT=8000 WEB=1 SERVER=daphne)",
    "test": "install what the tests need and run them  [pytest's arguments]  (WORKERS=2)",
    "check": "formatting, lint, types, layers, templates, styles",
    "covered": "each capability with the tests that are marked for it",
    "exam": "try the rooms on cases from outside  (MAIL=folder SLOTS=folder)",
    "bench": "run the benchmarks  [name]",
    "audit": "look for known faults in the packages we use",
    "backup": "write database, files and keys into FILE",
    "restore": "bring back what `backup` wrote into FILE",
    "manage": "Django's manage.py, with the servers up  [its arguments]",
    "install": "install the packages and nothing else",
    "assets": "build the front end",
    "lock": "write requirements/*.txt anew from requirements/*.in",
}


def main(arguments: list[str]) -> int:
    words = _take_settings(arguments)
    if not words or words[0] not in COMMANDS:
        return _usage(words)
    try:
        command = import_module(f"tools.commands.{words[0]}")
        return int(command.main(words[1:]))
    except KeyboardInterrupt:
        say.line("Stopped.")
        return 130
    except Trouble as trouble:
        say.line(f"\n{trouble}")
    except OSError as error:
        if not (sentence := explained(error)):
            raise
        say.line(f"\n{sentence}")
    return 1


def _take_settings(arguments: list[str]) -> list[str]:
    """`./dev run PORT=8001` sets the variable, as make would."""
    while arguments and _is_setting(arguments[-1]):
        name, value = arguments[-1].split("=", 1)
        os.environ[name] = value
        arguments = arguments[:-1]
    return arguments


def _is_setting(word: str) -> bool:
    name, equals, _ = word.partition("=")
    return bool(equals) and name.isidentifier() and name.isupper()


def _usage(words: list[str]) -> int:
    if words and words[0] not in ("-h", "--help", "help"):
        say.line(f"There is no command {words[0]}.\n")
    print("usage: ./dev COMMAND\n", file=sys.stderr)
    for name, text in COMMANDS.items():
        print(f"  {name:8} {text}", file=sys.stderr)
    return 0 if words and words[0] in ("-h", "--help", "help") else 2
