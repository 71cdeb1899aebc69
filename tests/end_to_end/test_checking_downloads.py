"""Checking downloads, as `docs/how-to/check-what-you-downloaded.md` says, and the command `verify`."""

import shutil
from pathlib import Path

import pytest

from tests.end_to_end.following import BLOCK, check_output, commands
from tests.end_to_end.following import run as run_line
from tests.end_to_end.running import ROOT, run

FINE, PROBLEMS, USAGE = 0, 1, 2


def test_the_guide_can_be_followed(built_library: Path, tmp_path: Path) -> None:
    """With a smaller dataset in the place of the one that the guide is about."""
    clone = Path(shutil.copytree(built_library, tmp_path / "clone", symlinks=True))
    shutil.copy(ROOT / "build.py", clone)
    (clone / "recordpress").symlink_to(ROOT / "recordpress")
    text = (ROOT / "docs" / "how-to" / "check-what-you-downloaded.md").read_text(encoding="utf-8")
    text = text.replace("tricord-", "library-").replace("tricord.db", "library.db")
    blocks = [block["text"] for block in BLOCK.finditer(text) if block["kind"] == "console"]
    lines = [pair for block in blocks for pair in commands(block)]
    assert len(lines) >= 7
    for line, promised in lines:
        check_output(promised, run_line(line, clone))


@pytest.fixture(scope="module")
def downloaded(built_library: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package far from any dataset."""
    return Path(shutil.copytree(built_library / "dist" / "current", tmp_path_factory.mktemp("far") / "downloaded"))


def test_a_package_is_verified_where_there_is_no_dataset(downloaded: Path) -> None:
    for name in ("downloaded", "downloaded/library-1.0.0.zip"):
        done = run("verify", name, cwd=downloaded.parent)
        assert (done.returncode, done.stdout, done.stderr) == (FINE, f"{name} is whole\n", "")


def test_a_part_of_a_package_is_verified_where_there_is_no_dataset(downloaded: Path, tmp_path: Path) -> None:
    for name in ("SHA256SUMS", "library.db"):
        shutil.copy(downloaded / name, tmp_path)
    done = run("verify", "--partial", ".", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (FINE, "")
    assert done.stdout.endswith("0 errors, 1 warning\nwhat there is of . is whole\n")
    with (tmp_path / "library.db").open("ab") as stream:
        stream.write(b"x")
    done = run("verify", "--partial", ".", cwd=tmp_path)
    assert done.returncode == PROBLEMS
    assert "library.db:0:0 P706 the file has another hash than SHA256SUMS says" in done.stdout


def test_without_a_dataset_nothing_is_built_again(downloaded: Path) -> None:
    done = run("verify", "--rebuild", "downloaded", cwd=downloaded.parent)
    assert (done.returncode, done.stdout) == (USAGE, "")
    assert done.stderr == "error: --rebuild needs the dataset: name it with --root, or leave out PACKAGE\n"
