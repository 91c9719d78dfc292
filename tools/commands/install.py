"""Install the Python and JavaScript packages and nothing else, as an image is built."""

from tools import environment, node


def main(arguments: list[str]) -> int:
    environment.ensure("run")
    node.ensure_packages()
    return 0
