"""The command `serve`."""

import argparse
import sys
from pathlib import Path

from recordpress.commands.endings import PROBLEMS, build_and_report


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


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Build, then serve the package with Datasette."""
    from recordpress.publishing.server import require_free, serve, serve_release

    if arguments.release:
        return serve_release(arguments.release, arguments.host, arguments.port)
    require_free(arguments.host, arguments.port)
    status = build_and_report(root)
    if status == PROBLEMS and not (root / "dist" / "current").exists():
        return status
    if status == PROBLEMS:
        print("The last good build is served.", file=sys.stderr)
    return serve(root, arguments.host, arguments.port)
