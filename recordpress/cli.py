"""The command line: arguments in, exit status out. What is done stands in the modules of `recordpress.commands`."""

import argparse
import io
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from recordpress.command_line import COMMANDS, module_of, parser
from recordpress.commands.endings import BUG, FINE, INTERRUPTED, USAGE
from recordpress.interruptions import interruptions_held
from recordpress.reporting import say
from recordpress.unusable import UnusableError

DEFAULT = {"command": "build", "format": "text", "dask": None, "baseline": None}  # without a command


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command.

    Args:
        argv: The arguments; those of the process when None.

    Returns:
        The exit status.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # any terminal can show any name
    try:
        with interruptions_held():
            return _run(sys.argv[1:] if argv is None else argv)
    except BaseException as error:  # noqa: BLE001 - no traceback ever reaches a user
        return _status_of(error)


def process() -> int:
    """Run the command of this process, which ends with it: Ctrl-C has nothing to end any more."""
    status = main()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return status


def _run(words: Sequence[str]) -> int:
    only = words[0] if words and words[0] in COMMANDS else None
    arguments = parser(words, only).parse_args(words)
    if not arguments.command:
        arguments = argparse.Namespace(**{**DEFAULT, **_given(arguments)})
    return int(module_of(arguments.command).run(_root(arguments), arguments))


def _given(arguments: argparse.Namespace) -> dict[str, object]:
    return {name: value for name, value in vars(arguments).items() if value is not None}


def _status_of(error: BaseException) -> int:
    """The exit status of a command that was ended by an exception, which is told in a sentence."""
    if isinstance(error, SystemExit):  # argparse has printed the help or what is wrong
        say([])
        return error.code if isinstance(error.code, int) else USAGE
    if isinstance(error, BrokenPipeError):
        say([])
        return FINE
    if isinstance(error, KeyboardInterrupt):
        print("interrupted", file=sys.stderr)
        return INTERRUPTED
    if isinstance(error, UnusableError) or _lacks_library(error):
        print(f"error: {error}", file=sys.stderr)
        if _lacks_library(error):
            hint = "run it with the Python that the requirements are installed for, such as .venv/bin/python"
            print(f"    this is {sys.executable}: {hint}", file=sys.stderr)
        return USAGE
    return _bug(error)


def _lacks_library(error: BaseException) -> bool:
    """Whether a library is missing, rather than a module of the engine."""
    return isinstance(error, ModuleNotFoundError) and (error.name or "").partition(".")[0] != "recordpress"


def _bug(error: BaseException) -> int:
    if os.environ.get("RECORDPRESS_TRACEBACK"):
        raise error
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f"{Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}" if place else "an unknown place"
    print(f"bug in the engine: {type(error).__name__}: {error} ({where})", file=sys.stderr)
    print("Nothing was published. Please report this; RECORDPRESS_TRACEBACK=1 shows more.", file=sys.stderr)
    return BUG


def _root(arguments: argparse.Namespace) -> Path:
    """The dataset's folder.

    Raises:
        UnusableError: There is none.
    """
    release = getattr(arguments, "release", None)
    given = release / "package" if release else getattr(arguments, "root", None)
    if given is not None:
        candidates: Sequence[Path] = [given]
    elif getattr(arguments, "without_dataset", False):
        return Path()  # a dataset is made where there is none
    elif getattr(arguments, "package", None) or _are_packages(getattr(arguments, "sides", ())):
        return Path()  # packages can be looked at for themselves
    else:
        here = Path.cwd()
        candidates = [here, *here.parents]
    for folder in candidates:
        if (folder / "datapackage.json").is_file():
            return folder.resolve()
    message = f"there is no datapackage.json in {given or 'this folder or above it'}: is this the dataset's folder?"
    raise UnusableError(message)


def _are_packages(sides: Sequence[str]) -> bool:
    """Whether packages are to be compared with each other, for which no dataset is needed."""
    found = [Path(side) for side in sides]
    return len(found) > 1 and all((path / "datapackage.json").is_file() or path.is_file() for path in found)
