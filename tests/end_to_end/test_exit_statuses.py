"""How the command ends: the statuses, wrong usage, a bug, and what it says of itself."""

from pathlib import Path

import pytest

from recordpress import cli
from tests.end_to_end.running import BUG, FINE, PROBLEMS, USAGE, broken, run

COMMANDS = ["build", "check", "serve", "verify", "docs"]


def test_build_is_what_is_done_without_a_command(library: Path) -> None:
    done = run("--root", library)
    assert (done.returncode, done.stderr) == (FINE, "")
    assert done.stdout == f"library 1.0.0: 10 records, 91 rows in 22 tables, in {library / 'dist'}\n"
    assert (library / "dist" / "current" / "library.db").is_file()
    assert (library / "data" / "books.csv").is_file()


def test_the_dataset_is_found_from_a_folder_within(library: Path) -> None:
    done = run("check", "../books/tale-of-genji.yaml", cwd=library / "records" / "people")
    assert (done.returncode, done.stdout, done.stderr) == (FINE, "", "")


def test_problems_end_with_1_and_all_are_printed(library: Path) -> None:
    broken(library)
    done = run("check", "--root", library)
    assert done.returncode == PROBLEMS
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    assert lines[0] == "records/books/tale-of-genji.yaml:2:8 V211 `title` must be a text, not the number 12"
    assert lines[1] == '    write "12" in quotes to keep it as text'
    assert lines[-3:] == ["", "     1  V211  Number for text", "1 error, 0 warnings"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["bake"], "invalid choice: 'bake'"),
        (["check", "--form", "json"], "unrecognized arguments: --form"),
        (["check", "--format", "xml"], "invalid choice: 'xml'"),
        (["serve", "--port", "many"], "invalid int value: 'many'"),
        (["check", "records/nowhere.yaml"], "records/nowhere.yaml is no file or folder of the dataset"),
        (["check", ".."], ".. is no file or folder of the dataset"),
        (["check", "records/../../elsewhere"], "records/../../elsewhere is no file or folder of the dataset"),
        (["--root", "records"], "there is no datapackage.json in records"),
        (["--root", "nowhere", "verify"], "there is no datapackage.json in nowhere"),
    ],
)
def test_wrong_usage_ends_with_2(library: Path, arguments: list[str], words: str) -> None:
    (library.parent / "elsewhere").mkdir()
    done = run(*arguments, cwd=library)
    assert (done.returncode, done.stdout) == (USAGE, "")
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_without_dataset_ends_with_2(tmp_path: Path) -> None:
    done = run("check", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (USAGE, "")
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith("error: there is no datapackage.json in this folder or above it")


@pytest.mark.parametrize("arguments", [[], ["build"], ["check"]])
def test_a_bug_ends_with_3_and_no_traceback(
    library: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("by nought")

    monkeypatch.delenv("RECORDPRESS_TRACEBACK", raising=False)
    monkeypatch.setattr("recordpress.pipeline.tables", fail)
    assert cli.main([*arguments, "--root", str(library)]) == BUG
    said = capsys.readouterr()
    assert said.out == ""
    first, second = said.err.splitlines()
    assert first.startswith("bug in the engine: ZeroDivisionError: by nought (test_exit_statuses.py:")
    assert "Nothing was published" in second
    assert not (library / "dist" / "current").exists()


def test_a_bug_is_shown_in_full_on_demand(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECORDPRESS_TRACEBACK", "1")
    monkeypatch.setattr("recordpress.pipeline.tables", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        cli.main(["check", "--root", str(library)])


def test_an_old_sqlite_ends_with_2_and_one_sentence(
    library: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sqlite3.sqlite_version_info", (3, 36, 0))
    assert cli.main(["check", "--root", str(library)]) == USAGE
    assert capsys.readouterr().err.startswith("error: SQLite 3.37 or newer is needed")


# Help


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help_says_what_there_is(name: str, tmp_path: Path) -> None:
    done = run(*([name] if name else []), "--help", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (FINE, "")
    assert done.stdout.startswith("usage: build.py")
    assert "130  interrupted" in done.stdout
    assert "--root DIR" in done.stdout
    if not name:
        assert all(f"    {command_name}  " in done.stdout for command_name in COMMANDS)


def test_version(tmp_path: Path) -> None:
    done = run("--version", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (FINE, "recordpress 0.1.0\n")
