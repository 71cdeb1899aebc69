"""The files of a package: the archive, the sums, and the same data beside the records."""

import hashlib
import zipfile
from pathlib import Path

from tests.end_to_end.running import files


def test_archive_holds_what_the_folder_holds(package: Path) -> None:
    with zipfile.ZipFile(package / "library-1.0.0.zip") as archive:
        assert archive.testzip() is None
        packed = {name: archive.read(name) for name in archive.namelist()}
    parts = ("data/", "datapackage.json", "croissant.json")
    wanted = {path: content for path, content in files(package) if path.startswith(parts)}
    assert packed == wanted


def test_sums_are_right_and_complete(package: Path) -> None:
    lines = (package / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    listed = dict(reversed(line.split("  ", 1)) for line in lines)
    there = {path: content for path, content in files(package) if path != "SHA256SUMS"}
    assert listed == {path: hashlib.sha256(content).hexdigest() for path, content in there.items()}
    assert lines == sorted(lines, key=lambda line: line[66:])


def test_data_is_the_same_beside_the_records_and_in_the_package(built_library: Path, package: Path) -> None:
    assert dict(files(built_library / "data")) == dict(files(package / "data"))
    assert (built_library / "datapackage.json").read_bytes() == (package / "datapackage.json").read_bytes()
    for name in ("library.db", "library-1.0.0.zip", "SHA256SUMS"):
        assert (built_library / "dist" / name).read_bytes() == (package / name).read_bytes()
