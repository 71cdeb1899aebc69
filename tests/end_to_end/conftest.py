"""What tests of finished packages and sites share; a module that needs another one has its own of the same name."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.packaged import described
from tests.small_package import small_site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The site of the small package that is made by hand."""
    with small_site(tmp_path_factory.mktemp("small-site")) as site:
        yield site


@pytest.fixture(scope="session")
def package(built_library: Path) -> Path:
    """The package of the small library, by the name that it keeps."""
    return (built_library / "dist" / "current").resolve()


@pytest.fixture(scope="session")
def descriptor(package: Path) -> dict[str, Any]:
    """The descriptor of that package."""
    return described(package)
