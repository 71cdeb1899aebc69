"""The cache: it spares work, and whatever becomes of it, it changes nothing."""

import contextlib
import hashlib
import marshal
import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recordpress import cache, spreading
from recordpress.mapping import Mapped, Mapper
from recordpress.pipeline import Gathered, gather
from recordpress.progress import Progress
from recordpress.reading.files import SIZE_LIMIT, SourceFile, scan
from recordpress.schema.dataset import Schemas
from tests.conftest import LIBRARY

HOUR = 3_600_000_000_000


def age(root: Path) -> None:
    """Make all records an hour old, so that their times prove that they have not changed."""
    then = time.time_ns() - HOUR
    for path in (root / "records").rglob("*.yaml"):
        os.utime(path, ns=(then, then))


def files_of(root: Path, schemas: Schemas) -> list[SourceFile]:
    return list(scan(root, schemas.folders)[0])


def mapped(root: Path, schemas: Schemas) -> list[Mapped]:
    return spreading.map_files(root, schemas, files_of(root, schemas), SIZE_LIMIT, lambda *_: None, 1)


@contextlib.contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The files that are really read."""
    read: list[str] = []
    original = Mapper.map

    def spy(self: Mapper, file: SourceFile, limit: int) -> Mapped:
        read.append(file.path)
        return original(self, file, limit)

    with monkeypatch.context() as patch:
        patch.setattr(Mapper, "map", spy)
        yield read


def test_what_was_kept_is_not_read_again(library: Path, schemas: Schemas, monkeypatch: pytest.MonkeyPatch) -> None:
    age(library)
    cold = mapped(library, schemas)
    with counted(monkeypatch) as read:
        assert mapped(library, schemas) == cold
        assert read == []
        path = library / "records" / "houses" / "small-house.yaml"
        path.write_text("id: small-house\nname: Tiny house\n", encoding="utf-8")
        warm = mapped(library, schemas)
    assert read == ["records/houses/small-house.yaml"]
    assert [item.record["name"] for item in warm if item.entry.id == "small-house" and item.record] == ["Tiny house"]


def test_a_file_changed_a_moment_ago_is_read_again(
    library: Path, schemas: Schemas, monkeypatch: pytest.MonkeyPatch
) -> None:
    age(library)
    path = library / "records" / "houses" / "small-house.yaml"
    path.write_text("id: small-house\nname: House one\n", encoding="utf-8")
    stat = path.stat()
    mapped(library, schemas)
    path.write_text("id: small-house\nname: House two\n", encoding="utf-8")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))  # as a clock that ticks slowly leaves it
    with counted(monkeypatch) as read:
        warm = mapped(library, schemas)
    assert read == ["records/houses/small-house.yaml"]
    assert "House two" in [item.record["name"] for item in warm if item.record and "name" in item.record]


def test_times_are_proof_only_after_a_while() -> None:
    file = SourceFile("book", "records/books/a.yaml", "a.yaml", 5, 1_000, 2_000)
    assert cache.proof(file, 1_000 + cache.RACE) == ""
    assert cache.proof(file, 1_001 + cache.RACE) == "1000/2000"
    assert cache.unchanged(file, (5, "1000/2000", b""))
    assert not cache.unchanged(file, (6, "1000/2000", b""))
    assert not cache.unchanged(file, (5, "1001/2000", b""))
    assert not cache.unchanged(file, (5, "1000/2001", b""))
    assert not cache.unchanged(file, (5, "", b""))
    assert not cache.unchanged(file, None)


def test_a_change_whose_time_is_set_back_is_seen(
    library: Path, schemas: Schemas, monkeypatch: pytest.MonkeyPatch
) -> None:
    age(library)
    mapped(library, schemas)
    path = library / "records" / "houses" / "small-house.yaml"
    stat = path.stat()
    path.write_text(path.read_text(encoding="utf-8").replace("Small", "Smell"), encoding="utf-8")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    with counted(monkeypatch) as read:
        mapped(library, schemas)
    assert read == ["records/houses/small-house.yaml"]


def test_a_file_with_problems_is_not_kept(library: Path, schemas: Schemas, monkeypatch: pytest.MonkeyPatch) -> None:
    (library / "records" / "houses" / "small-house.yaml").write_text("id: small-house\n", encoding="utf-8")
    age(library)
    mapped(library, schemas)
    with counted(monkeypatch) as read:
        [bad] = [item for item in mapped(library, schemas) if item.findings]
    assert read == [bad.entry.path] == ["records/houses/small-house.yaml"]


def test_entries_of_files_that_have_gone_are_removed(library: Path, schemas: Schemas) -> None:
    age(library)
    mapped(library, schemas)
    path = cache.cache_path(library, schemas.digest)
    assert "records/books/tale-of-genji.yaml" in cache.load(path)
    (library / "records" / "books" / "tale-of-genji.yaml").unlink()
    mapped(library, schemas)
    assert "records/books/tale-of-genji.yaml" not in cache.load(path)
    assert len(cache.load(path)) == 9


def test_a_change_of_a_schema_makes_a_new_cache(library: Path, schemas: Schemas) -> None:
    mapped(library, schemas)
    other = replace(schemas, digest="0" * 64)
    mapped(library, other)
    [path] = (library / ".recordpress" / "cache").iterdir()
    assert path == cache.cache_path(library, other.digest)


def rewrite(path: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement, values)


def hashed(body: bytes) -> bytes:
    return hashlib.blake2b(body, digest_size=cache.DIGEST).digest() + body


DAMAGES: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_bytes(b""),
    "truncated": lambda path: path.write_bytes(path.read_bytes()[:5000]),
    "a few bytes": lambda path: path.write_bytes(path.read_bytes()[:50]),
    "noise": lambda path: path.write_bytes(os.urandom(20_000)),
    "a text": lambda path: path.write_text("id: no\n" * 1000, encoding="utf-8"),
    "a byte in every hundred": lambda path: path.write_bytes(
        bytes(byte ^ 1 if index > 4096 and index % 100 == 0 else byte for index, byte in enumerate(path.read_bytes()))
    ),
    "payloads cut": lambda path: rewrite(path, "update files set payload = substr(payload, 1, 100)"),
    "payloads gone": lambda path: rewrite(path, "update files set payload = null"),
    "payloads as texts": lambda path: rewrite(path, "update files set payload = 'what?'"),
    "payloads as numbers": lambda path: rewrite(path, "update files set payload = 17"),
    "payloads of another form": lambda path: rewrite(
        path, "update files set payload = ?", hashed(marshal.dumps((1, 2)))
    ),
    "payloads that are no marshal": lambda path: rewrite(path, "update files set payload = ?", hashed(b"?")),
    "another table": lambda path: rewrite(path, "alter table files rename to others"),
    "another column": lambda path: rewrite(path, "alter table files rename column payload to load"),
    "a folder": lambda path: (path.unlink(), path.mkdir()),
    "no folder": lambda path: (shutil.rmtree(path.parent), path.parent.write_text("", encoding="utf-8")),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_cache_costs_time_only(library: Path, schemas: Schemas, damage: str) -> None:
    age(library)
    cold = mapped(library, schemas)
    DAMAGES[damage](cache.cache_path(library, schemas.digest))
    assert mapped(library, schemas) == cold
    assert mapped(library, schemas) == cold


def test_a_cache_in_use_by_another_is_left_alone(library: Path, schemas: Schemas) -> None:
    age(library)
    cold = mapped(library, schemas)
    (library / "records" / "houses" / "small-house.yaml").touch()
    with closing(sqlite3.connect(cache.cache_path(library, schemas.digest), isolation_level=None)) as other:
        other.execute("begin exclusive")
        assert mapped(library, schemas) == cold
        other.execute("rollback")
    assert mapped(library, schemas) == cold


def test_what_is_packed_can_be_unpacked(library: Path, schemas: Schemas) -> None:
    for item in mapped(library, schemas):
        packed = cache.pack(item)
        assert cache.unpack(packed) == item
        assert cache.unpack(packed[:-1]) is None
        assert cache.unpack(packed[:20] + b"\0" + packed[21:]) is None or packed[20] == 0
    assert cache.unpack(b"") is None


# Whatever happens to the records, a warm cache leads where a cold one does.

KEYS = ("alpha", "beta", "gamma")
EDITS = st.one_of(
    st.tuples(st.just("write"), st.sampled_from(KEYS), st.integers(1, 4)),
    st.tuples(st.just("break"), st.sampled_from(KEYS), st.integers(1, 4)),
    st.tuples(st.just("delete"), st.sampled_from((*KEYS, "tale-of-genji")), st.just(0)),
    st.tuples(st.just("rename"), st.sampled_from((*KEYS, "tale-of-genji")), st.sampled_from(KEYS)),
    st.tuples(st.just("touch"), st.sampled_from((*KEYS, "pillow-book")), st.just(0)),
    st.tuples(st.just("leave"), st.just(""), st.just(0)),
)


def edit(root: Path, what: str, name: str, argument: Any) -> None:
    folder = root / "records" / "books"
    path = folder / f"{name}.yaml"
    if what == "write":
        text = f"id: {name}\ntitle: Volume {argument}\npages: 10{argument}\nrelated: [pillow-book]\n"
        path.write_text(f"{text}evidence: [{{source: rumour, supports: [title]}}]\n", encoding="utf-8")
    elif what == "break":
        path.write_text(f"id: {name}\ntitle: {argument}\n", encoding="utf-8")
    elif what == "delete":
        path.unlink(missing_ok=True)
    elif what == "rename" and path.exists():
        path.rename(folder / f"{argument}.yaml")
    elif what == "touch" and path.exists():
        path.touch()


def gathered_at(root: Path) -> Gathered:
    return gather(root, {"name": "library", "version": "1.0.0"}, Progress(), 1)


def told(gathered: Gathered) -> tuple[object, ...]:
    content = gathered.content
    if content is None:
        return (gathered.problems,)
    return (gathered.problems, content.tables, content.collections, content.views, gathered.records)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(EDITS, min_size=1, max_size=5))
def test_after_any_edits_a_warm_result_is_a_cold_one(edits: list[tuple[str, str, Any]]) -> None:
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        patch.setattr(cache, "RACE", 0)  # so that the cache is used for what was written just now, too
        root = Path(folder) / "library"
        shutil.copytree(LIBRARY, root, ignore=shutil.ignore_patterns(".recordpress", "dist", "data"))
        gathered_at(root)
        for what, name, argument in edits:
            time.sleep(0.01)  # more than the clock of a file system needs to tick
            edit(root, what, name, argument)
            warm = told(gathered_at(root))
            with tempfile.TemporaryDirectory() as other:
                cold = Path(other) / "library"
                shutil.copytree(root, cold, ignore=shutil.ignore_patterns(".recordpress"))
                assert warm == told(gathered_at(cold))
