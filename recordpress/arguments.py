"""What the commands of the command line can be told."""

import argparse
from pathlib import Path

from recordpress.reporting import FORMATS


def format_argument(command: argparse.ArgumentParser) -> None:
    """How problems are printed."""
    command.add_argument(
        "--format", choices=FORMATS, default="text", help="how problems are printed (github: annotations for Actions)"
    )


def check_arguments(command: argparse.ArgumentParser) -> None:
    """Arguments of `check`."""
    command.add_argument("paths", nargs="*", metavar="PATH", help="report only problems of these files and folders")
    format_argument(command)


def serve_arguments(command: argparse.ArgumentParser) -> None:
    """Arguments of `serve`."""
    command.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    command.add_argument("--port", type=int, default=8001, help="port to listen on (default: %(default)s)")


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
        "package", nargs="?", metavar="PACKAGE", help="folder, datapackage.json or ZIP file (default: dist/current)"
    )
    format_argument(command)


def docs_arguments(command: argparse.ArgumentParser) -> None:
    """Arguments of commands that write documents."""
    command.add_argument("--check", action="store_true", help="write nothing; fail when a document is stale")
