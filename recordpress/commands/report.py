"""The command `report`."""

import argparse
from pathlib import Path

from recordpress.commands.endings import FINE, PROBLEMS
from recordpress.invocation import as_typed
from recordpress.problems import has_errors
from recordpress.progress import Progress
from recordpress.reporting import report, say


def arguments(command: argparse.ArgumentParser) -> None:
    """Arguments of `report`."""
    command.add_argument("--check", action="store_true", help="write nothing; fail when the report is stale")


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Write the report on how good the data are."""
    from recordpress.documenting import write_report
    from recordpress.documenting.quality import TARGET
    from recordpress.metadata_reading import load_metadata
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
    how = f"is stale: run `{as_typed('report')}`" if arguments.check else "written"
    if stale and not has_errors(problems):
        say([f"{TARGET} {how}"])
    return PROBLEMS if has_errors(problems) or (stale and arguments.check) else FINE
