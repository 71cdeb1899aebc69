"""The command `new`."""

import argparse
import os
import shlex
import subprocess
import sys
from pathlib import Path

from recordpress.commands.endings import FINE, PROBLEMS, status_of
from recordpress.reporting import report, say
from recordpress.unusable import UnusableError


def arguments(command: argparse.ArgumentParser) -> None:
    """Arguments of `new`."""
    command.add_argument("kind", metavar="KIND", help="kind of the record, such as the name of its schema")
    command.add_argument("--id", default="", help="its id (default: one made as most ids of the kind are)")
    command.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="FIELD=VALUE",
        dest="settings",
        help="a value, written as in YAML; the field may be a path such as size/height or authors/0/name; may be "
        "given several times",
    )
    command.add_argument(
        "--file",
        default="",
        metavar="PATH",
        help="its file (default: the one that its id tells, or the only one that holds records of the kind)",
    )
    command.add_argument("--print", action="store_true", dest="only_prints", help="print the text and write nothing")


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Write a new record, into a file of its own or among others, and open it in an editor."""
    from recordpress.creating.whole import Wanted, new_record, write
    from recordpress.editing.saving import recover
    from recordpress.schema.dataset import load_schemas

    left = recover(root)
    schemas, problems = load_schemas(root)
    if schemas is None:
        report(problems, "text")
        return PROBLEMS
    new = new_record(root, schemas, Wanted(arguments.kind, arguments.id, arguments.settings, arguments.file))
    if new.mistakes:
        raise UnusableError("\n       ".join(map(str, new.mistakes)))
    if arguments.only_prints:
        say([new.text.rstrip("\n")])
        return FINE
    if new.reason:
        raise UnusableError(new.reason)
    found = (*left, *write(root, new))
    report(found, "text")
    if status_of(found) == FINE:
        if new.near:
            print(f"note: there are records with ids much like it: {', '.join(new.near)}", file=sys.stderr)
        _open(root / new.path, f"{new.path}:{new.line}" if new.line else new.path)
    return status_of(found)


def _open(file: Path, place: str) -> None:
    """Open a file in the editor that is set, on a terminal; say where it is otherwise."""
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if editor and sys.stdin.isatty() and sys.stdout.isatty():
        try:
            subprocess.run([*shlex.split(editor), str(file)], check=False)
        except (OSError, ValueError) as error:
            print(f"note: the editor {editor} can't be started: {error}", file=sys.stderr)
    say([place])
