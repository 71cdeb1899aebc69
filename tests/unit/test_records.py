"""One file, one record."""

import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recordpress.reading.records import RecordFile, read_record, to_record
from recordpress.reading.reference import read_yaml
from recordpress.reading.source_files import SourceFile


def source(tmp_path: Path, data: bytes, name: str = "a.yaml") -> SourceFile:
    file = tmp_path / name
    file.write_bytes(data)
    return SourceFile("book", f"records/books/{name}", str(file), len(data), 0)


@pytest.mark.parametrize("data", [b"id: a\nn: 1\n", b"id: &x a\nn: 0x1\n"])
def test_record(tmp_path: Path, data: bytes) -> None:
    digest = hashlib.sha256(data).hexdigest()
    expected = RecordFile("book", "records/books/a.yaml", "a", digest, {"id": "a", "n": 1})
    assert read_record(source(tmp_path, data)) == expected


@pytest.mark.parametrize(
    ("data", "what"), [(b"- a\n", "a list"), (b"a\n", "a single value"), (b"null", "a single value")]
)
def test_not_a_map(tmp_path: Path, data: bytes, what: str) -> None:
    record = read_record(source(tmp_path, data))
    assert record.value is None
    (problem,) = record.problems
    assert (problem.code, problem.line, problem.column) == ("Y116", 1, 1)
    assert what in problem.message


def test_problems_without_doubt_leave_the_value(tmp_path: Path) -> None:
    record = read_record(source(tmp_path, b"id: a\nid: b\n"))
    assert record.value == {"id": "a"}
    assert [problem.code for problem in record.problems] == ["Y107"]


def test_unreadable(tmp_path: Path) -> None:
    gone = SourceFile("book", "records/books/a.yaml", str(tmp_path / "a.yaml"), 5, 0)
    record = read_record(gone)
    assert (record.value, record.sha256) == (None, "")
    assert record.problems[0].code == "Y101"
    folder = gone._replace(absolute=str(tmp_path))
    assert read_record(folder).problems[0].code == "Y101"


def test_a_file_that_has_grown_or_shrunk_is_read_as_it_is(tmp_path: Path) -> None:
    data = b"id: a\n" + b"# a comment that makes it longer\n" * 10_000
    for size in (0, 3, len(data) + 5):
        record = read_record(source(tmp_path, data)._replace(size=size))
        assert record.value == {"id": "a"}
        assert record.sha256 == hashlib.sha256(data).hexdigest()


def test_a_file_that_has_grown_beyond_the_limit(tmp_path: Path) -> None:
    file = source(tmp_path, b"id: a\n" * 100)._replace(size=6)
    assert read_record(file, 599).problems[0].code == "Y127"
    assert read_record(file, 600).problems[0].code == "Y107"


def test_a_pipe_does_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.yaml")
    file = SourceFile("book", "records/books/a.yaml", str(tmp_path / "a.yaml"), 0, 0)
    assert read_record(file).problems[0].code == "Y115"


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes(tmp_path: Path, data: bytes) -> None:
    record = read_record(source(tmp_path, data))
    assert record.value is not None or record.problems
    assert record.problems == to_record(read_yaml(data, record.path), record.path).problems
