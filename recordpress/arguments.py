"""What the commands of the command line can be told."""

import argparse
from collections.abc import Callable
from pathlib import Path

from recordpress.deploying.places import MOST_PROCESSES
from recordpress.reporting import FORMATS


def format_argument(command: argparse.ArgumentParser) -> None:
    """How problems are printed."""
    command.add_argument(
        "--format", choices=FORMATS, default="text", help="how problems are printed (github: annotations for Actions)"
    )


def build_arguments(command: argparse.ArgumentParser) -> None:
    """Arguments of `build`."""
    format_argument(command)
    command.add_argument(
        "--dask",
        metavar="ADDRESS",
        help="have records read by the Dask cluster whose scheduler is there, such as tcp://127.0.0.1:8786",
    )


def check_arguments(command: argparse.ArgumentParser) -> None:
    """Arguments of `check`."""
    command.add_argument("paths", nargs="*", metavar="PATH", help="report only problems of these files and folders")
    build_arguments(command)


def serve_arguments(command: argparse.ArgumentParser) -> None:
    """Arguments of `serve`."""
    command.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    command.add_argument("--port", type=int, default=8001, help="port to listen on (default: %(default)s)")
    command.add_argument(
        "--release",
        type=Path,
        metavar="DIR",
        help="serve this release, as deploy writes it, instead of building (it needs no dataset)",
    )


def deploy_arguments(command: argparse.ArgumentParser) -> None:
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


def _between(least: int, most: int) -> Callable[[str], int]:
    """A number within bounds as an argument."""

    def number(text: str) -> int:
        if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
            message = f"{text} is no number from {least} to {most}"
            raise argparse.ArgumentTypeError(message)
        return int(text)

    return number


_port = _between(1, 65_000)  # with room for the processes' above


def freeze_arguments(command: argparse.ArgumentParser) -> None:
    """Arguments of `freeze`."""
    command.add_argument(
        "--base-url",
        type=_address,
        metavar="URL",
        help="address that the site will have (default: the homepage in datapackage.json). Links between pages are "
        "relative and need none; feeds, sitemap and canonical addresses do",
    )
    command.add_argument(
        "--output",
        type=Path,
        metavar="DIR",
        help="folder to write to, replaced as a whole (default: dist/site)",
    )
    format_argument(command)


def _address(text: str) -> str:
    """An address as an argument."""
    if not text.startswith(("http://", "https://")):
        message = f"{text} is no address: it starts with https:// or http://"
        raise argparse.ArgumentTypeError(message)
    return text


def verify_arguments(command: argparse.ArgumentParser) -> None:
    """Arguments of `verify`."""
    command.add_argument(
        "package",
        nargs="?",
        type=Path,
        metavar="PACKAGE",
        help="folder, datapackage.json or ZIP file, looked at for itself unless --root is given, too "
        "(default: dist/current of the dataset, compared with the dataset's records)",
    )
    command.add_argument(
        "--partial", action="store_true", help="let files be missing, as when only some of them were downloaded"
    )
    command.add_argument(
        "--rebuild", action="store_true", help="build once more from the records and compare all files, too"
    )
    format_argument(command)


def docs_arguments(command: argparse.ArgumentParser) -> None:
    """Arguments of commands that write documents."""
    command.add_argument("--check", action="store_true", help="write nothing; fail when a document is stale")
