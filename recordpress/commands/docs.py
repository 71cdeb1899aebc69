"""The command `docs`."""

import argparse
from pathlib import Path

from recordpress.command_line import parser
from recordpress.commands.endings import FINE, PROBLEMS
from recordpress.invocation import as_typed
from recordpress.reporting import say


def arguments(command: argparse.ArgumentParser) -> None:
    """Arguments of `docs`."""
    command.add_argument("--check", action="store_true", help="write nothing; fail when a document is stale")


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Write the documents that are generated from schemas and code."""
    from recordpress.documenting import write_documents

    stale = write_documents(root, parser(), check=arguments.check)
    how = f"is stale: run `{as_typed('docs')}`" if arguments.check else "written"
    say([f"{path} {how}" for path in stale])
    return PROBLEMS if stale and arguments.check else FINE
