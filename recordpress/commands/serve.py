"""The command `serve`."""

import argparse
import sys
from pathlib import Path

from recordpress.commands.endings import PROBLEMS, build_and_report
from recordpress.unusable import UnusableError


def arguments(command: argparse.ArgumentParser) -> None:
    """Arguments of `serve`."""
    command.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    command.add_argument("--port", type=int, default=8001, help="port to listen on (default: %(default)s)")
    command.add_argument(
        "--release",
        type=Path,
        metavar="DIR",
        help="serve this release, as deploy writes it, instead of building (it needs no dataset)",
    )
    command.add_argument(
        "--watch",
        action="store_true",
        help="show each edit as soon as it is saved, and problems on every page; for whoever edits, not for readers",
    )


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Build, then serve the package with Datasette."""
    from recordpress.publishing.server import require_free, serve, serve_release

    if arguments.watch:
        return _watch(root, arguments)
    if arguments.release:
        return serve_release(arguments.release, arguments.host, arguments.port)
    require_free(arguments.host, arguments.port)
    status = build_and_report(root)
    if status == PROBLEMS and not (root / "dist" / "current").exists():
        return status
    if status == PROBLEMS:
        print("The last good build is served.", file=sys.stderr)
    return serve(root, arguments.host, arguments.port)


def _watch(root: Path, arguments: argparse.Namespace) -> int:
    if arguments.release:
        message = "a release never changes: --watch is for a dataset"
        raise UnusableError(message)
    from recordpress.watching.serving import serve_watching

    return serve_watching(root, arguments.host, arguments.port)
