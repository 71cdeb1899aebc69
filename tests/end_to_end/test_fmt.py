"""`fmt` as people run it: what it changes, says and leaves alone."""

import json
from pathlib import Path

import pytest

from recordpress import cli
from recordpress.editing import whole
from recordpress.reading.files import too_large

FINE, PROBLEMS, USAGE = 0, 1, 2
BOOK = "records/books/pillow-book.yaml"
UNTIDY = b"title:   'The Pillow Book'\n# Its name\nid: pillow-book   # here\n\nauthors:\n- person: sei-shonagon\n"
TIDY = b"# Its name\nid: pillow-book  # here\ntitle: The Pillow Book\nauthors:\n  - {person: sei-shonagon}\n"


@pytest.fixture
def root(library: Path) -> Path:
    """A small library in canonical form but for one book."""
    assert cli.main(["--root", str(library), "fmt"]) == FINE
    (library / BOOK).write_bytes(UNTIDY)
    return library


def fmt(root: Path, *arguments: str) -> int:
    return cli.main(["--root", str(root), "fmt", *arguments])


def test_files_are_brought_into_their_form_once(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert fmt(root) == FINE
    assert (root / BOOK).read_bytes() == TIDY
    assert fmt(root) == FINE
    assert capsys.readouterr().out.splitlines() == [
        "1 of 10 files brought into their form",
        "0 of 10 files brought into their form",
    ]
    assert fmt(root, "--check") == FINE


def test_a_check_writes_nothing_and_names_the_first_line(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert fmt(root, "--check") == PROBLEMS
    assert f"{BOOK}:1:1 Y131 " in capsys.readouterr().out
    assert fmt(root, "--check", "--format", "json") == PROBLEMS
    assert [problem["code"] for problem in json.loads(capsys.readouterr().out)] == ["Y131"]
    assert (root / BOOK).read_bytes() == UNTIDY


def test_a_difference_is_shown_and_not_written(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert fmt(root, "--diff") == PROBLEMS
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == [f"--- a/{BOOK}", f"+++ b/{BOOK}"]
    assert "+title: The Pillow Book" in lines
    assert (root / BOOK).read_bytes() == UNTIDY


def test_a_file_with_problems_is_left_alone_and_the_others_are_not(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = root / "records" / "people" / "painter.yaml"
    broken.write_bytes(b"id: painter\nname: [\n")
    (root / "records" / "people" / "note.txt").write_bytes(b"")
    assert fmt(root) == PROBLEMS
    printed = capsys.readouterr().out
    assert "records/people/painter.yaml:3:1 Y106 " in printed
    assert "records/people/note.txt:0:0 Y121 " in printed
    assert broken.read_bytes() == b"id: painter\nname: [\n"
    assert (root / BOOK).read_bytes() == TIDY


def test_only_the_files_that_are_named_are_looked_at(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert fmt(root, "--check", str(root / "records" / "people")) == FINE
    monkeypatch.chdir(root / "records")
    assert fmt(root, "books") == FINE
    assert (root / BOOK).read_bytes() == TIDY
    assert fmt(root, str(root / "schemas")) == USAGE
    assert "no record stands at schemas" in capsys.readouterr().err


def test_schemas_with_mistakes_are_told(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "schemas" / "book.schema.json").write_text("{", encoding="utf-8")
    assert fmt(root) == PROBLEMS
    assert "schemas/book.schema.json:1:" in capsys.readouterr().out
    assert (root / BOOK).read_bytes() == UNTIDY


def test_what_the_system_refuses_is_told_by_file(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr(whole, "replace_record", refuse)
        assert fmt(root) == PROBLEMS
    assert f"{BOOK}:0:0 W643 " in capsys.readouterr().out
    monkeypatch.setattr(whole, "read_bytes", lambda file, _: too_large(file.path, 1))
    assert fmt(root, str(root / BOOK)) == PROBLEMS
