"""The command `release`."""

import argparse
from pathlib import Path

from recordpress.commands.endings import format_argument, status_of
from recordpress.progress import Progress
from recordpress.reporting import report, say
from recordpress.unusable import UnusableError


def arguments(command: argparse.ArgumentParser) -> None:
    """Arguments of `release`."""
    command.add_argument("version", metavar="X.Y.Z", help="the version to release")
    command.add_argument("--dry-run", action="store_true", help="tell what would be done, and do nothing")
    command.add_argument(
        "--notes", type=Path, metavar="FILE", help="text in Markdown that is to stand first in the changelog's entry"
    )
    format_argument(command)


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Release a version."""
    from recordpress.command_line import parser
    from recordpress.releasing.versions import version_of
    from recordpress.releasing.whole import Wish, release

    version = version_of(arguments.version)
    if version is None:
        message = (
            f"`{arguments.version}` is no version: it is written as three numbers with dots between, such as 1.2.0"
        )
        raise UnusableError(message)
    wish = Wish(version, _notes(arguments.notes), dry=arguments.dry_run)
    with Progress() as progress:
        released = release(root, wish, parser(), progress)
    report(released.problems, arguments.format)
    if arguments.format == "text":
        say(released.lines)
    return status_of(released.problems)


def _notes(path: Path | None) -> str:
    """The text of a file of notes.

    Raises:
        UnusableError: It can't be read, or would break the changelog.
    """
    if path is None:
        return ""
    from recordpress.releasing.changelog import high_heading

    try:
        notes = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        message = f"the notes in {path} can't be read: {reason}"
        raise UnusableError(message) from error
    except UnicodeDecodeError as error:
        message = f"the notes in {path} can't be read: they are no text in UTF-8"
        raise UnusableError(message) from error
    if line := high_heading(notes):
        message = (
            f"{path}:{line} is a heading of the level of a release, or above: within the entry of a release headings "
            "begin with `###`"
        )
        raise UnusableError(message)
    return notes
