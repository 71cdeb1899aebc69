"""The command `deploy`."""

import argparse
from collections.abc import Callable
from pathlib import Path

from recordpress.commands.endings import FINE, PROBLEMS, build_and_report, format_argument
from recordpress.deploying.places import MOST_PROCESSES
from recordpress.reporting import say


def _between(least: int, most: int) -> Callable[[str], int]:
    """A number within bounds as an argument."""

    def number(text: str) -> int:
        if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
            message = f"{text} is no number from {least} to {most}"
            raise argparse.ArgumentTypeError(message)
        return int(text)

    return number


_port = _between(1, 65_000)  # with room for the processes' above


def arguments(command: argparse.ArgumentParser) -> None:
    """Arguments of `deploy`."""
    command.add_argument("folder", type=Path, metavar="DIR", help="folder to write to; releases that it holds stay")
    command.add_argument(
        "--processes",
        type=_between(1, MOST_PROCESSES),
        default=2,
        metavar="N",
        help=f"how many processes answer, at most {MOST_PROCESSES}; as many as there are cores (default: %(default)s)",
    )
    command.add_argument(
        "--front-port",
        type=_port,
        default=8080,
        metavar="PORT",
        help="port that nginx listens on, at 127.0.0.1 (default: %(default)s)",
    )
    command.add_argument(
        "--first-port",
        type=_port,
        default=8101,
        metavar="PORT",
        help=f"the first of the processes' ports; every other release has those {MOST_PROCESSES} above "
        "(default: %(default)s)",
    )
    format_argument(command)


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Build, then write what serves the package in the open."""
    from recordpress.deploying.places import Wish
    from recordpress.deploying.whole import deploy

    status = build_and_report(root, arguments.format)
    if status == PROBLEMS:
        return status
    wish = Wish(arguments.processes, arguments.front_port, arguments.first_port)
    summary = deploy(root, arguments.folder, wish)
    if arguments.format == "text":
        say([summary])
    return FINE
