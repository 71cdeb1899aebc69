"""What a release writes: version and day in their files, and the changelog."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recordpress.releasing.changelog import FEW, entry_lines, high_heading, names_version, with_entry
from recordpress.releasing.marking import MarkingError, marked
from tests.repositories import changed, replaced
from tests.unit.test_comparing_records import rename

HEADING = "[1.2.0] - 2026-03-04"


def mark(root: Path) -> dict[str, str]:
    return dict(marked(root, "1.2.0", "2026-03-04"))


# Version and day


def test_the_descriptor_changes_in_its_version_and_day_alone(library: Path) -> None:
    path = library / "datapackage.json"
    text = path.read_text(encoding="utf-8").replace('"version": "1.0.0",', '"version":"1.0.0" , "created": "x",')
    path.write_text(text, encoding="utf-8")
    wanted = text.replace('"1.0.0" ,', '"1.2.0" ,').replace('"created": "x"', '"created": "2026-03-04T00:00:00Z"')
    assert mark(library) == {"datapackage.json": wanted}


def test_a_descriptor_without_day_gets_one_before_its_resources(library: Path) -> None:
    path = library / "datapackage.json"
    path.write_text('{"version": "1.0.0", "resources": []}', encoding="utf-8")
    [text] = mark(library).values()
    assert list(json.loads(text)) == ["version", "created", "resources"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "title: T\nversion: 1.0.0  # ours\nauthors:\n  - version: 3\ndate-released: 2020-01-01\nlicense: L\n",
            "title: T\nversion: 1.2.0\nauthors:\n  - version: 3\ndate-released: 2026-03-04\nlicense: L\n",
        ),
        ("cff-version: 1.2.0\n", "cff-version: 1.2.0\nversion: 1.2.0\ndate-released: 2026-03-04\n"),
    ],
)
def test_the_citation_names_version_and_day(library: Path, before: str, after: str) -> None:
    (library / "CITATION.cff").write_text(before, encoding="utf-8")
    assert mark(library)["CITATION.cff"] == after


def test_further_files_are_marked_where_they_name_a_version(library: Path) -> None:
    (library / ".zenodo.json").write_text('{"version": "1", "title": "T"}', encoding="utf-8")
    assert mark(library)[".zenodo.json"] == '{"version": "1.2.0", "title": "T"}'


@pytest.mark.parametrize(
    ("name", "content"),
    [("datapackage.json", b"{"), ("datapackage.json", b"[]"), ("CITATION.cff", b"\xff"), (".zenodo.json", b"1")],
)
def test_a_file_that_can_not_be_marked_is_named(library: Path, name: str, content: bytes) -> None:
    (library / name).write_bytes(content)
    with pytest.raises(MarkingError) as caught:
        mark(library)
    assert caught.value.path == name


# The changelog


def test_what_people_wrote_goes_into_the_entry() -> None:
    text = "# Changelog\n\nWords.\n\n## [Unreleased]\n\n### Added\n\n- By hand.\n\n## [1.1.0] - 2026-01-01\n\n- Old.\n"
    assert with_entry(text, HEADING, "Notes.\n", ["- One."]) == (
        "# Changelog\n\nWords.\n\n## [Unreleased]\n\n## [1.2.0] - 2026-03-04\n\nNotes.\n\n### Added\n\n- By hand.\n\n"
        "### Data\n\n- One.\n\n## [1.1.0] - 2026-01-01\n\n- Old.\n"
    )


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", "# Changelog\n\nChanges of the dataset, newest first.\n\n{}\n"),
        ("# Changes\n", "# Changes\n\n{}\n"),
        ("# Changes\n\n## 1.0.0\n\n- Old.", "# Changes\n\n{}\n\n## 1.0.0\n\n- Old.\n"),
        ("# C\n\n## unreleased\n\n[a]: https://x.example\n", "# C\n\n{}\n\n[a]: https://x.example\n"),
    ],
    ids=["none", "empty", "no heading", "links"],
)
def test_the_entry_has_its_place_in_any_changelog(text: str, wanted: str) -> None:
    entry = "## [Unreleased]\n\n## [1.2.0] - 2026-03-04\n\n### Data\n\n- One."
    assert with_entry(text, HEADING, "", ["- One."]) == wanted.format(entry)


@given(
    st.lists(st.sampled_from(["## [Unreleased]", "## [1.0.0]", "- word", "", "[x]: y", "### Added", "# T"]), max_size=9)
)
def test_no_line_of_a_changelog_is_lost(lines: list[str]) -> None:
    text = "\n".join(lines)
    after = with_entry(text, HEADING, "", ["- One."]).splitlines()
    for line in {line for line in lines if line and line != "## [Unreleased]"}:
        assert after.count(line) >= lines.count(line)
    assert names_version("\n".join(after), "1.2.0")


def test_an_entry_is_found_by_its_version_alone() -> None:
    assert names_version("# C\n\n## 1.2.0 - 2026\n", "1.2.0")
    assert not names_version("## [1.2.01]\n## [11.2.0]\n- 1.2.0\n## [1.2.0-rc]\n".replace("-rc", "a"), "1.2.0")


def test_the_entry_names_what_other_programs_should_look_at(library: Path) -> None:
    def change(root: Path) -> None:
        rename(root)
        replaced(root, "records/books/tale-of-genji.yaml", ("pages: 1216", "pages: 1217"))
        for number in range(FEW + 3):
            text = f"id: house-{number:02}\nname: House {number}\n"
            (root / f"records/houses/house-{number:02}.yaml").write_text(text, encoding="utf-8")

    lines = entry_lines(changed(library, change), "v1.0.0")
    assert "- Person: 1 renamed." in lines
    assert "  - renamed: A drawer (`drawer`), formerly `painter`" in lines
    assert "  - changed: The Tale of Genji (1008/1021) (`tale-of-genji`): `pages`" in lines
    assert "  - … and 3 more" in lines


@pytest.mark.parametrize(
    ("notes", "line"),
    [
        ("### Fixed\n\n#### More\n- #12 and ##\n    ## code\n#5\n\n---\n", 0),
        ("Words.\n\n# Title", 3),
        ("  ## [Unreleased]\n", 1),
        ("##", 1),
        ("Title\n=====\n", 1),
        ("- a\n\nTitle\n---\n", 3),
        ("```sh\n# a comment\n```\n~~~~\n~~~\n## no\n~~~~\n", 0),
        ("```\n# a comment\n```\n## yes\n", 4),
    ],
)
def test_headings_in_notes_are_below_those_of_releases(notes: str, line: int) -> None:
    assert high_heading(notes) == line
