"""How much work commands do, counted from outside: records that are opened, statements that SQLite runs."""

import subprocess
import sys
from pathlib import Path

import pytest

from bench.counting import Work, read_log
from bench.preparing import EDITED, edit, forget, make

ROOT = Path(__file__).resolve().parents[2]
FEW, MANY = 300, 2000
ONE = EDITED.relative_to("records").as_posix()


def work(root: Path, command: str) -> Work:
    """What a command does."""
    log = root.with_name("work.log")
    log.unlink(missing_ok=True)
    arguments = [sys.executable, "-m", "bench.counting", str(log), command, "--root", str(root)]
    run = subprocess.run(arguments, capture_output=True, text=True, check=False, cwd=ROOT)
    assert run.returncode == 0, run.stdout + run.stderr
    return read_log(log.read_text(encoding="utf-8").splitlines())


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("few") / "made" / "corpus"
    make(root, FEW)
    return root


@pytest.fixture
def twice(tmp_path: Path) -> Path:
    root = tmp_path / "made" / "corpus"
    make(root, 2 * FEW)
    return root


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("many") / "made" / "corpus"
    make(root, MANY)
    return root


def test_a_cold_check_reads_each_record_once(many: Path) -> None:
    opened = work(many, "check").opened
    assert len(opened) == MANY
    assert set(opened.values()) == {1}


def test_a_check_with_nothing_changed_reads_no_record(many: Path) -> None:
    work(many, "check")
    assert work(many, "check").opened == {}


def test_after_one_edit_a_check_reads_no_more_than_the_records_beside_it(many: Path) -> None:
    work(many, "check")
    change(many)
    opened = work(many, "check").opened
    assert opened[ONE] == 1
    assert len(opened) < MANY / 3
    assert all(name.startswith("events/") for name in opened)


def change(root: Path) -> None:
    """Edit a record of a corpus that was checked and never built."""
    (root / "dist" / "current").mkdir(parents=True, exist_ok=True)
    before = (root / EDITED).read_bytes()
    edit(root)
    (root / "dist" / "current").rmdir()
    assert (root / EDITED).read_bytes() != before


def test_a_build_after_a_check_reads_no_record_and_one_after_that_does_nothing(few: Path) -> None:
    assert len(work(few, "check").opened) == FEW
    built = work(few, "build")
    again = work(few, "build")
    assert built.opened == again.opened == {}
    assert again.statements < 10 < built.statements


def test_statements_of_a_build_do_not_grow_with_the_rows(few: Path, twice: Path) -> None:
    forget(few)
    small, large = work(few, "build"), work(twice, "build")
    assert len(large.opened) == 2 * len(small.opened)
    assert small.statements > 20
    assert large.statements <= small.statements + 10
