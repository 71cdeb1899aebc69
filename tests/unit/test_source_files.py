"""Files that are held as lines of a folder are those that are held one by one."""

import os
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path

import pytest

from recordpress.chunks import cutting, keeping
from recordpress.chunks.cutting import cut
from recordpress.reading import files
from recordpress.reading.files import IGNORED, Owner, scan
from recordpress.reading.source_files import Folder, SourceFile, SourceFiles
from recordpress.stamps import line_of, read_line

FOLDERS: dict[str, str | Owner] = {"books": "book", "people": "person"}
LIMIT = 50
PLAIN = ("a.yaml", "a-b.yaml", "a.b.yaml", "b.yaml", "é.yaml", "z.yaml")
NAMES = {
    "plain": PLAIN,
    "what is passed over": (*PLAIN, *IGNORED),
    "capitals": (*PLAIN, "B.yaml", "Z.yaml", "z.yaml"),
    "capitals alone": ("A.yaml", "B.yaml"),
    "another form of Unicode": (*PLAIN, "e\u0301.yaml"),
    "unprintable": (*PLAIN, "a\tb.yaml"),
    "a line break": (*PLAIN, "a\nb.yaml"),
    "another line break": (*PLAIN, "a\u2028b.yaml", *IGNORED),
    "a device": (*PLAIN, "con.yaml"),
    "hidden": (*PLAIN, ".a.yaml", ".yaml"),
    "stray": (*PLAIN, "a.json", "README", "a.yml", "b.yaml~"),
    "large": (*PLAIN, "large.yaml"),
    "a folder": (*PLAIN, "sub/c.yaml"),
    "no text": (*PLAIN, os.fsdecode(b"\xff.yaml")),
    "nothing": (),
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for folder in FOLDERS:
        (tmp_path / "records" / folder).mkdir(parents=True)
    (tmp_path / "records" / "people" / "ann.yaml").write_text("id: ann\n", encoding="utf-8")
    return tmp_path


def put(root: Path, names: Iterable[str]) -> None:
    for name in names:
        path = root / "records" / "books" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x" * (LIMIT + 1 if name == "large.yaml" else len(name)), encoding="utf-8")


@pytest.mark.parametrize("names", NAMES.values(), ids=NAMES)
def test_a_folder_at_a_time_is_the_same_as_a_file_at_a_time(
    root: Path, names: Sequence[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    put(root, names)
    quick, problems = scan(root, FOLDERS, LIMIT)
    monkeypatch.setattr(files._Folder, "of_plain_files", lambda *_: None)
    slow, others = scan(root, FOLDERS, LIMIT)
    assert [folder.kind for folder in slow.folders] == []
    assert (list(quick), problems) == (list(slow), others)
    assert quick == slow
    assert quick[:2] == list(slow)[:2]
    assert all(some[-1] == list(some)[-1] and some[1:] == list(some)[1:] for some in quick.folders if some)
    assert [keeping.seen(chunk) for chunk in cut(quick)] == [keeping.seen(chunk) for chunk in cut(slow)]


@pytest.mark.parametrize("what", ["plain", "what is passed over", "capitals alone"])
def test_plain_folders_are_held_as_lines(root: Path, what: str) -> None:
    put(root, NAMES[what])
    assert [folder.kind for folder in scan(root, FOLDERS, LIMIT)[0].folders] == ["book", "person"]


def test_links_are_looked_at_one_by_one(root: Path) -> None:
    put(root, PLAIN)
    (root / "records" / "books" / "link.yaml").symlink_to("a.yaml")
    found, problems = scan(root, FOLDERS, LIMIT)
    assert ([folder.kind for folder in found.folders], problems) == (["person"], ())
    assert "link" in [file.id for file in found]


def test_files_of_a_kind_in_several_folders_are_held_one_by_one(root: Path) -> None:
    put(root, PLAIN)
    found, _ = scan(root, {**FOLDERS, "people": "book"}, LIMIT)
    assert (found.folders, len(found)) == ([], len(PLAIN) + 1)
    assert [len(chunk) for chunk in cut(found)] == [len(found)]


def folder_of(count: int, size: int) -> tuple[Folder, list[SourceFile]]:
    """The same files, held in both ways."""
    one_by_one = [
        SourceFile("book", f"records/books/n{number:04}.yaml", f"/n{number:04}.yaml", size + number % 7, number, 5)
        for number in range(count)
    ]
    text = "".join(f"{file.line}\n" for file in one_by_one)
    return Folder("book", "records/books/", "", size + 6, text, 0, len(text), count), one_by_one


@pytest.mark.parametrize("size", [10, 100_000, cutting.MOST_BYTES // 3, 2 * cutting.MOST_BYTES])
@pytest.mark.parametrize("most", [3, 40, cutting.MOST])
def test_chunks_begin_where_they_do_one_by_one(size: int, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cutting, "MOST", most)
    folder, one_by_one = folder_of(1000, size)
    chunks = [list(chunk) for chunk in cut(SourceFiles([folder]))]
    assert chunks == [list(chunk) for chunk in cut(one_by_one)]
    assert list(chain(*chunks)) == one_by_one
    assert max(map(len, chunks)) <= most
    assert all(len(chunk) == 1 or sum(file.size for file in chunk) <= cutting.MOST_BYTES for chunk in chunks)


@pytest.mark.parametrize("name", ["a.yaml", "a.b.yaml", ".gitkeep", "README", "a.", "é\udcff.yaml"])
def test_a_line_tells_all_that_it_was_made_of(name: str) -> None:
    assert read_line(line_of(name, 1, 2, 3)) == (name, 1, 2, 3)


def test_lines_are_in_the_order_of_names_without_extension() -> None:
    names = ["a.yaml", "a-b.yaml", "a.b.yaml", "ab.yaml", "a b.yaml"]
    lines = sorted(line_of(name, 1, 2, 3) for name in names)
    assert [read_line(line)[0] for line in lines] == sorted(names, key=lambda name: name.removesuffix(".yaml"))
