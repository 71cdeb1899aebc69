"""A check of what was checked before tells the same at once; whatever has changed is looked at, and told of, anew."""

import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from recordpress import cli, full_check, remembering
from recordpress.remembering import state_of
from tests.warm_and_cold import MADE

BOOK = "records/books/tale-of-genji.yaml"
NOTE = ".recordpress/last-check.json"


@pytest.fixture(autouse=True)
def relied_on_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rely on the times of what was written just now, too."""
    monkeypatch.setattr(remembering, "RACE", 0)


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """A function that runs `check`, and gives its exit status and all that it prints."""

    def run(root: Path, *arguments: str) -> tuple[int, str]:
        status = cli.main(["check", "--root", str(root), *arguments])
        return status, "".join(capsys.readouterr())

    return run


def replaced(root: Path, path: str, old: str, new: str) -> None:
    """Change the text of a file."""
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def checked(library: Path, told: Callable[..., tuple[int, str]]) -> Path:
    """A dataset with a warning in a record, and one in a page, that was checked."""
    replaced(library, BOOK, "pages: 1216", "pages: 3")
    (library / "docs").mkdir()
    (library / "docs" / "more.md").write_text("More.\n", encoding="utf-8")
    time.sleep(0.01)
    assert "T102" in told(library)[1]
    assert (library / NOTE).exists()
    return library


def forbid_looking(patch: pytest.MonkeyPatch) -> None:
    """From now on nothing may be looked at again."""
    patch.setattr(full_check, "_found", lambda *_, **__: pytest.fail("it was looked at again"))


OPTIONS = (
    (),
    ("--format", "json"),
    ("--format", "github"),
    ("records/books",),
    ("records/people", "--format", "json"),
)


def edit_record(root: Path) -> None:
    replaced(root, BOOK, "pages: 3", "pages: x")


def edit_in_place(root: Path) -> None:
    about = (root / BOOK).stat()
    replaced(root, BOOK, "pages: 3", "pages: 2")
    os.utime(root / BOOK, ns=(about.st_atime_ns, about.st_mtime_ns))


def mend(root: Path) -> None:
    replaced(root, BOOK, "pages: 3", "pages: 1216")


def add_record(root: Path) -> None:
    (root / "records" / "people" / "new.yaml").write_text("id: other\nname: New\n", encoding="utf-8")


def remove_record(root: Path) -> None:
    (root / "records" / "people" / "sei-shonagon.yaml").unlink()


def rename_record(root: Path) -> None:
    (root / BOOK).rename(root / "records" / "books" / "genji.yaml")


def edit_schema(root: Path) -> None:
    replaced(root, "schemas/book.schema.json", '"pages"', '"leaves"')


def edit_check(root: Path) -> None:
    replaced(root, "schemas/checks/short-books.sql", "T102", "T109")


def edit_page(root: Path) -> None:
    replaced(root, "site/pages/shelf.md", "title:", "titel:")


def edit_query(root: Path) -> None:
    replaced(root, "site/queries/books-in-a-language.sql", "-- title:", "-- titel:")


def include_document(root: Path) -> None:
    (root / "site" / "pages" / "more.md").write_text("---\ntitle: M\ninclude: docs/more.md\n---\n", encoding="utf-8")
    (root / "docs" / "more.md").unlink()


def edit_descriptor(root: Path) -> None:
    replaced(root, "datapackage.json", '"version": "1.0.0"', '"version": "1"')


CHANGES = (
    edit_record,
    edit_in_place,
    mend,
    add_record,
    remove_record,
    rename_record,
    edit_schema,
    edit_check,
    edit_page,
    edit_query,
    include_document,
    edit_descriptor,
)


@pytest.mark.parametrize("change", CHANGES)
def test_after_a_change_a_check_tells_what_it_tells_without_any_note(
    checked: Path, change: Callable[[Path], None], told: Callable[..., tuple[int, str]]
) -> None:
    before = told(checked)
    time.sleep(0.01)  # more than the clock of a file system needs to tick
    change(checked)
    with tempfile.TemporaryDirectory() as other:
        cold = Path(other) / "cold"
        shutil.copytree(checked, cold, ignore=MADE)
        expected = told(cold)
    assert told(checked) == expected
    assert told(checked) == expected  # as it was noted
    assert expected != before


def test_what_has_not_changed_is_told_again_in_any_form(
    checked: Path, told: Callable[..., tuple[int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(checked)
    shutil.copy(checked / NOTE, checked.parent / "note")
    (checked / NOTE).unlink()
    with monkeypatch.context() as patch:
        patch.setattr(full_check, "note_found", lambda *_: None)
        expected = [told(checked, *options) for options in OPTIONS]
    assert len(set(expected)) == len(OPTIONS) - 1  # all problems are in the folder that is asked for
    shutil.copy(checked.parent / "note", checked / NOTE)
    forbid_looking(monkeypatch)
    assert [told(checked, *options) for options in OPTIONS] == expected


def test_errors_are_told_again_with_their_status(checked: Path, told: Callable[..., tuple[int, str]]) -> None:
    edit_record(checked)
    first = told(checked)
    assert first[0] == 1
    with pytest.MonkeyPatch.context() as patch:
        forbid_looking(patch)
        assert told(checked) == first


def test_a_baseline_is_read_each_time(
    checked: Path, told: Callable[..., tuple[int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    forbid_looking(monkeypatch)
    path = checked.parent / "known.json"
    told(checked, "--baseline", str(path), "--write-baseline")
    assert "T102 warning" not in told(checked, "--baseline", str(path))[1]
    path.write_text(json.dumps({**json.loads(path.read_bytes()), "problems": []}), encoding="utf-8")
    assert "T102 warning" in told(checked, "--baseline", str(path))[1]


@pytest.mark.parametrize(
    ("where", "name", "value"),
    [
        (remembering, "engine_digest", lambda: "another engine"),
        (remembering.sys, "version", "3.99"),
        (remembering.os, "geteuid", lambda: 12345),
    ],
)
def test_another_engine_python_or_user_looks_for_itself(
    checked: Path, monkeypatch: pytest.MonkeyPatch, where: object, name: str, value: object
) -> None:
    forbid_looking(monkeypatch)
    monkeypatch.setattr(where, name, value)
    with pytest.raises(pytest.fail.Exception, match="looked at again"):
        full_check.check(checked, (), full_check.Progress())


def test_a_file_that_was_there_while_a_check_ran_is_not_told_of_later(
    library: Path, told: Callable[..., tuple[int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    passing = library / "site" / "queries" / "passing.sql"
    found = full_check._found

    def with_another(*arguments: Any, **more: Any) -> object:
        time.sleep(0.01)
        passing.write_text("select 1", encoding="utf-8")
        problems = found(*arguments, **more)
        passing.unlink()
        return problems

    time.sleep(0.01)
    with monkeypatch.context() as patch:
        patch.setattr(full_check, "_found", with_another)
        assert "passing.sql" in told(library)[1]
    assert "passing.sql" not in told(library)[1]


@pytest.mark.parametrize(
    "condition",
    ["date('now') > '2000'", "date() > '2000'", "CURRENT_DATE > '2000'", "abs(random()) >= 0", "strftime('%Y') > '2'"],
)
def test_a_check_that_asks_what_time_it_is_or_for_chance_is_run_each_time(
    library: Path, told: Callable[..., tuple[int, str]], condition: str
) -> None:
    replaced(library, "schemas/checks/short-books.sql", "WHERE ", f"WHERE {condition} AND ")
    time.sleep(0.01)
    told(library)
    assert not (library / NOTE).exists()


def test_what_editors_complete_by_is_written_again_where_it_is_gone(
    checked: Path, told: Callable[..., tuple[int, str]]
) -> None:
    assert cli.main(["editor", "--root", str(checked)]) == 0
    told(checked)
    kept = checked / ".recordpress" / "editor"
    shutil.rmtree(kept)
    told(checked)
    assert (kept / "book.schema.json").exists()


def test_where_nothing_can_be_noted_all_is_looked_at_again(
    checked: Path, told: Callable[..., tuple[int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = told(checked)
    (checked / NOTE).unlink()
    (checked / NOTE).mkdir()
    assert told(checked) == before
    assert [path.name for path in (checked / ".recordpress").glob("last-check.*")] == ["last-check.json"]
    monkeypatch.setattr(remembering, "stamps", lambda *_, **__: (_ for _ in ()).throw(PermissionError()))
    assert state_of(checked, ("records",)) == remembering.State("", is_settled=False)
    assert told(checked) == before
