"""The commands `mv`, `merge` and `withdraw`: what they change, say and refuse, and what becomes of those that die."""

import json
from pathlib import Path

import pytest

from recordpress import cli
from recordpress.editing import saving
from tests.end_to_end.running import copy_of_library, files, run

FINE, PROBLEMS, USAGE, INTERRUPTED = 0, 1, 2, 130


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_of_library(tmp_path)


def records(root: Path) -> dict[str, bytes]:
    return dict(files(root / "records"))


def test_a_moved_record_is_found_by_everybody_and_the_dataset_is_as_sound_as_before(root: Path) -> None:
    before = records(root)
    done = run("mv", "painter", "the-painter", cwd=root)
    assert (done.returncode, done.stderr) == (FINE, "")
    assert "records/people/painter.yaml → records/people/the-painter.yaml" in done.stdout
    assert "records/books/pillow-book.yaml:28 - person: painter → - person: the-painter" in done.stdout
    assert "records/books/pillow-book.yaml:51 claimed_text: the painter wrote it" in done.stdout
    assert done.stdout.endswith("\n4 files changed\n")
    after = records(root)
    assert set(before) - set(after) == {"people/painter.yaml"}
    assert set(after) - set(before) == {"people/the-painter.yaml"}
    text = after["books/pillow-book.yaml"].replace(b"the-painter", b"painter")
    assert text == before["books/pillow-book.yaml"]
    assert cli.main(["check", "--root", str(root)]) == FINE


def test_a_dry_run_says_the_same_and_writes_nothing(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = records(root)
    assert cli.main(["mv", "--root", str(root), "--dry-run", "pillow-book", "the-pillow-book"]) == FINE
    said = capsys.readouterr().out
    assert "1 file would be changed" in said
    assert "site/pages/shelf.md:45 sql: select 'book/pillow-book' as ref" in said
    assert records(root) == before


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["mv", "painter", "The Painter"], USAGE, '`id` has the wrong form: "The Painter"'),
        (["mv", "painter", "nobody"], USAGE, "there is already a record person/nobody"),
        (["mv", "pintr", "x"], USAGE, "did you mean painter?"),
        (
            ["merge", "encyclopedia-reprint", "encyclopedia"],
            PROBLEMS,
            "works/encyclopedia.yaml:2:8 L330 `title`",
        ),
        (["merge", "painter", "sei-shonagon", "--prefer", "into"], PROBLEMS, "L307 `authors` has two items"),
        (["withdraw", "painter", "--reason", "x"], PROBLEMS, "records/people/sei-shonagon.yaml:5:11 L306"),
        (["withdraw", "painter", "--reason", "x", "--redirect"], USAGE, "--redirect needs --replaced-by"),
        (["withdraw", "painter", "--reason", "x", "--date", "soon"], USAGE, "soon is no day such as 2024-07-31"),
        (["withdraw", "painter"], USAGE, "--reason"),
        (["withdraw", "painter", "--reason", " "], USAGE, "argument --reason: say why, in words"),
    ],
)
def test_what_leads_to_problems_is_refused_and_nothing_changes(
    root: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], status: int, said: str
) -> None:
    before = records(root)
    assert cli.main([*arguments, "--root", str(root)]) == status
    printed = capsys.readouterr()
    assert said in printed.out + printed.err
    assert records(root) == before


def test_problems_that_were_there_before_are_no_hindrance(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "records" / "books" / "other.yaml").write_text("id: other\ntitle: 12\n", encoding="utf-8")
    assert cli.main(["mv", "--root", str(root), "--format", "json", "painter", "p"]) == FINE
    assert json.loads(capsys.readouterr().out) == []
    assert (root / "records" / "people" / "p.yaml").exists()


def test_a_dataset_with_broken_schemas_is_left_alone(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "schemas" / "house.schema.json").write_text("{", encoding="utf-8")
    assert cli.main(["mv", "--root", str(root), "painter", "p"]) == PROBLEMS
    assert "schemas/house.schema.json" in capsys.readouterr().out


def test_a_record_that_cannot_be_read_stops_it_with_its_place(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "records" / "people" / "sei-shonagon.yaml").write_text("friends: [painter", encoding="utf-8")
    assert cli.main(["mv", "--root", str(root), "painter", "p"]) == PROBLEMS
    assert "records/people/sei-shonagon.yaml:1:10 Y106" in capsys.readouterr().out


def test_two_records_become_one(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    twin = root / "records" / "people" / "painter-2.yaml"
    twin.write_text("id: painter-2\nname: A painter\nborn: 0970~  # or so\naliases: [maler]\n", encoding="utf-8")
    assert cli.main(["merge", "--root", str(root), "painter-2", "painter"]) == FINE
    assert "records/people/painter-2.yaml removed" in capsys.readouterr().out
    kept = (root / "records" / "people" / "painter.yaml").read_text(encoding="utf-8")
    assert kept == "id: painter\nname: A painter\nborn: 0970~  # or so\nteacher: painter\naliases: [painter-2, maler]\n"
    assert not twin.exists()


def test_a_withdrawn_record_names_what_takes_its_place(root: Path) -> None:
    (root / "records" / "people" / "third.yaml").write_text("id: third\nname: Third\n", encoding="utf-8")
    arguments = ["--reason", "It was a dream: no more.", "--date", "2026-01-31", "--replaced-by", "painter"]
    assert cli.main(["withdraw", "--root", str(root), "third", *arguments]) == FINE
    assert (root / "records" / "people" / "third.yaml").read_text(encoding="utf-8") == (
        "id: third\nname: Third\nwithdrawn:\n  date: 2026-01-31\n"
        "  reason: 'It was a dream: no more.'\n  replaced_by: person/painter\n"
    )


@pytest.mark.parametrize("number", [0, 1, 3])
def test_a_command_that_dies_while_it_writes_is_completed_by_the_next(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    calls = iter(range(100))
    original = saving.sync_folder

    def dying(folder: Path) -> None:
        if next(calls) == number:
            raise KeyboardInterrupt
        original(folder)

    monkeypatch.setattr(saving, "sync_folder", dying)
    assert cli.main(["mv", "--root", str(root), "painter", "p"]) == INTERRUPTED
    monkeypatch.undo()
    following = {0: ["check"], 1: ["build"], 3: ["mv", "sei-shonagon", "sei", "--dry-run"]}[number]
    assert cli.main([*following, "--root", str(root)]) == FINE
    assert "W642" in capsys.readouterr().out
    assert cli.main(["check", "--root", str(root)]) == FINE
    assert (root / "records" / "people" / "p.yaml").exists()
    assert not (root / "records" / "people" / "painter.yaml").exists()


def test_a_command_that_dies_before_it_writes_has_changed_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = records(root)

    def dying(_folder: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(saving, "sync_tree", dying)
    assert cli.main(["mv", "--root", str(root), "painter", "p"]) == INTERRUPTED
    monkeypatch.undo()
    assert cli.main(["mv", "--root", str(root), "painter", "p", "--dry-run"]) == FINE
    assert records(root) == before
