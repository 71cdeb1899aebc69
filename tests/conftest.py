"""What tests share: the small library as a dataset of their own, and what is gathered from it."""

import shutil
from pathlib import Path

import pytest

from recordpress.pipeline import Gathered, gather
from recordpress.progress import Progress
from recordpress.schema.dataset import Schemas, load_schemas

LIBRARY = Path(__file__).parent / "datasets" / "library"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A copy of the small library that a test may change."""
    root = tmp_path / "library"
    shutil.copytree(LIBRARY, root, ignore=shutil.ignore_patterns(".recordpress", "dist"))
    return root


@pytest.fixture
def schemas(library: Path) -> Schemas:
    """The schemas of the small library."""
    loaded, problems = load_schemas(library)
    assert loaded is not None, problems
    return loaded


@pytest.fixture
def gathered(library: Path) -> Gathered:
    """What is gathered from the small library."""
    return gather(library, {"name": "library", "version": "1.0.0"}, Progress())
