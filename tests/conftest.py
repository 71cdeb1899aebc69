"""What tests share: the small library as a dataset of their own, and what is gathered from it."""

import shutil
from functools import partial
from pathlib import Path

import pytest

from recordpress.pipeline import Gathered, gather
from recordpress.progress import Progress
from recordpress.schema.dataset import Schemas, load_schemas
from tests.sample_content import sample_content, write_root
from tests.sample_package import write_sample
from tests.sample_published import build
from tests.served import ROOT, build_copy, once

LIBRARY = Path(__file__).parent / "datasets" / "library"
CHOIR = LIBRARY.with_name("choir")
WORKSHOP = CHOIR.with_name("workshop")


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A copy of the small library that a test may change."""
    root = tmp_path / "library"
    shutil.copytree(LIBRARY, root, ignore=shutil.ignore_patterns(".recordpress", "dist"))
    return root


@pytest.fixture
def choir(tmp_path: Path) -> Path:
    """A copy of the small dataset whose records refer by names, which a test may change."""
    root = tmp_path / "choir"
    shutil.copytree(CHOIR, root, ignore=shutil.ignore_patterns(".recordpress", "dist"))
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


@pytest.fixture(scope="session")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this repository's dataset, built; made once, and not to be changed."""
    return once(tmp_path_factory, "dataset", partial(build_copy, ROOT))


@pytest.fixture(scope="session")
def built_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the small library, built; made once, and not to be changed."""
    return once(tmp_path_factory, "library", partial(build_copy, LIBRARY))


@pytest.fixture(scope="session")
def sample_original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample content as a package; made once, and not to be changed."""
    folder = tmp_path_factory.mktemp("sample")
    write_sample(folder)
    return folder


@pytest.fixture
def sample_package(sample_original: Path, tmp_path: Path) -> Path:
    """The sample content as a package that a test may damage."""
    return Path(shutil.copytree(sample_original, tmp_path / "package"))


@pytest.fixture(scope="session")
def sample_published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample content as a dataset that has been built; made once, and not to be changed."""
    root = tmp_path_factory.mktemp("published") / "root"
    write_root(root)
    assert build(root, sample_content()) == ()
    return root


@pytest.fixture
def sample_root(sample_published: Path, tmp_path: Path) -> Path:
    """The sample content as a dataset that has been built, and that a test may change."""
    return Path(shutil.copytree(sample_published, tmp_path / "root", symlinks=True))
