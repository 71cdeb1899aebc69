"""Chunks that were kept: they spare work, and whatever becomes of them, they change nothing."""

import contextlib
import os
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from recordpress.chunks import cutting, keeping
from recordpress.chunks.collecting import Chunks, collect
from recordpress.chunks.cutting import by_kind_and_id
from recordpress.chunks.making import Maker
from recordpress.chunks.storing import SpoiledError
from recordpress.chunks.summary import Summary
from recordpress.crew import Crew
from recordpress.reading.files import SIZE_LIMIT, scan
from recordpress.reading.source_files import SourceFile
from recordpress.schema.dataset import Schemas
from tests.damages import signed
from tests.warm_and_cold import gathered_at, told

HOUR = 3_600_000_000_000
BOOK = "records/books/pillow-book.yaml"
HOUSE = "records/houses/small-house.yaml"


def age(root: Path) -> None:
    """Make all records an hour old, so that their times prove that they have not changed."""
    then = time.time_ns() - HOUR
    for path in (root / "records").rglob("*.yaml"):
        os.utime(path, ns=(then, then))


def collected(root: Path, schemas: Schemas) -> Chunks:
    return collect(root, schemas, scan(root, schemas.folders)[0], SIZE_LIMIT, Crew(1), lambda *_: None)


def rows(chunks: Chunks) -> list[object]:
    return [{name: some.stored.read(name) for name in some.stored.sections} for some in chunks.summaries]


@pytest.fixture(autouse=True)
def one_file_a_chunk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cutting, "MOST", 1)


@contextlib.contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The files that are really read."""
    read: list[str] = []
    original = Maker.make

    def spy(self: Maker, files: tuple[SourceFile, ...], *arguments: Any) -> Any:
        read.extend(file.path for file in files)
        return original(self, files, *arguments)

    with monkeypatch.context() as patch:
        patch.setattr(Maker, "make", spy)
        yield read


def test_what_was_kept_is_not_read_again(library: Path, schemas: Schemas, monkeypatch: pytest.MonkeyPatch) -> None:
    age(library)
    cold = rows(collected(library, schemas))
    with counted(monkeypatch) as read:
        assert rows(collected(library, schemas)) == cold
        assert read == []
        (library / HOUSE).write_text("id: small-house\nname: Tiny house\n", encoding="utf-8")
        warm = collected(library, schemas)
    assert read == [HOUSE]
    assert "Tiny house" in str(rows(warm))


def test_a_file_changed_a_moment_ago_is_read_again(
    library: Path, schemas: Schemas, monkeypatch: pytest.MonkeyPatch
) -> None:
    age(library)
    path = library / HOUSE
    path.write_text("id: small-house\nname: House one\n", encoding="utf-8")
    stat = path.stat()
    collected(library, schemas)
    path.write_text("id: small-house\nname: House two\n", encoding="utf-8")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))  # as a clock that ticks slowly leaves it
    with counted(monkeypatch) as read:
        warm = collected(library, schemas)
    assert read == [HOUSE]
    assert "House two" in str(rows(warm))


def test_times_are_proof_only_after_a_while() -> None:
    file = SourceFile("book", "records/books/a.yaml", "a.yaml", 5, 1_000, 2_000)
    assert keeping.proof([file], 1_000 + keeping.RACE) == ""
    assert keeping.proof([file], 1_001 + keeping.RACE) == keeping.seen([file]) != ""
    assert keeping.proof([file, file._replace(mtime_ns=9 * HOUR)], HOUR) == ""  # of the future


@pytest.mark.parametrize(
    "change", [{"size": 6}, {"mtime_ns": 1_001}, {"ctime_ns": 2_001}, {"path": "records/books/b.yaml"}]
)
def test_whatever_changes_with_a_file_is_seen(change: dict[str, Any]) -> None:
    file = SourceFile("book", "records/books/a.yaml", "a.yaml", 5, 1_000, 2_000)
    other = SourceFile("book", "records/books/c.yaml", "c.yaml", 5, 1_000, 2_000)
    assert keeping.seen([file, other]) != keeping.seen([file._replace(**change), other])


def test_files_are_seen_alike_however_they_were_found(library: Path, schemas: Schemas) -> None:
    found, _ = scan(library, schemas.folders)
    assert {folder.kind: keeping.seen(folder) for folder in found.folders} == {
        kind: keeping.seen([file for file in sorted(found, key=by_kind_and_id) if file.kind == kind])
        for kind in schemas.kinds
    }


def test_a_change_whose_time_is_set_back_is_seen(
    library: Path, schemas: Schemas, monkeypatch: pytest.MonkeyPatch
) -> None:
    age(library)
    collected(library, schemas)
    path = library / HOUSE
    stat = path.stat()
    path.write_text(path.read_text(encoding="utf-8").replace("Small", "Smell"), encoding="utf-8")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    with counted(monkeypatch) as read:
        collected(library, schemas)
    assert read == [HOUSE]


def test_a_chunk_with_problems_is_not_kept(library: Path, schemas: Schemas, monkeypatch: pytest.MonkeyPatch) -> None:
    (library / HOUSE).write_text("id: small-house\n", encoding="utf-8")
    age(library)
    collected(library, schemas)
    with counted(monkeypatch) as read:
        [bad] = [made for made in collected(library, schemas).made if made.findings]
    assert (read, bad.summary.ids) == ([HOUSE], ["small-house"])


def test_facts_are_counted_anew_when_a_source_has_another_publisher(
    library: Path, schemas: Schemas, monkeypatch: pytest.MonkeyPatch
) -> None:
    age(library)
    collected(library, schemas)
    work = library / "records" / "works" / "encyclopedia.yaml"
    work.write_text(work.read_text(encoding="utf-8").replace("great-house", "small-house"), encoding="utf-8")
    with counted(monkeypatch) as read:
        warm = rows(collected(library, schemas))
    assert read == ["records/works/encyclopedia.yaml", BOOK, "records/books/tale-of-genji.yaml"]
    shutil.rmtree(library / ".recordpress")
    assert warm == rows(collected(library, schemas))


def test_chunks_of_files_that_have_gone_are_forgotten(library: Path, schemas: Schemas) -> None:
    age(library)
    collected(library, schemas)
    (library / "records" / "books" / "tale-of-genji.yaml").unlink()
    chunks = collected(library, schemas)
    assert ("book", "tale-of-genji") not in keeping.load(chunks.folder)
    before = len(list(chunks.folder.iterdir()))
    keeping.clear(chunks.folder, chunks.summaries)
    assert len(list(chunks.folder.iterdir())) == before  # another command may read it yet
    for path in chunks.folder.iterdir():
        os.utime(path, (0, 0))
    keeping.clear(chunks.folder, ())
    assert len(list(chunks.folder.iterdir())) == before - 1
    left = {path.name for path in chunks.folder.iterdir()}.difference(keeping.NAMES)
    assert left == {Path(summary.stored.path).name for summary in chunks.summaries}


def test_a_change_of_a_schema_makes_a_new_folder(library: Path, schemas: Schemas) -> None:
    first = collected(library, schemas)
    (first.folder.parent / "a-file").write_text("", encoding="utf-8")
    second = collected(library, replace(schemas, digest="0" * 64))
    assert first.folder != second.folder
    keeping.clear(second.folder, second.summaries)
    assert list(second.folder.parent.iterdir()) == [second.folder]


DAMAGES: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_bytes(b""),
    "cut": lambda path: path.write_bytes(path.read_bytes()[:500]),
    "noise": lambda path: path.write_bytes(os.urandom(5_000)),
    "a byte": lambda path: path.write_bytes(path.read_bytes().replace(b"small-house", b"smell-house", 1)),
    "another form": signed(lambda _: {"what": "?"}),
    "a number": signed(lambda _: 17),
    "parts missing": signed(lambda found: [item[:5] for item in found]),
    "parts of another form": signed(lambda found: [[*item[:4], 5, *item[5:]] for item in found]),
    "a folder": lambda path: (path.unlink(), path.mkdir()),
    "no folder": lambda path: (shutil.rmtree(path.parent), path.parent.write_text("", encoding="utf-8")),
    "chunks gone": lambda path: [file.unlink() for file in path.parent.iterdir() if file != path],
    "chunks cut": lambda path: [file.write_bytes(b"") for file in path.parent.iterdir() if file != path],
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_cache_costs_time_only(
    library: Path, schemas: Schemas, damage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "NAMES", ("chunks.json",))
    age(library)
    cold = told(gathered_at(library))
    DAMAGES[damage](keeping.cache_folder(library, schemas.digest) / "chunks.json")
    for _ in range(2):
        assert keeping.twice(lambda: told(gathered_at(library))) == cold


def test_rows_that_are_spoiled_again_are_no_endless_work(tmp_path: Path) -> None:
    def spoiled() -> None:
        raise SpoiledError(str(tmp_path / "cache" / "chunk"))

    with pytest.raises(SpoiledError, match="run the command again"):
        keeping.twice(spoiled)


def test_a_name_that_no_text_can_hold_keeps_the_cache_away(library: Path, schemas: Schemas) -> None:
    chunks = collected(library, schemas)
    odd = replace(chunks.summaries[0], names="\udcff")
    for name in keeping.NAMES:
        (chunks.folder / name).unlink(missing_ok=True)
    keeping.save(chunks.folder, [odd], {})
    assert keeping.load(chunks.folder) == {}


def summary_files(folder: Path) -> dict[str, int]:
    """When each file of summaries was written."""
    return {name: (folder / name).stat().st_ino for name in keeping.NAMES if (folder / name).exists()}


def test_an_edit_has_one_file_of_summaries_written_anew(library: Path, schemas: Schemas) -> None:
    age(library)
    folder = collected(library, schemas).folder
    before = summary_files(folder)
    assert len(before) > 2
    assert summary_files(collected(library, schemas).folder) == before
    (library / HOUSE).write_text("id: small-house\nname: Tiny house\n", encoding="utf-8")
    collected(library, schemas)
    after = summary_files(folder)
    assert len([name for name in before if before[name] != after[name]]) == 1


def test_a_lost_file_of_summaries_costs_its_own_chunks_alone(
    library: Path, schemas: Schemas, monkeypatch: pytest.MonkeyPatch
) -> None:
    age(library)
    cold = collected(library, schemas)
    whole = keeping.load(cold.folder)
    lost = next(name for name in keeping.NAMES if (cold.folder / name).exists())
    (cold.folder / lost).unlink()
    missing = whole.keys() - keeping.load(cold.folder).keys()
    assert 0 < len(missing) < len(whole)
    with counted(monkeypatch) as read:
        assert rows(collected(library, schemas)) == rows(cold)
    assert len(read) == len(missing)
    assert keeping.load(cold.folder).keys() == whole.keys()


def test_after_an_edit_of_a_value_no_other_chunk_is_opened(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    age(library)
    gathered_at(library)
    opened: list[str] = []
    about = Summary.about
    monkeypatch.setattr(Summary, "about", lambda self: (opened.append(self.first), about(self))[1])
    gathered_at(library)
    assert opened == []
    (library / HOUSE).write_text("id: small-house\nname: Tiny house\n", encoding="utf-8")
    gathered_at(library)
    assert opened == ["small-house"]
    opened.clear()
    (library / HOUSE).unlink()  # what refers to it has to be looked for
    gathered_at(library)
    assert len(opened) > 5


def test_nothing_is_kept_twice(library: Path, schemas: Schemas, monkeypatch: pytest.MonkeyPatch) -> None:
    age(library)
    collected(library, schemas)
    monkeypatch.setattr(keeping, "store", lambda *_: pytest.fail("nothing has changed"))
    collected(library, schemas)
