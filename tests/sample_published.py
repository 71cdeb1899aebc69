"""The sample content as a dataset that has been built and published."""

from pathlib import Path

from recordpress.model import Content
from recordpress.problems import Problem
from recordpress.writing.building import Options, build_package
from recordpress.writing.publishing import build_lock

QUICK = Options(verified_rows=0)


def build(root: Path, content: Content, options: Options = QUICK) -> tuple[Problem, ...]:
    """Build a dataset from a content; what is wrong."""
    with build_lock(root):
        return build_package(content, root, (root / "datapackage.json").read_bytes(), options)


def times(root: Path) -> dict[Path, int]:
    """When each file of a dataset was last changed, but for what commands keep for themselves."""
    return {path: path.lstat().st_mtime_ns for path in root.rglob("*") if ".recordpress" not in path.parts}
