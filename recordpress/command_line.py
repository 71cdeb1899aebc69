"""What the command line can be told: the commands, and the parser that knows them."""

import argparse
import sys
from collections.abc import Container
from importlib import import_module
from pathlib import Path
from types import ModuleType

from recordpress import __version__

COMMANDS = {
    "build": "check everything, then write the package",
    "check": "find problems, write nothing",
    "new": "write the file of a new record, to be filled in",
    "import": "make records of the rows of a spreadsheet, and change those that there are",
    "fmt": "bring the files of records into their one canonical form",
    "serve": "build, then serve the package with Datasette",
    "freeze": "build, then write the site as plain files for any host, and check its links",
    "deploy": "build, then write what serves the package in the open: a release, nginx.conf, and files for containers",
    "verify": "check a built package",
    "diff": "tell what changed between two revisions or packages",
    "release": "release a version: compare it with what changed, write it down, build, commit and tag",
    "mv": "give a record another id, wherever it is referred to; the old one stays as an alias",
    "merge": "make one record of two, with the evidence of both, wherever one of them is referred to",
    "withdraw": "mark a record as no longer held to be right, with the reason",
    "why": "say who supports and who disputes a record or a field, and which commits changed it",
    "editor": "write what editors complete ids and fields by, and settings for Visual Studio Code",
    "report": "write docs/quality.md, the report on how good the data are",
    "init": "write a new dataset: schemas, records, tests and all, from examples or from tables",
    "docs": "write the documents that are generated from schemas and code",
}
MODULES = {"import": "import_table"}  # where a command's name is a word of Python

DESCRIPTION = """Check curated YAML records, build them into a data package, and serve it.

Without a command, `build` is run. A dataset is a folder with datapackage.json, schemas/ and records/; `init DIR`
makes a new one."""
STATUSES = """exit status:
  0  fine
  1  problems in the data; all of them are printed, as path:line:column CODE message
  2  wrong usage or configuration
  3  a bug in the engine
  130  interrupted"""


def module_of(command: str) -> ModuleType:
    """The module of `recordpress.commands` that knows a command's `arguments`, and how to `run` it."""
    return import_module(f"recordpress.commands.{MODULES.get(command, command)}")


def parser(wanted: Container[str] = COMMANDS, only: str | None = None) -> argparse.ArgumentParser:
    """The parser of the command line.

    Args:
        wanted: The commands whose arguments it has to know, all by default: a command's module is imported for them,
            and a short command like `check` waits for no other's.
        only: The command that is surely meant, so that the parser needs to know no other.
    """
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--root",
        type=Path,
        default=argparse.SUPPRESS,
        metavar="DIR",
        help="the dataset's folder (otherwise: the current one, or the nearest above it with a datapackage.json)",
    )
    main_parser = argparse.ArgumentParser(
        prog=Path(sys.argv[0]).name if sys.argv[0].endswith("build.py") else "recordpress",
        description=DESCRIPTION,
        epilog=STATUSES,
        parents=[shared],
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    main_parser.add_argument("--version", action="version", version=f"recordpress {__version__}")
    commands = main_parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    for name, summary in (COMMANDS if only is None else {only: COMMANDS[only]}).items():
        command = commands.add_parser(
            name,
            help=summary,
            description=f"{summary[0].upper()}{summary[1:]}.",
            epilog=STATUSES,
            parents=[shared],
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        if name in wanted:
            module_of(name).arguments(command)
    return main_parser
