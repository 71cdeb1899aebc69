"""The ZIP file: it is compressed in pieces, of which the last package may have some already."""

import io
import os
import zipfile
import zlib
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recordpress.writing import archive
from recordpress.writing.archive import compress, cut, write_archive
from recordpress.writing.blocks import Earlier, places


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package of which one file has many pieces."""
    monkeypatch.setattr(archive, "LEAST", 2_000)
    monkeypatch.setattr(archive, "MOST", 9_000)
    monkeypatch.setattr(archive, "ONE_IN", 8)
    (tmp_path / "data").mkdir()
    lines = [f"{number},{number * 2_654_435_761 % 4_294_967_291}\n" for number in range(5_000)]
    (tmp_path / "data" / "long.csv").write_text("".join(lines))
    (tmp_path / "data" / "one-line.csv").write_bytes(os.urandom(20_000).replace(b"\n", b""))
    (tmp_path / "data" / "empty.csv").touch()
    for name in ("croissant.json", "datapackage.json"):
        (tmp_path / name).write_text("{}")
    return tmp_path


def insert(package: Path, line: str) -> None:
    """Add a line in the middle of the long file."""
    path = package / "data" / "long.csv"
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join([*lines[:2_500], line, *lines[2_500:]]))


def test_every_program_reads_what_was_packed_in_pieces(package: Path) -> None:
    placed = write_archive(package, package / "x.zip")
    with zipfile.ZipFile(package / "x.zip") as found:
        assert found.testzip() is None
        entries = {entry.filename: entry for entry in found.infolist()}
        assert {name: found.read(name) for name in entries} == {name: (package / name).read_bytes() for name in entries}
        assert {entry.compress_type for entry in entries.values()} == {zipfile.ZIP_DEFLATED}
        assert all(entry.file_size == (package / name).stat().st_size for name, entry in entries.items())
    lengths = [length for *_, length in places(placed)]
    assert len(lengths) > 30
    assert sum(lengths) == sum(entry.compress_size for entry in entries.values())


def test_after_an_edit_the_pieces_around_it_are_packed_and_no_others(package: Path) -> None:
    before = write_archive(package, package / "old.zip")
    insert(package, "a further line\n")
    after = write_archive(package, package / "new.zip", Earlier(package / "old.zip", before))
    assert 0 < len({key for key, *_ in places(after)} - {key for key, *_ in places(before)}) <= 4
    write_archive(package, package / "cold.zip")
    assert (package / "new.zip").read_bytes() == (package / "cold.zip").read_bytes()


def test_several_workers_pack_the_same(package: Path) -> None:
    with ThreadPoolExecutor(3) as workers:
        executor: Executor = workers
        several = write_archive(package, package / "several.zip", None, executor)
    assert several == write_archive(package, package / "one.zip")
    assert (package / "several.zip").read_bytes() == (package / "one.zip").read_bytes()


def test_a_file_that_may_be_too_large_for_the_small_header_gets_the_large_one(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 10_000)
    write_archive(package, package / "x.zip")
    with zipfile.ZipFile(package / "x.zip") as found:
        assert found.testzip() is None
        long = found.getinfo("data/long.csv")
        assert long.extract_version == zipfile.ZIP64_VERSION
        assert found.read(long) == (package / "data" / "long.csv").read_bytes()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from((b"a\n", b"bc\n", b"\n", b"long " * 700, b"x" * 9_000)), max_size=40))
def test_pieces_are_the_file(parts: list[bytes]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(archive, "LEAST", 20)
        patch.setattr(archive, "MOST", 5_000)
        patch.setattr(archive, "ONE_IN", 3)
        content = b"".join(parts)
        pieces = list(cut(io.BytesIO(content)))
        assert b"".join(piece.data for piece in pieces) == content
        assert [piece.is_last for piece in pieces] == [*[False] * (len(pieces) - 1), True]
        assert all(len(piece.data) <= 5_000 for piece in pieces)
        assert zlib.decompress(b"".join(map(compress, pieces)), -15) == content
