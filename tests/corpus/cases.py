"""The corpus: each folder below `bad/` is laid over the small library, and `expected.txt` says what is found.

A case with a file `dataset.txt` is laid over the dataset that it names.

A new case needs no Python: make a folder with the files that differ from the library, run
`python -m tests.corpus.cases NAME`, and read what it prints into `expected.txt` if it is right.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from recordpress.full_check import check
from recordpress.problems import Problem, Severity
from recordpress.progress import Progress

HERE = Path(__file__).parent
BAD = HERE / "bad"
DATASETS = HERE.parent / "datasets"
LIBRARY = DATASETS / "library"
EXPECTED = "expected.txt"
DATASET = "dataset.txt"


def names() -> list[str]:
    """The names of the bad cases."""
    return sorted(path.name for path in BAD.iterdir() if path.is_dir())


def lay_out(name: str, target: Path) -> Path:
    """The library with the case's files in place of its own; returns the dataset's folder."""
    root = target / "dataset"
    named = BAD / name / DATASET
    shutil.copytree(DATASETS / named.read_text(encoding="utf-8").strip() if named.exists() else LIBRARY, root)
    own = shutil.ignore_patterns(EXPECTED, DATASET)
    shutil.copytree(BAD / name, root, dirs_exist_ok=True, symlinks=True, ignore=own)
    return root


def line(problem: Problem) -> str:
    """A problem as a line of `expected.txt`: place, code, message and hint."""
    mark = "" if problem.severity is Severity.ERROR else "warning: "
    hint = f" | {problem.hint}" if problem.hint else ""
    return f"{problem.place} {problem.code} {mark}{problem.message}{hint}"


def found(name: str) -> list[str]:
    """What is found in a case."""
    with tempfile.TemporaryDirectory() as folder:
        return [line(problem) for problem in check(lay_out(name, Path(folder)), (), Progress())]


def expected(name: str) -> list[str]:
    """What has to be found in a case."""
    return (BAD / name / EXPECTED).read_text(encoding="utf-8").splitlines()


if __name__ == "__main__":
    for case in sys.argv[1:] or names():
        print(f"== {case}", *found(case), sep="\n")
