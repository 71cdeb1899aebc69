"""The same records make the same bytes, wherever, whenever and however they are built."""

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.end_to_end.running import ROOT, copy_of_library, files, many_records, run

SPREAD = """
import sys
from recordpress import crew
from recordpress.chunks import cutting, spreading
from recordpress.cli import main
from recordpress.writing import package
workers, cutting.MOST = int(sys.argv[1]), int(sys.argv[2])
if workers > 1:
    spreading.FEW = package.FEW_ROWS = 0
crew._processors = lambda: workers
sys.exit(main(["build", "--root", sys.argv[3]]))
"""


def published(root: Path) -> dict[str, str]:
    """Everything that a build publishes, with its hashes."""
    found = {path: content for path, content in files(root / "dist" / "current") if path}
    found |= {f"beside/{path}": content for path, content in files(root / "data")}
    found["beside/datapackage.json"] = (root / "datapackage.json").read_bytes()
    return {path: hashlib.sha256(content).hexdigest() for path, content in found.items()}


def build(root: Path, **environment: str) -> dict[str, str]:
    done = run("--root", root, **environment)
    assert (done.returncode, done.stderr) == (0, "")
    return published(root)


def build_spread(root: Path, workers: int, chunk: int) -> dict[str, str]:
    command = [sys.executable, "-c", SPREAD, str(workers), str(chunk), str(root)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, "")
    return published(root)


def one_book_more(root: Path) -> None:
    text = "id: new\ntitle: New\nevidence: [{source: rumour, supports: [title]}]\n"
    (root / "records" / "books" / "new.yaml").write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy_of_library(tmp_path_factory.mktemp("origin"))
    many_records(root, 120)
    return root


@pytest.fixture(scope="module")
def expected(origin: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    root = tmp_path_factory.mktemp("expected") / "library"
    shutil.copytree(origin, root)
    return build(root)


@pytest.mark.parametrize(
    "environment",
    [
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"},
        {"TZ": "America/Los_Angeles", "LC_ALL": "C", "PYTHONHASHSEED": "2"},
        {"TZ": "Asia/Kolkata", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "4294967295", "SOURCE_DATE_EPOCH": "1"},
        {"PYTHONOPTIMIZE": "1", "PYTHONIOENCODING": "latin-1", "HOME": "/nonexistent"},
    ],
    ids=["east", "west", "turkish", "odd"],
)
def test_place_zone_locale_and_hash_seed_do_not_matter(
    origin: Path, expected: dict[str, str], tmp_path: Path, environment: dict[str, str]
) -> None:
    root = tmp_path / "another folder, with a läng name" / "b"
    shutil.copytree(origin, root)
    assert build(root, **environment) == expected


def test_times_and_order_of_the_files_do_not_matter(origin: Path, expected: dict[str, str], tmp_path: Path) -> None:
    root = tmp_path / "library"
    paths = [path for path in origin.rglob("*") if path.is_file()]
    for number, path in enumerate(sorted(paths, reverse=True)):
        target = root / path.relative_to(origin)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
        os.utime(target, (number * 86_400, number * 86_400))
        target.chmod(0o600 if number % 2 else 0o644)
    assert build(root) == expected


@pytest.mark.parametrize(("workers", "chunk"), [(1, 100), (2, 1), (3, 7)])
def test_the_number_of_processes_does_not_matter(
    origin: Path, expected: dict[str, str], tmp_path: Path, workers: int, chunk: int
) -> None:
    root = tmp_path / "library"
    shutil.copytree(origin, root)
    assert build_spread(root, workers, chunk) == expected


def test_a_warm_build_is_a_cold_one(origin: Path, expected: dict[str, str], tmp_path: Path) -> None:
    root, cold = tmp_path / "warm", tmp_path / "cold"
    shutil.copytree(origin, root)
    assert build(root) == expected
    assert any((root / ".recordpress" / "cache").iterdir())
    one_book_more(root)
    (root / "records" / "books" / "book-00007.yaml").unlink()
    warm = build(root)
    shutil.copytree(origin, cold)
    one_book_more(cold)
    (cold / "records" / "books" / "book-00007.yaml").unlink()
    assert warm == build(cold)
    assert warm != expected
    (root / "records" / "books" / "new.yaml").unlink()
    shutil.copy2(origin / "records" / "books" / "book-00007.yaml", root / "records" / "books")
    assert build(root) == expected


def test_a_second_build_touches_nothing(origin: Path, expected: dict[str, str], tmp_path: Path) -> None:
    root = tmp_path / "library"
    shutil.copytree(origin, root)
    build(root)
    times = {path: path.stat().st_mtime_ns for path in (root / "data").iterdir()}
    for _ in range(2):
        assert build(root) == expected
    assert {path: path.stat().st_mtime_ns for path in (root / "data").iterdir()} == times


def test_a_build_with_nothing_to_do_restores_what_is_missing(
    origin: Path, expected: dict[str, str], tmp_path: Path
) -> None:
    root = tmp_path / "library"
    shutil.copytree(origin, root)
    for path in (path for folder in ("records", "schemas") for path in (root / folder).rglob("*")):
        os.utime(path, (10**9, 10**9))
    build(root)
    for name in ("dist/library.db", "dist/SHA256SUMS", "data/books.csv", "dist/current/json/books.json"):
        (root / name).unlink()
        assert build(root) == expected
        assert (root / name).is_file(), name
    (root / "data" / "books.csv").write_text("edited by hand\n", encoding="utf-8")
    assert build(root) == expected


def test_no_path_of_the_machine_is_in_any_file(origin: Path, expected: dict[str, str], tmp_path: Path) -> None:
    root = tmp_path / "a-folder-that-must-not-show"
    shutil.copytree(origin, root)
    build(root)
    for path, content in files(root / "dist" / "current"):
        assert b"a-folder-that-must-not-show" not in content, path
        assert os.fsencode(ROOT) not in content, path
    with closing(sqlite3.connect(root / "dist" / "library.db")) as connection:
        paths = [path for (path,) in connection.execute("select path from records")]
    assert all(path.startswith("records/") for path in paths)
    assert len(paths) == 130
