"""Chunks of files that hold many records: whatever is edited, a warm result is a cold one, and costs one file."""

import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recordpress.chunks import cutting, keeping
from recordpress.chunks.cutting import cut
from recordpress.pipeline import Gathered
from recordpress.problems import MOST
from recordpress.reading.source_files import SourceFile
from tests.unit.test_chunks_kept import counted
from tests.warm_and_cold import gathered_at, require_the_same, told

GARDEN = Path(__file__).parents[1] / "datasets" / "garden"
FILES = (
    "plants/a.yaml",
    "plants/c.yaml",
    "plants/more/x.json",
    "plants/more/deep/y.yaml",
    "plants/more/wild/nettles.json",
)
IDS = ("rosa-canina", "urtica-dioica", "zinnia-elegans", "acer", "viola")


@pytest.fixture
def garden(tmp_path: Path) -> Path:
    """A copy of the small garden that a test may change."""
    return copied(tmp_path / "garden")


def copied(root: Path) -> Path:
    shutil.copytree(GARDEN, root, ignore=shutil.ignore_patterns(".recordpress", "dist", "data"))
    return root


def plant(name: str, number: int) -> dict[str, Any]:
    evidence = [{"source": "herbal", "supports": ["height"]}]
    return {"names": {"latin": name}, "title": f"Plant {number}", "height": number, "evidence": evidence}


def put(root: Path, path: str, text: str) -> None:
    file = root / "records" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def plants(root: Path, path: str, *records: dict[str, Any]) -> None:
    text = json.dumps({"plants": records}, indent=2)  # JSON of this form is YAML, too
    put(root, path, text)


EDITS = st.one_of(
    st.tuples(st.just("write"), st.sampled_from(FILES), st.lists(st.sampled_from(IDS), min_size=1, max_size=4)),
    st.tuples(st.just("break"), st.sampled_from(FILES), st.sampled_from(("plants: [", "plants: {}", "plants: [{}]"))),
    st.tuples(st.just("delete"), st.sampled_from(FILES), st.none()),
    st.tuples(st.just("rename"), st.sampled_from(FILES), st.sampled_from(FILES)),
    st.tuples(st.just("house"), st.sampled_from(("herbal", "almanac")), st.sampled_from(("great", "small"))),
    st.tuples(st.just("folder"), st.sampled_from(("north", "south")), st.sampled_from(("west", "south"))),
)


def edit(root: Path, what: str, name: str, argument: Any) -> None:
    path = root / "records" / name
    if what == "write":
        plants(root, name, *(plant(one, 10 + number) for number, one in enumerate(argument)))
    elif what == "break":
        put(root, name, argument)
    elif what == "delete":
        path.unlink(missing_ok=True)
    elif what == "rename" and path.exists():
        (root / "records" / argument).parent.mkdir(parents=True, exist_ok=True)
        path.rename(root / "records" / argument)
    elif what == "house":
        sources = root / "records" / "sources.yaml"
        text = sources.read_text(encoding="utf-8")
        put(root, "sources.yaml", text.replace("great-house", f"{argument}-house").replace("The herbal", f"A {name}"))
    elif what == "folder" and (root / "records" / "beds" / name).exists():
        target = root / "records" / "beds" / argument
        shutil.rmtree(target, ignore_errors=name != argument)
        if name != argument:
            (root / "records" / "beds" / name).rename(target)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(EDITS, min_size=1, max_size=4), st.sampled_from((1, 500)))
def test_after_any_edits_a_warm_result_is_a_cold_one(edits: list[tuple[str, str, Any]], most: int) -> None:
    require_the_same(GARDEN, edits, most, lambda _, root, one: edit(root, *one))


def rows(gathered: Gathered, name: str) -> list[Any]:
    assert gathered.content is not None, gathered.problems
    return next(list(data.rows) for data in gathered.content.tables if data.table.name == name)


def test_an_edit_of_a_file_of_many_records_costs_that_file_only(garden: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "RACE", 0)
    many = [plant(f"many-{'abcdefghij'[number // 10 % 10]}{'abcdefghij'[number % 10]}", 1) for number in range(100)]
    for name in ("one", "two"):
        some = [{**record, "names": {"latin": f"{record['names']['latin']}-{name}"}} for record in many]
        plants(garden, f"plants/{name}.yaml", *some)
    gathered_at(garden)
    changed = [{**some[0], "title": "Another"}, *some[1:]]
    plants(garden, "plants/two.yaml", *changed)
    with counted(monkeypatch) as read:
        warm = gathered_at(garden)
    assert read == ["records/plants/two.yaml"]
    assert [row[2] for row in rows(warm, "plants") if row[0] == "many-aa-two"] == ["Another"]


def test_rows_come_in_the_order_of_ids_however_the_files_are_called(garden: Path) -> None:
    before = [row[:4] for row in rows(gathered_at(garden), "records")]
    assert before == sorted(before)
    (garden / "records" / "plants" / "a.yaml").rename(garden / "records" / "plants" / "more" / "z.yaml")
    after = gathered_at(garden)
    assert [row[:4] for row in rows(after, "records")] == before
    assert after.content is not None
    records = next(some.records for some in after.content.collections if some.kind == "plant")
    assert [record["id"] for record in records] == [row[2] for row in before if row[1] == "plant"]


def test_an_unchanged_dataset_is_not_read_again(garden: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "RACE", 0)
    cold = told(gathered_at(garden))
    with counted(monkeypatch) as read:
        assert told(gathered_at(garden)) == cold
    assert read == []
    monkeypatch.setattr(keeping, "store", lambda *_: pytest.fail("nothing has changed"))
    gathered_at(garden)


def test_a_large_file_of_many_records_is_a_chunk_of_its_own() -> None:
    def file(name: str, size: int) -> SourceFile:
        return SourceFile("plant", f"records/plants/{name}.yaml", "", size, 1, free=True, many=True)

    sizes = {"a": 10, "b": 10, "c": cutting.LARGE, "d": 10, "e": 20}
    found = [[one.id for one in chunk] for chunk in cut((file(*one) for one in sizes.items()), usual=1 << 60)]
    assert found == [["a", "b"], ["c"], ["d", "e"]]


def test_of_a_file_no_more_is_told_than_anybody_reads(garden: Path) -> None:
    many = [{**plant("acer", 1), "bed": "nowhere"} for _ in range(MOST + 200)]
    plants(garden, "plants/c.yaml", *many)
    problems = gathered_at(garden).problems
    told_of = Counter(problem.code for problem in problems)
    assert (told_of["L303"], told_of["L311"], told_of["V212"]) == (MOST + 1, MOST + 1, 1)
    assert {problem.path for problem in problems} == {"records/plants/c.yaml"}
