"""Chunks: which files make one, what is stored of it, and that it makes no difference who made it."""

import concurrent.futures
import os
import pickle
from collections.abc import Callable, Iterable
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from recordpress.chunks import cutting, spreading
from recordpress.chunks.collecting import Chunks, collect
from recordpress.chunks.cutting import cut
from recordpress.chunks.making import Made
from recordpress.chunks.spreading import Setup
from recordpress.chunks.storing import RECORDS, SpoiledError, Stored, items_of, pack, store
from recordpress.chunks.summary import sharing
from recordpress.crew import Crew, Inline
from recordpress.reading.files import SIZE_LIMIT, scan
from recordpress.reading.source_files import Files, SourceFile
from recordpress.schema.dataset import Schemas
from recordpress.unusable import UnusableError


def files(kind: str, *ids: str, size: int = 10) -> list[SourceFile]:
    return [SourceFile(kind, f"records/{kind}s/{name}.yaml", "", size, 1) for name in ids]


def names(chunks: Iterable[Files]) -> list[list[str]]:
    return [[file.id for file in chunk] for chunk in chunks]


MANY = [f"n{number:04}" for number in range(2000)]


def test_a_chunk_holds_one_kind() -> None:
    assert names(list(cut([*files("a", "x"), *files("b", "x", "y")]))) == [["x"], ["x", "y"]]


def test_a_record_more_or_less_changes_the_chunk_that_it_is_in_and_no_other() -> None:
    before = names(list(cut(files("a", *MANY))))
    after = names(list(cut(files("a", *(name for name in MANY if name != "n1000")))))
    assert len(before) > 8
    changed = [chunk for chunk in before if chunk not in after]
    assert len(changed) <= 2
    assert any("n1000" in chunk for chunk in changed)


def test_a_chunk_has_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cutting, "MOST", 50)
    assert max(map(len, cut(files("a", *MANY)))) == 50
    large = list(cut(files("a", *MANY[:20], size=cutting.MOST_BYTES // 4)))
    assert max(map(len, large)) == 4
    assert [len(chunk) for chunk in cut(files("a", "x", "y", size=2 * cutting.MOST_BYTES))] == [1, 1]


def stored(folder: Path, name: str, **lists: list[Any]) -> Stored:
    payload, sections = pack(lists)
    return Stored(str(folder / name), sections, store(str(folder / name), payload))


def test_items_are_read_as_they_were_stored(tmp_path: Path) -> None:
    rows = [("a", 1, 1.5, True, None), ("é", 2**70, float("inf"), False, "x")]
    first, second = stored(tmp_path, "1", rows=rows, other=[1]), stored(tmp_path, "2", rows=[("b",)])
    items = items_of([first, stored(tmp_path, "3", other=[2]), second], "rows")
    assert (list(items), len(items)) == ([*rows, ("b",)], 3)
    assert (items[0], items[2], items[-1], items[1:]) == (rows[0], ("b",), ("b",), [rows[1], ("b",)])
    assert items[::-1] == [("b",), rows[1], rows[0]]
    assert items == [*rows, ("b",)]
    assert items != [*rows, ("c",)]
    assert items != 3
    assert list(map(len, items.blocks())) == [2, 1]
    with pytest.raises(IndexError):
        items[3]


def test_what_was_stored_can_be_sent(tmp_path: Path) -> None:
    items = items_of([stored(tmp_path, "1", rows=[("a",)])], "rows")
    assert pickle.loads(pickle.dumps(items)) == items  # noqa: S301 - our own


DAMAGES: dict[str, Callable[[Path], object]] = {
    "gone": lambda path: path.unlink(),
    "empty": lambda path: path.write_bytes(b""),
    "cut": lambda path: path.write_bytes(path.read_bytes()[:-1]),
    "a byte": lambda path: path.write_bytes(path.read_bytes()[:-1] + b"?"),
    "noise": lambda path: path.write_bytes(os.urandom(100)),
    "a folder": lambda path: (path.unlink(), path.mkdir()),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_not_as_it_was_stored_is_not_used(tmp_path: Path, damage: str) -> None:
    chunk = stored(tmp_path, "1", rows=[("a", 1)])
    DAMAGES[damage](tmp_path / "1")
    with pytest.raises(SpoiledError) as error:
        chunk.read("rows")
    assert pickle.loads(pickle.dumps(error.value)).path == chunk.path  # noqa: S301 - our own


def test_sections_of_another_form_are_not_used(tmp_path: Path) -> None:
    (tmp_path / "1").write_bytes(b"?")
    _, sections = pack({"rows": []})
    section = replace(sections["rows"], length=1, checksum=0x5BBB4EB6 ^ 0)
    part = Stored(str(tmp_path / "1"), {"rows": replace(section, checksum=crc(b"?"))})
    with pytest.raises(SpoiledError):
        part.read("rows")


def crc(data: bytes) -> int:
    from zlib import crc32  # noqa: PLC0415 - for this test alone

    return crc32(data)


def test_where_nothing_can_be_stored_it_stays_in_memory(tmp_path: Path) -> None:
    chunk = stored(tmp_path / "nowhere", "1", rows=[("a", 1), ("b", 2)])
    assert chunk.payload is not None
    assert list(items_of([chunk], "rows")) == [("a", 1), ("b", 2)]
    assert list(tmp_path.iterdir()) == []


def collected(root: Path, schemas: Schemas, workers: Crew, steps: list[tuple[int, int]] | None = None) -> Chunks:
    found, _ = scan(root, schemas.folders)
    with workers:
        return collect(root, schemas, found, SIZE_LIMIT, workers, lambda *step: (steps or []).append(step))


def told(chunks: Chunks) -> list[tuple[object, ...]]:
    """All that chunks say, wherever they are stored."""
    return [
        (
            replace(made.summary, stored=Stored("", made.summary.stored.sections)),
            {name: made.summary.stored.read(name) for name in made.summary.stored.sections},
            made.problems,
            made.findings,
            made.drafts,
        )
        for made in chunks.made
    ]


@pytest.fixture
def broken(library: Path) -> Path:
    (library / "records" / "books" / "broken.yaml").write_text("title: [\n", encoding="utf-8")
    (library / "records" / "books" / "wrong.yaml").write_text("id: wrong\ntitle: 1\n", encoding="utf-8")
    return library


def forget(root: Path) -> Path:
    """Remove the cache."""
    import shutil  # noqa: PLC0415 - for these tests alone

    shutil.rmtree(root / ".recordpress", ignore_errors=True)
    return root


@pytest.mark.parametrize("most", [1, 2, 500])
@pytest.mark.parametrize("how", ["processes", "threads elsewhere", "one elsewhere"])
def test_it_makes_no_difference_who_makes_chunks(
    broken: Path, schemas: Schemas, monkeypatch: pytest.MonkeyPatch, how: str, most: int
) -> None:
    monkeypatch.setattr(cutting, "MOST", most)
    monkeypatch.setattr(spreading, "FEW", 0)
    steps: list[tuple[int, int]] = [(0, 0)]
    expected = told(collected(broken, schemas, Crew(1), steps))
    assert steps[-1] == (12, 12)
    assert sum(len(made[2]) + len(made[3]) for made in expected) == 2  # type: ignore[arg-type]
    workers = {
        "processes": lambda: Crew(2),
        "threads elsewhere": lambda: Crew(2, ThreadPoolExecutor(2)),
        "one elsewhere": lambda: Crew(1, Inline()),
    }[how]()
    assert told(collected(forget(broken), schemas, workers)) == expected


def test_few_files_are_not_spread(library: Path, schemas: Schemas, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(concurrent.futures, "ProcessPoolExecutor", None)
    assert len(collected(library, schemas, Crew(4)).made) == 4


def test_schemas_can_be_sent(schemas: Schemas) -> None:
    # Not every system copies a process as it is.
    assert pickle.loads(pickle.dumps(schemas)) == schemas  # noqa: S301 - our own


def test_a_worker_asks_for_the_setup_that_it_lacks(schemas: Schemas, library: Path) -> None:
    [chunk, *_] = map(tuple, cut(scan(library, schemas.folders)[0]))
    setup = Setup(schemas, {}, SIZE_LIMIT)
    spreading._makers.clear()
    task = spreading.Task(chunk, setup.digest)
    assert spreading.make(task) is None
    assert isinstance(spreading.make(replace(task, setup=setup.packed)), Made)
    assert isinstance(spreading.make(task), Made)


def test_a_worker_that_never_takes_the_setup_is_a_bug(
    library: Path, schemas: Schemas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreading, "make", lambda _: None)
    monkeypatch.setattr(spreading, "FEW", 0)
    with pytest.raises(RuntimeError, match="did not take the setup"):
        collected(library, schemas, Crew(1, Inline()))


class Ended(Executor):
    """An executor whose workers are ended from outside."""

    def submit(self, *_: Any, **__: Any) -> Future[Any]:
        raise BrokenExecutor


def test_a_worker_that_was_ended_is_told_in_a_sentence(
    library: Path, schemas: Schemas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreading, "FEW", 0)
    with pytest.raises(UnusableError, match="was ended from outside"):
        collected(library, schemas, Crew(1, Ended()))


def test_what_the_work_raises_comes_with_its_result() -> None:
    future = Inline().submit(int, "x")
    with pytest.raises(ValueError, match="invalid literal"):
        future.result()


def test_records_are_stored_with_their_rows(library: Path, schemas: Schemas) -> None:
    summaries = {made.summary.kind: made.summary for made in collected(library, schemas, Crew(1)).made}
    books = summaries["book"]
    assert books.ids == ["pillow-book", "tale-of-genji"]
    assert [record["id"] for record in books.stored.read(RECORDS)] == books.ids
    assert [row[0] for row in books.stored.read("records")] == ["book/pillow-book", "book/tale-of-genji"]
    assert books.stored.read("no such table") == []
    assert books.about().cited == {"encyclopedia": "great-house", "encyclopedia-reprint": "great-house", "rumour": None}
    assert summaries["work"].origins == (
        ("encyclopedia", None, "great-house"),
        ("encyclopedia-reprint", "encyclopedia", "small-house"),
        ("rumour", None, None),
    )


def test_names_that_many_chunks_have_are_held_once(library: Path, schemas: Schemas) -> None:
    [book] = [some for some in collected(library, schemas, Crew(1)).summaries if "pillow-book" in some.ids]
    one, other = (sharing(pickle.loads(pickle.dumps(book))) for _ in range(2))  # noqa: S301 - our own
    assert one == other == book
    names = [(some.kind, *some.stored.sections) for some in (one, other)]
    assert len(names[0]) > 2
    assert all(ours is theirs for ours, theirs in zip(*names, strict=True))
