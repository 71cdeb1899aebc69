"""The command line: arguments in, problems and exit status out. What is done stands in the modules it calls."""

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from recordpress import __version__
from recordpress.arguments import (
    build_arguments,
    check_arguments,
    deploy_arguments,
    docs_arguments,
    freeze_arguments,
    serve_arguments,
    verify_arguments,
)
from recordpress.problems import Problem, has_errors
from recordpress.progress import Progress
from recordpress.reporting import report, say
from recordpress.unusable import UnusableError

FINE, PROBLEMS, USAGE, BUG, INTERRUPTED = 0, 1, 2, 3, 130

DESCRIPTION = """Check curated YAML records, build them into a data package, and serve it.

Without a command, `build` is run. A dataset is a folder with datapackage.json, schemas/ and records/."""
STATUSES = """exit status:
  0  fine
  1  problems in the data; all of them are printed, as path:line:column CODE message
  2  wrong usage or configuration
  3  a bug in the engine
  130  interrupted"""


def parser() -> argparse.ArgumentParser:
    """The parser of the command line."""
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
    for name, (summary, arguments, _) in COMMANDS.items():
        command = commands.add_parser(
            name,
            help=summary,
            description=f"{summary[0].upper()}{summary[1:]}.",
            epilog=STATUSES,
            parents=[shared],
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        arguments(command)
    return main_parser


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
        arguments = parser().parse_args(argv)
        if not arguments.command:
            arguments = argparse.Namespace(**{"command": "build", "format": "text", **_given(arguments)})
        return COMMANDS[arguments.command][2](_root(arguments), arguments)
    except BaseException as error:  # noqa: BLE001 - no traceback ever reaches a user
        return _status_of(error)


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
    if isinstance(error, UnusableError):
        print(f"error: {error}", file=sys.stderr)
        return USAGE
    return _bug(error)


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
    elif getattr(arguments, "package", None):
        return Path()  # a package can be looked at for itself
    else:
        here = Path.cwd()
        candidates = [here, *here.parents]
    for folder in candidates:
        if (folder / "datapackage.json").is_file():
            return folder.resolve()
    message = f"there is no datapackage.json in {given or 'this folder or above it'}: is this the dataset's folder?"
    raise UnusableError(message)


def _status(problems: Sequence[Problem]) -> int:
    return PROBLEMS if has_errors(problems) else FINE


def _build(root: Path, arguments: argparse.Namespace) -> int:
    from recordpress.building import build
    from recordpress.clusters import crew_at

    with Progress() as progress, crew_at(getattr(arguments, "dask", None)) as crew:
        built = build(root, progress, crew)
    report(built.problems, arguments.format)
    if arguments.format == "text" and not has_errors(built.problems):
        say([built.summary])
    return _status(built.problems)


def _check(root: Path, arguments: argparse.Namespace) -> int:
    from recordpress.building import check
    from recordpress.clusters import crew_at
    from recordpress.writing.publishing import recover

    paths = [_inside(root, path) for path in arguments.paths]
    left = recover(root)
    with Progress() as progress, crew_at(arguments.dask) as crew:
        problems = (*left, *check(root, paths, progress, crew))
    report(problems, arguments.format)
    return _status(problems)


def _inside(root: Path, path: str) -> str:
    """A path given on the command line, relative to the dataset.

    Raises:
        UnusableError: It is not in the dataset.
    """
    given = Path(path)
    absolute = given.resolve() if given.is_dir() else given.parent.resolve() / given.name  # a record may be a link
    if not absolute.exists() or not absolute.is_relative_to(root):
        message = f"{path} is no file or folder of the dataset in {root}"
        raise UnusableError(message)
    return absolute.relative_to(root).as_posix()


def _serve(root: Path, arguments: argparse.Namespace) -> int:
    from recordpress.publishing.server import require_free, serve, serve_release

    if arguments.release:
        return serve_release(arguments.release, arguments.host, arguments.port)
    require_free(arguments.host, arguments.port)
    status = _build(root, argparse.Namespace(format="text"))
    if status == PROBLEMS and not (root / "dist" / "current").exists():
        return status
    if status == PROBLEMS:
        print("The last good build is served.", file=sys.stderr)
    return serve(root, arguments.host, arguments.port)


def _freeze(root: Path, arguments: argparse.Namespace) -> int:
    from recordpress.freezing.whole import freeze

    status = _build(root, argparse.Namespace(format="text"))
    if status == PROBLEMS:
        return status
    with Progress() as progress:
        frozen = freeze(root, progress, arguments.base_url or "", arguments.output)
    report(frozen.problems, arguments.format)
    if arguments.format == "text" and frozen.summary:
        say([frozen.summary])
    return _status(frozen.problems)


def _deploy(root: Path, arguments: argparse.Namespace) -> int:
    from recordpress.deploying.places import Wish
    from recordpress.deploying.whole import deploy

    status = _build(root, argparse.Namespace(format=arguments.format))
    if status == PROBLEMS:
        return status
    wish = Wish(arguments.processes, arguments.front_port, arguments.first_port)
    summary = deploy(root, arguments.folder, wish)
    if arguments.format == "text":
        say([summary])
    return FINE


def _verify(root: Path, arguments: argparse.Namespace) -> int:
    from recordpress.verifying.asked import Asked, verify_as_asked

    dataset = root if hasattr(arguments, "root") or not arguments.package else None
    asked = Asked(dataset, arguments.package, arguments.partial, arguments.rebuild)
    with Progress() as progress:
        problems = verify_as_asked(asked, progress)
    report(problems, arguments.format)
    if arguments.format == "text" and not has_errors(problems):
        say([f"{'what there is of ' if arguments.partial else ''}{asked.path} is whole"])
    return _status(problems)


def _docs(root: Path, arguments: argparse.Namespace) -> int:
    from recordpress.documenting import write_documents

    stale = write_documents(root, parser(), check=arguments.check)
    say([f"{path} {'is stale: run `python build.py docs`' if arguments.check else 'written'}" for path in stale])
    return PROBLEMS if stale and arguments.check else FINE


def _report(root: Path, arguments: argparse.Namespace) -> int:
    from recordpress.building import load_metadata
    from recordpress.documenting import write_report
    from recordpress.documenting.quality import TARGET
    from recordpress.pipeline import gather

    metadata, problems = load_metadata(root)
    with Progress() as progress:
        gathered = gather(root, metadata, progress)
    problems += gathered.problems
    stale = False
    if gathered.content is not None and not has_errors(problems):
        stale, found = write_report(root, gathered.content, check=arguments.check)
        problems += found
    report(problems, "text")
    if stale and not has_errors(problems):
        say([f"{TARGET} {'is stale: run `python build.py report`' if arguments.check else 'written'}"])
    return PROBLEMS if has_errors(problems) or (stale and arguments.check) else FINE


Command = tuple[str, Callable[[argparse.ArgumentParser], None], Callable[[Path, argparse.Namespace], int]]
COMMANDS: dict[str, Command] = {
    "build": ("check everything, then write the package", build_arguments, _build),
    "check": ("find problems, write nothing", check_arguments, _check),
    "serve": ("build, then serve the package with Datasette", serve_arguments, _serve),
    "freeze": (
        "build, then write the site as plain files for any host, and check its links",
        freeze_arguments,
        _freeze,
    ),
    "deploy": (
        "build, then write what serves the package in the open: a release, nginx.conf, and files for containers",
        deploy_arguments,
        _deploy,
    ),
    "verify": ("check a built package", verify_arguments, _verify),
    "report": ("write docs/quality.md, the report on how good the data are", docs_arguments, _report),
    "docs": ("write the documents that are generated from schemas and code", docs_arguments, _docs),
}
