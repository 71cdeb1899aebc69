"""What changed, as `docs/how-to/compare-versions.md` says, and the command `diff`."""

import json
from pathlib import Path

import pytest

from recordpress import cli
from recordpress.comparing.deltas import Cells, cells_of
from recordpress.comparing.sides import Side, opened_sides
from recordpress.crew import Crew
from recordpress.progress import Progress
from recordpress.writing.delimited import render_lines
from tests.end_to_end.guides import follow_guide, part_of_the_project
from tests.end_to_end.running import run
from tests.repositories import commit, replaced

FINE, PROBLEMS, USAGE = 0, 1, 2
BOOK = "records/books/pillow-book.yaml"


def tables(root: Path) -> dict[str, list[Cells]]:
    """The tables of the working tree, each with its header and its rows as in a CSV file, sorted."""
    with Crew(1) as crew, opened_sides(root, (Side(), Side()), Progress(), crew, complete=True) as (side, _):
        return {
            name: [tuple(shape.columns), *sorted(cells_of(row) for row in side.table(name))]
            for name, shape in side.shapes.items()
        }


def test_the_guide_can_be_followed(tmp_path: Path) -> None:
    clone = part_of_the_project(tmp_path / "clone")
    (clone / "copy").mkdir()
    for name, rows in tables(clone).items():
        (clone / "copy" / f"{name}.csv").write_bytes(render_lines(rows))
    assert follow_guide("compare-versions.md", clone) >= 7
    for name, rows in tables(clone).items():
        assert (clone / "copy" / f"{name}.csv").read_bytes() == render_lines(rows), name


@pytest.fixture
def repository(library: Path) -> Path:
    commit(library)
    replaced(library, BOOK, ("pages: 364", "pages: 365"))
    return library


def test_the_command_tells_what_changed_and_ends_well(repository: Path) -> None:
    done = run("diff", cwd=repository / "records")
    assert (done.returncode, done.stderr) == (FINE, "")
    assert done.stdout.endswith(
        "Book: 1 changed\n  changed: The Pillow Book (1002~) (pillow-book)\n    pages: 364 → 365\n"
    )


def test_the_status_tells_whether_anything_changed_on_demand(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["diff", "--root", str(repository), "--exit-code"]) == PROBLEMS
    assert cli.main(["diff", "--root", str(repository), "--exit-code", "HEAD", "HEAD"]) == FINE
    capsys.readouterr()
    assert cli.main(["diff", "--root", str(repository), "--format", "json"]) == FINE
    told = json.loads(capsys.readouterr().out)
    assert told["records"][0]["fields"][0]["field"] == "pages"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere"], "`nowhere` is neither a revision of this repository nor a package"),
        (["HEAD", "HEAD", "HEAD"], "up to two revisions or packages are compared, and 3 are named"),
        (["--output", "records"], "records holds other files than deltas"),
    ],
)
def test_wrong_usage_is_told_in_a_sentence(
    repository: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    words: str,
) -> None:
    monkeypatch.chdir(repository)
    assert cli.main(["diff", *arguments]) == USAGE
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"error: {words}")
    assert len(said.err.splitlines()) == 1


def test_a_revision_with_problems_is_compared_and_has_no_deltas(
    repository: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    replaced(repository, BOOK, ("pages: 365", "pages: many"))
    assert cli.main(["diff", "--root", str(repository)]) == FINE
    said = capsys.readouterr().out
    assert "the working tree was compared as far as it can be read: 1 problem, the first: records/books/" in said
    assert "pages: 364 → many" in said
    assert cli.main(["diff", "--root", str(repository), "--output", str(tmp_path / "delta")]) == USAGE
    assert "so that there are no deltas of them" in capsys.readouterr().err
