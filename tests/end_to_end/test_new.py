"""`new` as people run it: what is written, said, refused and opened."""

import sys
from pathlib import Path

import pytest

from recordpress import cli
from recordpress.commands import new
from tests.end_to_end.running import run

FINE, PROBLEMS, USAGE = 0, 1, 2
PATH = "records/people/murasaki.yaml"


def made(root: Path, *arguments: str) -> int:
    return cli.main(["--root", str(root), "new", *arguments])


def test_a_record_is_made_filled_in_brought_into_its_form_and_built(library: Path) -> None:
    done = run("--root", library, "new", "person", "--id", "murasaki")
    assert (done.returncode, done.stdout, done.stderr) == (FINE, f"{PATH}\n", "")
    assert cli.main(["--root", str(library), "fmt", PATH.replace("records", str(library / "records"))]) == FINE
    checked = run("--root", library, "check", library / PATH)
    assert [line.split()[1:3] for line in checked.stdout.splitlines() if line.startswith("records")] == [
        ["V209", "`name`"]
    ]
    text = (library / PATH).read_text(encoding="utf-8")
    (library / PATH).write_text(text.replace("name:  #: a text", "name: Murasaki Shikibu"), encoding="utf-8")
    assert cli.main(["--root", str(library), "fmt", str(library / PATH)]) == FINE
    assert (library / PATH).read_text(encoding="utf-8") == "id: murasaki\nname: Murasaki Shikibu\n"
    assert cli.main(["--root", str(library), "build"]) == FINE


def test_nothing_is_overwritten_and_what_is_wrong_is_told_at_once(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (library / "records/people/painter.yaml").read_bytes()
    assert made(library, "person", "--id", "painter") == USAGE
    assert capsys.readouterr().err == "error: --id painter: there is a person `painter` already\n"
    assert (library / "records/people/painter.yaml").read_bytes() == before
    assert made(library, "person", "--id", "x", "--set", "nam=y", "--set", "name=3") == USAGE
    assert [line.split(":")[0] for line in capsys.readouterr().err.splitlines()] == ["error", "       --set name=3"]
    (library / PATH).write_bytes(b"id: [")
    assert made(library, "person", "--id", "murasaki") == USAGE


def test_a_text_can_be_printed_without_an_id(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert made(library, "person", "--print") == FINE
    assert "\nid:  #: a text\n" in capsys.readouterr().out
    assert made(library, "person") == USAGE
    assert "needs an id: give --id, or --set name=… to have one made" in capsys.readouterr().err
    assert made(library, "person", "--set", "name=The Painter's") == FINE
    said = capsys.readouterr()
    assert said.out == "records/people/the-painters.yaml\n"
    assert made(library, "person", "--set", "name=The Painters'") == USAGE
    assert made(library, "person", "--id", "the-painter") == FINE
    assert "note: there are records with ids much like it: the-painters" in capsys.readouterr().err


def test_the_editor_is_opened_on_a_terminal(
    library: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[list[str]] = []

    def start(command: list[str], *, check: bool) -> None:
        if command[0] == "none":
            raise FileNotFoundError(2, "No such file")
        opened.append(command)
        assert not check

    monkeypatch.setattr(new.subprocess, "run", start)
    monkeypatch.setenv("EDITOR", "edit --wait")
    assert made(library, "person", "--id", "one") == FINE
    assert opened == []
    for stream in (sys.stdin, sys.stdout):
        monkeypatch.setattr(stream, "isatty", lambda: True)
    assert made(library, "person", "--id", "two") == FINE
    monkeypatch.setenv("VISUAL", "none")
    assert made(library, "person", "--id", "three") == FINE
    assert opened == [["edit", "--wait", str(library / "records/people/two.yaml")]]
    assert "note: the editor none can't be started" in capsys.readouterr().err


def test_schemas_with_mistakes_are_told(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (library / "schemas" / "book.schema.json").write_text("{", encoding="utf-8")
    assert made(library, "person", "--id", "murasaki") == PROBLEMS
    assert "schemas/book.schema.json:1:" in capsys.readouterr().out
