"""Writing the generated documents, and telling which are stale."""

import argparse
import sys
from pathlib import Path

from recordpress.checking import load_checks
from recordpress.documenting.codebook import codebook, tables_reference
from recordpress.documenting.reference import command_reference, problem_catalogue
from recordpress.problems import has_errors
from recordpress.reporting import report
from recordpress.schema.dataset import Schemas, load_schemas
from recordpress.sql_files import load_views
from recordpress.unusable import UnusableError

FOLDER = Path("docs") / "reference"


def documents(root: Path, schemas: Schemas, parser: argparse.ArgumentParser) -> dict[Path, str]:
    """The generated documents of a dataset, by path relative to it."""
    return {
        FOLDER / "codebook.md": codebook(schemas),
        FOLDER / "tables.md": tables_reference(schemas, load_views(root)[0]),
        FOLDER / "problems.md": problem_catalogue(load_checks(root)[0]),
        FOLDER / "commands.md": command_reference(parser),
    }


def write_documents(root: Path, parser: argparse.ArgumentParser, *, check: bool = False) -> list[str]:
    """Write the documents that have changed.

    Args:
        root: The dataset.
        parser: The command line, which documents itself.
        check: Write nothing.

    Returns:
        The paths of the documents that are (or, without `check`, were) stale.

    Raises:
        UnusableError: The schemas have errors, which are printed.
    """
    schemas, problems = load_schemas(root)
    if schemas is None or has_errors(problems):
        report(problems, "text", sys.stderr)
        message = "the schemas have errors, so that no documents can be made of them"
        raise UnusableError(message)
    stale = []
    for path, text in documents(root, schemas, parser).items():
        target = root / path
        if not target.is_file() or target.read_text(encoding="utf-8") != text:
            stale.append(path.as_posix())
            if not check:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text, encoding="utf-8")
    return stale
