"""What is taken from the last package: it spares work, and whatever becomes of it, it changes nothing."""

import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from recordpress.chunks import cutting
from recordpress.chunks.storing import Part, pack
from recordpress.pipeline import Gathered
from recordpress.writing import delimited, former
from recordpress.writing.blocks import Block, Earlier, Frame, Plan, place, write_blocks
from recordpress.writing.files import FileInfo
from recordpress.writing.former import NAME, Entry, Former, former_of, note_package
from tests.warm_and_cold import gathered_at, written

BOOK = "records/books/pillow-book.yaml"
CURRENT = "dist/current"


@pytest.fixture(autouse=True)
def one_file_a_chunk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cutting, "MOST", 1)


def edit(root: Path, title: str = "Pillow notes") -> Gathered:
    """Give a book another title."""
    path = root / BOOK
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(f"title: {title}\n" if line.startswith("title:") else line for line in lines), "utf-8")
    return gathered_at(root)


def test_what_has_not_changed_is_the_same_file_and_what_has_is_another(library: Path) -> None:
    before = written(library, gathered_at(library))
    first = (library / CURRENT).resolve()
    after = written(library, edit(library))
    second = (library / CURRENT).resolve()
    same = {path for path in after if (first / path).samefile(second / path)}
    assert "data/books.csv" not in same
    assert {"data/people.csv", "json/people.json", "parquet/people.parquet", "data/person.json"} <= same
    assert {path: (first / path).read_bytes() for path in before} == before


def test_of_a_file_that_has_changed_only_changed_blocks_are_made(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cold = written(library, gathered_at(library))
    gathered = edit(library)
    made: list[int] = []
    original = delimited.render_lines

    def spy(rows: list[object]) -> bytes:
        made.append(len(rows))
        return original(rows)  # type: ignore[arg-type]

    monkeypatch.setattr(delimited, "render_lines", spy)
    warm = written(library, gathered)
    tables = [path for path in warm if path.endswith(".csv") and warm[path] != cold[path]]
    assert {"data/books.csv", "data/records.csv"} <= set(tables)
    assert sum(made) < sum(len(warm[path].splitlines()) for path in tables)


TAMPERING: dict[str, Callable[[Path], object]] = {
    "another byte": lambda path: path.write_bytes(path.read_bytes().replace(b"e", b"a", 1)),
    "longer": lambda path: path.write_bytes(path.read_bytes() + b"\n"),
    "cut": lambda path: path.write_bytes(path.read_bytes()[:20]),
    "gone": lambda path: path.unlink(),
    "a folder": lambda path: (path.unlink(), path.mkdir()),
}


@pytest.mark.parametrize("tampering", TAMPERING)
@pytest.mark.parametrize("name", ["records.jsonl", "parquet/people.parquet"])
def test_a_published_file_that_was_changed_is_not_taken(library: Path, tampering: str, name: str) -> None:
    written(library, gathered_at(library))
    TAMPERING[tampering](library / CURRENT / name)
    warm = written(library, edit(library))
    shutil.rmtree(library / ".recordpress")
    assert warm == written(library, gathered_at(library))


def rewritten(change: Callable[[list[Any]], object], by: Callable[[], str] = former.makers) -> Callable[[Path], None]:
    """A damage that keeps the hash right.

    Args:
        change: From what is noted of a file to what is to be noted.
        by: Who seems to have written it.
    """

    def damage(path: Path) -> None:
        changed = [orjson.dumps(change(orjson.loads(line))) + b"\n" for line in path.read_bytes().splitlines()[1:]]
        digest = hashlib.sha256(by().encode() + b"".join(changed)).hexdigest().encode()
        path.write_bytes(b"\n".join([digest, b"".join(changed)]))

    return damage


DAMAGES: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_bytes(b""),
    "cut": lambda path: path.write_bytes(path.read_bytes()[:500]),
    "noise": lambda path: path.write_bytes(os.urandom(5_000)),
    "digits": lambda path: path.write_bytes(path.read_bytes().replace(b'"]\n', b'00"]\n', 1)),
    "the hash alone": lambda path: path.write_bytes(path.read_bytes().partition(b"\n")[0]),
    "a folder": lambda path: (path.unlink(), path.mkdir()),
    "numbers": rewritten(lambda _: 17),
    "parts missing": rewritten(lambda found: found[:3]),
    "files of another form": rewritten(lambda found: [*found[:3], {"a": 1}, found[4]]),
    "no list of files": rewritten(lambda found: [*found[:3], [], found[4]]),
    "blocks of another form": rewritten(lambda found: [*found[:4], "?"]),
    "another engine": rewritten(list, by=lambda: "0" * 32),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_note_that_is_damaged_or_foreign_counts_for_nothing(library: Path, damage: str) -> None:
    cold = written(library, gathered_at(library))
    DAMAGES[damage](library / ".recordpress" / NAME)
    assert former_of(library).entries == {}
    assert written(library, gathered_at(library)) == cold


def test_another_engine_or_library_takes_nothing(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(library, gathered_at(library))
    assert former_of(library).entries
    monkeypatch.setattr(former, "engine_digest", lambda: "another")
    former.makers.cache_clear()
    assert former_of(library).entries == {}
    former.makers.cache_clear()


def test_where_a_file_can_have_one_name_only_it_is_copied(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cold = written(library, gathered_at(library))
    first = (library / CURRENT).resolve()

    def refused(*_: object) -> None:
        raise OSError(18, "no links here")

    monkeypatch.setattr(os, "link", refused)
    assert written(library, gathered_at(library)) == cold
    assert not any((first / path).samefile(library / CURRENT / path) for path in cold)


def test_nothing_is_written_through_a_further_name_of_a_published_file(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "new").mkdir()
    (tmp_path / "old" / "a").write_bytes(b"published")
    os.link(tmp_path / "old" / "a", tmp_path / "new" / "a")
    Former().write_blocks("a", "about", Plan(Frame(), [Block("", lambda: b"new")]), tmp_path / "new")
    assert ((tmp_path / "old" / "a").read_bytes(), (tmp_path / "new" / "a").read_bytes()) == (b"published", b"new")


def test_a_block_that_ends_early_is_made(tmp_path: Path) -> None:
    (tmp_path / "old").write_bytes(b"abc")
    earlier = Earlier(tmp_path / "old", place("one", 0, 2) + place("two", 2, 5))
    blocks = [Block("two", lambda: b"new"), Block("one", lambda: b"never")]
    placed = write_blocks(Plan(Frame(b"<", between=b"-", tail=b">"), blocks), tmp_path / "new", earlier)
    assert (tmp_path / "new").read_bytes() == b"<new-ab>"
    assert placed == place("two", 1, 3) + place("one", 5, 2)


def test_the_parts_of_a_large_table_are_noted_together(tmp_path: Path) -> None:
    infos = {name: FileInfo(1, "0") for name in ("parquet/t/part-00000.parquet", "parquet/t/part-00001.parquet", "x")}
    folder = tmp_path / "dist" / "current"
    folder.mkdir(parents=True)
    (tmp_path / ".recordpress").mkdir()
    note_package(tmp_path, {"parquet/t.parquet": Entry("", "m")}, infos)
    assert list(former_of(tmp_path).entries["parquet/t.parquet"].files) == sorted(infos)[:2]


def test_sections_of_the_same_rows_have_the_same_hash_and_others_have_not() -> None:
    rows, others = [("a", 1, None)], [("a", 1.0, None)]
    hashes = [Part("", pack({"t": some})[1]["t"]).digest for some in (rows, list(rows), others, [("a", True, None)])]
    assert hashes[0] == hashes[1]
    assert len(set(hashes)) == 3
