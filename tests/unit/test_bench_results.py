"""The file of results: what was measured is never lost, and never mixed with what can't be compared."""

from dataclasses import replace
from pathlib import Path

import pytest

from bench.results import Begun, Results, ResultsError, Taken, add, differences, parse, read

BEGUN = Begun("python -m bench.run", "a machine", "Python 3.11", "c0de", 1, 1.0, 0.1)
TAKEN = Taken(20_000, "build", "", 1, 20_000, 8.5, 12.25, 0)


def test_what_was_added_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "new" / "bench.jsonl"
    part = replace(TAKEN, side="stages", part="Parquet")
    add(path, [BEGUN])
    add(path, [TAKEN, part])
    assert read(path) == Results((BEGUN,), (TAKEN, part))
    assert part.key == "20000/stages:Parquet"


def test_no_file_is_no_result(tmp_path: Path) -> None:
    assert read(tmp_path / "none.jsonl") == Results()


def test_a_line_that_was_cut_off_is_left_out_and_written_over(tmp_path: Path) -> None:
    path = tmp_path / "bench.jsonl"
    add(path, [BEGUN, TAKEN])
    path.write_bytes(path.read_bytes()[:-20])
    assert read(path) == Results((BEGUN,))
    add(path, [replace(TAKEN, round=2)])
    assert read(path) == Results((BEGUN,), (replace(TAKEN, round=2),))


@pytest.mark.parametrize("line", ["nothing", "[]", '{"size": 1}', "3"])
def test_another_line_that_is_no_result_is_an_error(line: str) -> None:
    with pytest.raises(ResultsError, match="line 1 is no result"):
        parse([line, "{}"])


def test_what_was_done_is_known_by_size_side_and_round() -> None:
    results = Results((), (TAKEN, replace(TAKEN, round=0, memory=5), replace(TAKEN, side="load", part="plain")))
    assert results.done() == {(20_000, "build", 1), (20_000, "build", 0), (20_000, "load", 1)}


def test_runs_of_other_code_or_corpora_cannot_be_compared() -> None:
    assert differences([BEGUN], replace(BEGUN, command="python -m bench.run --resume", load=3.0)) == []
    assert differences([BEGUN], replace(BEGUN, code="other", scale=0.1)) == ["code", "scale"]
    assert differences([], BEGUN) == []
