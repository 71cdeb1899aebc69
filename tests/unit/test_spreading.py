"""Work spread over processes comes back whole and in order."""

import pickle
from pathlib import Path

import pytest

from recordpress import spreading
from recordpress.mapping import Mapped, Mapper
from recordpress.reading.files import SIZE_LIMIT, SourceFile, scan
from recordpress.schema.dataset import Schemas


@pytest.fixture
def files(library: Path, schemas: Schemas) -> tuple[SourceFile, ...]:
    (library / "records" / "books" / "broken.yaml").write_text("title: [\n", encoding="utf-8")
    (library / "records" / "books" / "wrong.yaml").write_text("id: wrong\ntitle: 1\n", encoding="utf-8")
    return scan(library, schemas.folders)[0]


@pytest.mark.parametrize("chunk", [1, 5, 100])
def test_processes_give_what_one_gives(
    library: Path, schemas: Schemas, files: tuple[SourceFile, ...], monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    mapper = Mapper(schemas)
    expected = [mapper.map(file, SIZE_LIMIT) for file in files]
    monkeypatch.setattr(spreading, "FEW", 0)
    monkeypatch.setattr(spreading, "CHUNK", chunk)
    steps: list[tuple[int, int]] = []
    found = spreading.map_files(library, schemas, files, SIZE_LIMIT, lambda *step: steps.append(step), 2)
    assert found == expected
    assert [item.entry.path for item in found] == [file.path for file in files]
    assert steps == [(number, len(files)) for number in range(1, len(files) + 1)]
    assert sum(bool(item.problems or item.findings) for item in found) == 2


def test_few_files_are_not_spread(
    library: Path, schemas: Schemas, files: tuple[SourceFile, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreading, "ProcessPoolExecutor", None)
    assert len(spreading.map_files(library, schemas, files, SIZE_LIMIT, lambda *_: None)) == len(files)


def test_schemas_can_be_sent_to_processes(schemas: Schemas) -> None:
    # Not every system copies a process as it is.
    assert pickle.loads(pickle.dumps(schemas)) == schemas  # noqa: S301 - our own


def test_a_worker_does_its_part(
    schemas: Schemas, files: tuple[SourceFile, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreading, "_mapper", None)
    monkeypatch.setattr(spreading, "_limit", 0)
    monkeypatch.setattr(spreading.signal, "signal", lambda *_: None)
    with pytest.raises(RuntimeError, match="the worker was not started"):
        spreading._map_chunk(files)
    spreading._start(schemas, SIZE_LIMIT)
    packed = spreading._map_chunk(files)
    assert [payload is None for payload, _ in packed] == [isinstance(result, Mapped) for _, result in packed]


def test_a_result_that_got_lost_is_a_bug(
    library: Path, schemas: Schemas, files: tuple[SourceFile, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreading, "_packed", lambda _: (b"damaged", None))
    with pytest.raises(RuntimeError, match=r"no result for records/books/broken\.yaml"):
        spreading.map_files(library, schemas, files, SIZE_LIMIT, lambda *_: None, 1)
