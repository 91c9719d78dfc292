"""Write requirements/*.txt anew from requirements/*.in. `./dev lock --upgrade` takes newer versions."""

from tools import children, environment, say
from tools.places import REQUIREMENTS, VENV
from tools.trouble import Trouble

UNDER = {"run": None, "test": "run", "bench": "run", "audit": None}


def main(arguments: list[str]) -> int:
    environment.ensure("run")
    for name, below in UNDER.items():
        with say.step(f"requirements/{name}.txt"):
            _compile(name, below, arguments)
    return 0


def _compile(name: str, below: str | None, arguments: list[str]) -> None:
    command = [VENV / "bin" / "uv", "pip", "compile", "-q", "--no-header", "--universal"]
    command += ["--generate-hashes", "--only-binary", ":all:", "--python-version", "3.11"]
    command += ["-c", f"{below}.txt"] if below else []
    try:
        children.run(
            [*command, *arguments, "-o", f"{name}.txt", f"{name}.in"], cwd=REQUIREMENTS, env=environment.variables()
        )
    except children.StepFailed as failed:
        raise Trouble(f"The lock could not be made:\n{failed.tail}") from failed
