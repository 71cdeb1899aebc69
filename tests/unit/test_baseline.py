"""A baseline of known problems: they don't fail, new ones do, mended ones are named."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from recordpress import cli
from recordpress.baseline import compared, entry_of, read_baseline, render, write_baseline
from recordpress.problems import Problem
from recordpress.unusable import UnusableError

FIRST = Problem("V204", "records/books/a.yaml", '`authors/1/role` can\'t be "x"', 7, 3, "/authors/1/role")
OTHER = Problem("L303", "records/books/a.yaml", "there is no record person/b", 4, 1, "/editor")


def test_a_problem_is_known_by_its_field_and_message_wherever_it_stands() -> None:
    moved = replace(FIRST, line=90, column=1, pointer="/authors/12/role", message='`authors/12/role` can\'t be "x"')
    assert entry_of(moved) == entry_of(FIRST)
    assert entry_of(FIRST).field == "authors/*/role"
    assert entry_of(replace(FIRST, code="V205")) != entry_of(FIRST)
    assert entry_of(replace(FIRST, message='`authors/1/role` can\'t be "y"')) != entry_of(FIRST)
    assert entry_of(replace(FIRST, path="records/books/b.yaml")) != entry_of(FIRST)


def test_problems_are_counted_and_what_is_mended_is_named() -> None:
    second = replace(FIRST, pointer="/authors/2/role", message='`authors/2/role` can\'t be "x"', line=8)
    baseline = Counter(map(entry_of, [FIRST, OTHER]))
    found = compared([second, FIRST], baseline)
    assert (found.known, found.new, found.mended) == ((FIRST,), (second,), (entry_of(OTHER),))
    assert compared([FIRST], baseline, ["records/books/b.yaml"]).mended == ()
    assert compared([FIRST], baseline, ["records/books"]).mended == (entry_of(OTHER),)


def test_a_baseline_is_read_as_it_was_written_with_a_line_for_each_problem(tmp_path: Path) -> None:
    problems = [OTHER, FIRST, replace(FIRST, line=9)]
    path = tmp_path / "known.json"
    write_baseline(path, problems)
    assert read_baseline(path) == Counter(map(entry_of, problems))
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [json.loads(line.rstrip(","))["code"] for line in lines[3:5]] == ["L303", "V204"]
    assert render(problems) == render(reversed(problems))
    assert json.loads(render([])) == {"about": json.loads(render([]))["about"], "problems": []}


@pytest.mark.parametrize("text", ["", "[]", '{"problems": 3}', '{"problems": [{"path": "a"}]}', '{"problems": [3]}'])
def test_what_is_no_baseline_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "known.json").write_text(text, encoding="utf-8")
    with pytest.raises(UnusableError, match="is no baseline"):
        read_baseline(tmp_path / "known.json")
    with pytest.raises(UnusableError, match="can't be read: No such file"):
        read_baseline(tmp_path / "none.json")
    with pytest.raises(UnusableError, match="can't be written"):
        write_baseline(tmp_path / "none" / "known.json", [])


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    status = cli.main(list(arguments))
    return status, capsys.readouterr().out


def spoil(root: Path, path: str, old: str, new: str) -> None:
    file = root / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_check_reports_what_is_new_beside_a_baseline(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root, known = ("--root", str(library)), str(library / "known.json")
    spoil(library, "records/people/painter.yaml", "name:", "nmae:")
    assert cli.main(["check", *root]) == 1
    capsys.readouterr()
    status, text = run(capsys, "check", *root, "--baseline", known, "--write-baseline")
    assert (status, "problems written" in text) == (0, True)
    before = (library / "records/people/painter.yaml").read_text(encoding="utf-8")
    (library / "records/people/painter.yaml").write_text(f"# moved\n\n{before}", encoding="utf-8")
    status, text = run(capsys, "check", *root, "--baseline", known)
    assert (status, text) == (0, f"2 known problems, as {known} has them\n")
    spoil(library, "records/people/painter.yaml", "nmae:", "name:")
    spoil(library, "records/houses/great-house.yaml", "name:", "nmae:")
    status, text = run(capsys, "check", *root, "--baseline", known)
    assert status == 1
    assert "V201 `name` is missing" in text
    assert "0 known problems" in text
    assert "mended: records/people/painter.yaml V201 `name` is missing" in text
    assert "--write-baseline" in text


def test_build_leaves_out_what_has_known_problems_and_what_refers_to_it(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root, known = ("--root", str(library)), str(library / "known.json")
    spoil(library, "records/people/painter.yaml", "name:", "nmae:")
    assert run(capsys, "check", *root, "--baseline", known, "--write-baseline")[0] == 0
    assert run(capsys, "build", *root)[0] == 1
    status, text = run(capsys, "build", *root, "--baseline", known)
    assert status == 0, text
    assert "1 left out because of known problems: records/people/painter.yaml" in text
    assert "left out because they refer to those: records/books/pillow-book.yaml" in text
    people = (library / "data" / "people.csv").read_text(encoding="utf-8")
    assert "painter" not in people
    assert run(capsys, "verify", *root)[0] == 0
    assert run(capsys, "build", *root)[0] == 1  # without the baseline, nothing is known
    spoil(library, "records/people/painter.yaml", "nmae:", "name:")
    status, text = run(capsys, "build", *root, "--baseline", known)
    assert (status, "left out" in text, "mended: " in text) == (0, False, True)
    assert "painter" in (library / "data" / "people.csv").read_text(encoding="utf-8")


def test_build_beside_a_baseline_fails_on_what_is_new_or_of_the_schemas(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root, known = ("--root", str(library)), str(library / "known.json")
    write_baseline(library / "known.json", [])
    spoil(library, "records/people/painter.yaml", "name:", "nmae:")
    assert run(capsys, "build", *root, "--baseline", known)[0] == 1
    spoil(library, "schemas/person.schema.json", '"type"', '"tpye"')
    assert run(capsys, "check", *root, "--baseline", known, "--write-baseline")[0] == 0
    status, text = run(capsys, "build", *root, "--baseline", known)
    assert (status, "S202" in text) == (1, True)


def test_a_baseline_is_written_of_all_problems_only(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", "--root", str(library), "--write-baseline"]) == 2
    assert "--write-baseline needs --baseline FILE" in capsys.readouterr().err
