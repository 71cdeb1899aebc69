"""The command `init`."""

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from recordpress.commands.endings import status_of
from recordpress.progress import Progress
from recordpress.reporting import report, say

if TYPE_CHECKING:
    from recordpress.starting.wishes import Wish


def arguments(command: argparse.ArgumentParser) -> None:
    """Arguments of `init`."""
    command.set_defaults(without_dataset=True)
    command.add_argument("folder", type=Path, metavar="DIR", help="folder to write to: empty, or not there yet")
    command.add_argument(
        "--from",
        dest="source",
        type=Path,
        metavar="FILE",
        help="draft schemas and records from tables: a .csv, .tsv, .xlsx or .json file, a data package as "
        "datapackage.json, folder or ZIP file",
    )
    command.add_argument("--title", metavar="TEXT", help="title of the dataset (default: the folder's name in words)")
    command.add_argument("--name", metavar="NAME", help="its name for files and addresses (default: the folder's name)")
    command.add_argument("--licence", metavar="NAME", help="its licence, such as CC0-1.0 (default: CC-BY-4.0)")
    command.add_argument(
        "--kinds",
        nargs=2,
        metavar="KIND",
        help="two kinds of record, the first of which refers to the second (default: item place)",
    )
    command.add_argument(
        "--evidence",
        action="store_true",
        help="have facts name the sources that support them, which are a third kind of record",
    )
    command.add_argument("--yes", action="store_true", help="ask nothing, and take the defaults")


def run(_root: Path, arguments: argparse.Namespace) -> int:
    """Write a new dataset, and check it."""
    from recordpress.starting.placing import require_room
    from recordpress.starting.whole import example_content, start
    from recordpress.starting.wishes import default_wish

    require_room(arguments.folder)
    proposed = default_wish(arguments.folder)
    if arguments.source:
        from recordpress.drafting.sources import read_tables
        from recordpress.drafting.whole import drafted_content, wish_for

        given = read_tables(arguments.source)
        wish = _wish(arguments, wish_for(given, proposed))
        content = drafted_content(given, wish, keep_licence=not arguments.licence)
    else:
        wish = _wish(arguments, proposed)
        content = example_content(wish)
    if wish.name in content.folders:  # the pages of a kind would have the addresses of the database
        wish = replace(wish, name=f"{wish.name}-data")
    with Progress() as progress:
        count, problems = start(arguments.folder, wish, content, progress)
    report(problems, "text")
    say([*content.notes, f"{wish.name}: {count:,} files in {arguments.folder}", *_next_steps(arguments.folder)])
    return status_of(problems)


def _wish(arguments: argparse.Namespace, proposed: "Wish") -> "Wish":
    """What is wanted: by arguments, by answers on a terminal, or as it is proposed."""
    from recordpress.starting.asking import ask
    from recordpress.starting.wishes import require_kinds, require_licence, require_name

    wish = replace(
        proposed,
        title=arguments.title or proposed.title,
        name=require_name(arguments.name or proposed.name),
        licence=require_licence(arguments.licence or proposed.licence),
        kinds=require_kinds(arguments.kinds or list(proposed.kinds)),
        evidence=arguments.evidence,
    )
    asked = not arguments.yes and sys.stdin.isatty() and sys.stdout.isatty()
    return ask(wish, kinds=not arguments.source) if asked else wish


def _next_steps(folder: Path) -> list[str]:
    where = [] if folder.resolve() == Path.cwd() else [f"  cd {folder}"]
    return ["Next:", *where, "  python build.py serve", "  python -m pytest"]
