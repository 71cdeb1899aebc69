"""What may be given as a package: folders, ZIP files, and what is none."""

import shutil
import zipfile
from pathlib import Path

import pytest

from recordpress.verifying import verify
from recordpress.verifying.opening import UnreadableError, is_safe, opened


def test_a_zip_file_may_hold_a_folder(sample_package: Path, tmp_path: Path) -> None:
    shutil.make_archive(str(tmp_path / "x"), "zip", tmp_path, "package")
    assert verify(tmp_path / "x.zip") == ()


@pytest.mark.parametrize("name", ["none", "empty", "file.txt", "datapackage.json", "empty.zip"])
def test_what_is_no_package_is_one_problem(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file.txt").write_text("text")
    zipfile.ZipFile(tmp_path / "empty.zip", "w").close()
    (problem,) = verify(tmp_path / name)
    assert (problem.code, problem.path) == ("P701", (tmp_path / name).as_posix())


@pytest.mark.parametrize("name", ["../x", "/x", "a/../../x", "C:x", "a\\..\\x", "."])
def test_a_zip_file_cannot_write_elsewhere(tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr(name, "evil")
    (problem,) = verify(tmp_path / "x.zip")
    assert (problem.code, "leads out of it" in problem.message) == ("P701", True)


def test_a_zip_file_has_no_links(tmp_path: Path) -> None:
    entry = zipfile.ZipInfo("datapackage.json")
    entry.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr(entry, "/etc/passwd")
    assert [problem.code for problem in verify(tmp_path / "x.zip")] == ["P701"]


def test_a_zip_file_has_bounds(sample_package: Path, tmp_path: Path) -> None:
    with (
        pytest.raises(UnreadableError, match="more than"),
        opened(sample_package / "library-1.2.0.zip", most_bytes=100),
    ):
        pass
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("a", "1")
        archive.writestr("A", "2")
    assert "several files of one name" in verify(tmp_path / "x.zip")[0].message


def test_a_zip_file_that_is_damaged_is_one_problem(sample_package: Path) -> None:
    path = sample_package / "library-1.2.0.zip"
    content = bytearray(path.read_bytes())
    content[200:220] = bytes(20)
    path.write_bytes(content)
    assert [problem.code for problem in verify(path)] == ["P701"]


def test_a_disk_without_room_for_a_zip_file_is_one_problem(
    sample_package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(zipfile.ZipFile, "extract", refuse)
    assert "No space left" in verify(sample_package / "library-1.2.0.zip")[0].message


@pytest.mark.parametrize(
    ("path", "safe"),
    [("data/a.csv", True), ("a..b", True), ("", False), ("a/../b", False), ("a\0", False), ("//x", False)],
)
def test_safe_paths(path: str, *, safe: bool) -> None:
    assert is_safe(path) is safe
