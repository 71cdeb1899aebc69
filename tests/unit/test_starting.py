"""A new dataset from questions or flags: it is sound at once, and nothing that was there is touched."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from recordpress import api
from recordpress.cli import main
from recordpress.starting.asking import ask
from recordpress.starting.placing import write_dataset
from recordpress.starting.wishes import Wish, require_kinds
from recordpress.starting.words import apart, kind_of, name_of, plural, singular, slug
from recordpress.unusable import UnusableError


def files_of(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("more", [[], ["--evidence"]], ids=["plain", "with evidence"])
def test_a_new_dataset_has_no_problems_and_can_be_built(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str]
) -> None:
    folder = tmp_path / "my-lights"
    assert main(["init", str(folder), "--kinds", "light-house", "person", *more]) == 0
    assert "my-lights: " in capsys.readouterr().out
    assert main(["fmt", "--check", "--root", str(folder)]) == 0
    built = api.build(folder)
    assert built.problems == ()
    assert api.verify(folder / "dist" / "current") == ()
    rows = {row["id"]: row for row in api.tables(folder)["light_houses"].dicts()}
    assert rows["light-house-3"]["since_latest"] == "1987-12-31"
    with api.open_package(folder) as package:
        assert package.metadata["title"] == "My lights"
        assert ("claims" in package.tables) == bool(more)
    settings = json.loads((folder / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    assert settings["yaml.schemas"]["./.recordpress/editor/person.schema.json"] == ["/records/people/*.yaml"]
    workflow = yaml.safe_load((folder / ".github" / "workflows" / "check.yml").read_text(encoding="utf-8"))
    assert workflow["jobs"]["check"]["steps"][-1] == {"run": "python build.py verify"}


def test_flags_say_what_the_dataset_is_called(tmp_path: Path) -> None:
    folder = tmp_path / "x"
    flags = ["--title", 'Ships: "old"', "--name", "ships", "--licence", "cc0-1.0", "--kinds", "ship", "yard", "--yes"]
    assert main(["init", str(folder), *flags]) == 0
    described = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert (described["title"], described["name"]) == ('Ships: "old"', "ships")
    assert described["licenses"][0]["name"] == "CC0-1.0"
    assert "SPDX-License-Identifier: CC0-1.0" in (folder / "LICENSE").read_text(encoding="utf-8")
    assert api.check(folder) == ()


def test_a_folder_with_something_in_it_is_refused_and_left_as_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    assert main(["init", str(tmp_path), "--yes"]) == 2
    assert "notes.txt would be in the way" in capsys.readouterr().err
    assert files_of(tmp_path) == ["notes.txt"]
    assert main(["init", str(tmp_path / "notes.txt"), "--yes"]) == 2
    assert "is a file" in capsys.readouterr().err


def test_an_empty_repository_is_no_obstacle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    assert main(["init", ".", "--name", "here"]) == 0
    assert (tmp_path / "schemas" / "item.schema.json").is_file()


def test_all_files_are_written_or_none(tmp_path: Path) -> None:
    def files() -> Iterator[tuple[str, bytes]]:
        yield "a/b.txt", b"1"
        raise OSError(28, "No space left on device")

    with pytest.raises(UnusableError, match="No space left"):
        write_dataset(tmp_path / "new", files())
    assert list(tmp_path.iterdir()) == []

    def late() -> Iterator[tuple[str, bytes]]:
        yield "a.txt", b"1"
        yield "b.txt", b"1"
        (tmp_path / "there").mkdir()
        (tmp_path / "there" / "b.txt").write_bytes(b"mine")

    with pytest.raises(UnusableError, match=r"b\.txt has come"):
        write_dataset(tmp_path / "there", late())
    assert files_of(tmp_path) == ["there/b.txt"]


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (["--name", "Über Uns"], "such as uber-uns"),
        (["--name", "search"], "used by the site's own pages"),
        (["--licence", "mine"], "none of the licences"),
        (["--kinds", "ship", "ship"], "two different kinds"),
        (["--kinds", "Ship", "yard"], "such as ship"),
        (["--kinds", "record", "yard"], "the engine's own"),
    ],
)
def test_what_cannot_be_wished_for_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], flags: list[str], said: str
) -> None:
    assert main(["init", str(tmp_path / "new"), *flags]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


def test_questions_are_asked_again_until_they_can_be_used(capsys: pytest.CaptureFixture[str]) -> None:
    answers = iter(["Ships", "The Ships", "ships", "", "boat", "boat, yard", "perhaps", "yes"])
    wish = ask(Wish("New", "new"), lambda _: next(answers))
    assert wish == Wish("Ships", "ships", kinds=("boat", "yard"), evidence=True)
    assert "such as the-ships" in capsys.readouterr().out
    answers = iter(["\x1b[2J", "", "", ""])
    assert ask(Wish("New", "new"), lambda _: next(answers), kinds=False) == Wish("New", "new")

    def nobody(_: str) -> str:
        raise EOFError

    with pytest.raises(UnusableError, match="--yes"):
        ask(Wish("New", "new"), nobody)


def test_words_become_names() -> None:
    assert slug("  Ångström & Straße (2.) ") == "angstrom-strasse-2"
    assert [name_of(text, "column_3") for text in ("firstYear", "2nd name", "名前", "%")] == [
        "first_year",
        "column_2nd_name",
        "column_3",
        "column_3",
    ]
    words = ["city", "box", "person", "day", "species", "bus", "light-house", "church"]
    assert [plural(word) for word in words] == [
        "cities", "boxes", "people", "days", "species", "buses", "light-houses", "churches",
    ]  # fmt: skip
    assert [kind_of(text) for text in ("LightHouses", "Cities 2024", "名", "glass", "address", "people")] == [
        "light-house",
        "city",
        "item",
        "glass",
        "address",
        "person",
    ]
    assert singular("addresses") == "address"
    assert apart(["a", "b", "A", "a"], taken=["b"]) == ["a", "b_2", "A_2", "a_3"]
    assert require_kinds(["light-house", "yard"]) == ("light-house", "yard")
