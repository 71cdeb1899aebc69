"""The plain pipeline of the benchmark must do the same work as the engine, or the comparison says nothing."""

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench import plain
from bench.corpus import write_corpus

ROOT = Path(__file__).resolve().parents[2]
RECORDS = 300


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("bench") / "corpus"
    write_corpus(root, RECORDS)
    return root


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return sorted(csv.DictReader(stream), key=lambda row: sorted(row.items()))


def test_the_plain_pipeline_writes_the_same_rows_as_the_engine(corpus: Path, tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "build.py"), "build", "--root", str(corpus)]
    built = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=dict(os.environ))
    assert built.returncode == 0, built.stdout + built.stderr
    assert plain.main([str(corpus), str(tmp_path)]) == 0

    engine = {path.stem: rows(path) for path in sorted((corpus / "data").glob("*.csv"))}
    by_hand = {path.stem: rows(path) for path in sorted((tmp_path / "data").glob("*.csv"))}
    assert engine.keys() == by_hand.keys()
    for table, found in engine.items():
        assert found == by_hand[table], table
    assert sum(map(len, engine.values())) > 20 * RECORDS


def test_the_corpus_is_the_same_for_the_same_seed(corpus: Path, tmp_path: Path) -> None:
    write_corpus(tmp_path / "again", RECORDS)
    write_corpus(tmp_path / "other", RECORDS, seed=1)

    def texts(root: Path) -> dict[str, bytes]:
        files = (path for path in (root / "records").rglob("*.yaml"))
        return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}

    first = texts(corpus)
    assert len(first) == RECORDS
    assert first == texts(tmp_path / "again")
    assert first != texts(tmp_path / "other")


def test_events_have_the_size_that_the_benchmark_speaks_of(corpus: Path) -> None:
    sizes = [path.stat().st_size for path in (corpus / "records" / "events").iterdir()]
    assert len(sizes) == RECORDS * 9 // 10
    assert min(sizes) >= 500
    assert max(sizes) <= 3000
    assert 1800 <= sum(sizes) / len(sizes) <= 2000


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (("type: ", "type: un"), "is not valid under any of the given schemas"),
        (("place: place-", "place: place-9"), "there is no place/place-9"),
        (("supports: [start, ", "supports: ["), "no source for start"),
        (("id: event-", "id: event-9"), "the id is event-9"),
    ],
)
def test_the_plain_pipeline_refuses_what_is_wrong(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], broken: tuple[str, str], said: str
) -> None:
    root = tmp_path / "corpus"
    write_corpus(root, RECORDS)
    path = root / "records" / "events" / "event-0000007.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(*broken), encoding="utf-8")
    assert plain.main([str(root), str(tmp_path / "out")]) == 1
    assert said in capsys.readouterr().err
