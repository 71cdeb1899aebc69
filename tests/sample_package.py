"""The sample content as a package, for tests that damage it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from recordpress.verifying import verify
from recordpress.verifying.descriptions import NAMES
from recordpress.writing.files import info_of, infos_below
from recordpress.writing.package import Means, write_package
from recordpress.writing.sums import render_sums
from tests.sample_content import DESCRIPTOR, sample_content


def write_sample(folder: Path) -> None:
    """Write the package, without the descriptions, which tell of every file once more."""
    assert write_package(sample_content(), folder, Means(original=DESCRIPTOR)).problems == ()
    for name in NAMES:
        (folder / name).unlink()
    (folder / "SHA256SUMS").write_bytes(
        render_sums({path: info for path, info in infos_below(folder).items() if path != "SHA256SUMS"})
    )


def sign(package: Path) -> None:
    """Make sizes, hashes and sums fit what is there, so that only what is within can be wrong."""
    (package / "library-1.2.0.zip").unlink(missing_ok=True)  # it tells of every file once more
    descriptor = json.loads((package / "datapackage.json").read_bytes())
    for resource in descriptor["resources"]:
        info = info_of(package / resource["path"])
        resource |= {"bytes": info.size, "hash": f"sha256:{info.sha256}"}
    (package / "datapackage.json").write_text(json.dumps(descriptor))
    (package / "SHA256SUMS").unlink()
    (package / "SHA256SUMS").write_bytes(render_sums(infos_below(package)))


def edit(package: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change the descriptor, and drop the sums, with which the other forms go unlooked at."""
    descriptor = json.loads((package / "datapackage.json").read_bytes())
    change(descriptor)
    (package / "datapackage.json").write_text(json.dumps(descriptor))
    (package / "SHA256SUMS").unlink()


def replace(path: Path, old: str, new: str) -> None:
    """Replace a text in a file, in its first place."""
    content = path.read_bytes()
    assert old.encode() in content
    path.write_bytes(content.replace(old.encode(), new.encode(), 1))


def codes(package: Path) -> set[str]:
    """What is found wrong with a package."""
    return {problem.code for problem in verify(package)}
