"""What is looked at after a fault would show a broken package, and the page says what did not hold."""

import shutil
from pathlib import Path

import pytest

from tests.faults.fault import Fault, Outcome
from tests.faults.page import Tried, document, plain
from tests.faults.processes import Ended
from tests.faults.stage import hashes, what_is_broken


@pytest.fixture
def package(built_library: Path, tmp_path: Path) -> Path:
    root = tmp_path / "library"
    shutil.copytree(built_library, root, symlinks=True)
    return root


def test_a_whole_package_is_whole(package: Path) -> None:
    assert what_is_broken(package) == []


@pytest.mark.parametrize("name", ["data/books.csv", "library.db", "records.jsonl"])
def test_a_changed_byte_is_seen(package: Path, name: str) -> None:
    path = package / "dist" / "current" / name
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    assert name in what_is_broken(package)


def test_missing_and_further_files_are_seen(package: Path) -> None:
    (package / "dist" / "current" / "records.jsonl").unlink()
    (package / "dist" / "current" / "more.txt").write_text("more", encoding="utf-8")
    assert what_is_broken(package) == ["more.txt", "records.jsonl"]


def test_tables_beside_the_package_that_are_not_its_own_are_seen(package: Path) -> None:
    (package / "data" / "books.csv").write_text("id\n", encoding="utf-8")
    assert what_is_broken(package) == ["data/"]


def test_a_database_that_contradicts_itself_is_seen(package: Path) -> None:
    [database] = (package / "dist" / "current").glob("*.db")
    content = bytearray(database.read_bytes())
    page = int.from_bytes(content[16:18], "big")
    content[-page:] = b"\xff" * page
    database.write_bytes(content)
    before = hashes(database.parent)["library.db"]
    sums = (database.parent / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    lines = [f"{before}  library.db" if line.endswith("  library.db") else line for line in sums]
    (database.parent / "SHA256SUMS").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert what_is_broken(package) == ["library.db"]


def test_what_a_command_said_of_failure_is_told_and_warnings_of_the_data_are_not() -> None:
    said = "a.yaml:1:2 T102 warning: few pages\n    a hint\n.:0:0 W630 the disk is full\n1 error, 1 warning\n"
    assert Ended(1, said, 0.1, 0).told == ("W630 the disk is full",)
    assert Ended(3, "bug in the engine: KeyError\n", 0.1, 0).told == ("bug in the engine: KeyError",)
    assert Ended(0, "a:1:2 W622 warning: completed\n", 0.1, 0).told == ("W622 warning: completed",)


def test_the_page_counts_and_says_what_did_not_hold(tmp_path: Path) -> None:
    fault = Fault("fire", "The house burns", "a match", "the cat is out", lambda _stage, _amount: iter(()))
    outcomes = [Outcome("one", "old", ("W630 no",)), Outcome("two", "new", (), ("the cat was in",))]
    text = document([Tried(fault, outcomes), Tried(fault, [], "no matches")], "make faults", 40, tmp_path)
    assert "| The house burns | 2 | 1 | 1 | 1 | 1 |" in text
    assert "| The house burns | not tried |" in text
    assert "- 1 × the cat was in" in text
    assert "Not tried: no matches." in text


def test_messages_are_counted_without_the_place_they_were_met_in() -> None:
    assert plain("no /tmp/faults-x1/library/data/a.csv") == "no …/data/a.csv"
