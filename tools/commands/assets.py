"""Build the front end, if a source has changed."""

from tools import assets, environment


def main(arguments: list[str]) -> int:
    environment.ensure("run")
    assets.build()
    return 0
