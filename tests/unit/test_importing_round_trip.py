"""Records become a table, cells change, and the table becomes records: nothing else has changed."""

import copy
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recordpress.editing.saving import Change, save
from recordpress.importing import trial
from recordpress.importing.whole import Wish, plan
from recordpress.moving.records import Dataset, open_dataset
from recordpress.progress import Progress
from recordpress.reading.parts import read_document
from recordpress.reading.source_files import SourceFile
from recordpress.tabulating.flatten import Rows, flattener
from recordpress.writing.delimited import render_header, render_lines
from tests.conftest import LIBRARY

TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], include_characters="\n"), min_size=1
).filter(
    lambda text: bool(text.strip()) and "\ufeff" not in text and not set(text) & set("\x85\u2028\u2029\ufffe\uffff")
)
# By the path of a field: what it may say.
FIELDS: dict[tuple[str, ...], st.SearchStrategy[Any]] = {
    ("title",): TEXT,
    ("published",): st.sampled_from(["2024", "2024-02", "0970~", "202X", "2001/2003", "1002~"]),
    ("language",): st.sampled_from(["en", "ja", "ko"]),
    ("summary",): TEXT,
    ("pages",): st.integers(1, 2**53),
    ("weight",): st.floats(allow_nan=False, allow_infinity=False),
    ("signed",): st.booleans(),
    ("acquired",): st.dates().map(lambda day: f"{day:%Y-%m-%d}".zfill(10)),
    ("code",): TEXT | st.sampled_from(["007", "1e3", "true", "null", "~", "- x", "# x", "2024-01-01", "[a]"]),
    ("extra",): st.recursive(
        st.booleans() | st.integers(-(2**53), 2**53) | TEXT,
        lambda inner: st.lists(inner, min_size=1, max_size=3) | st.dictionaries(TEXT, inner, min_size=1, max_size=3),
        max_leaves=5,
    ),
    ("keywords",): st.lists(TEXT, min_size=1, max_size=4, unique=True),
    ("size", "height"): st.integers(0, 500),
    ("about",): st.sampled_from(["person/painter", "book/tale-of-genji"]),
}
CHANGES = st.fixed_dictionaries({}, optional={path: st.none() | field for path, field in FIELDS.items()})


def changed(record: dict[str, Any], changes: dict[tuple[str, ...], Any]) -> dict[str, Any]:
    """A record with other values; None takes one away."""
    record = copy.deepcopy(record)
    for path, value in changes.items():
        holder = record.setdefault(path[0], {}) if len(path) > 1 else record
        holder.pop(path[-1], None)
        if value is not None:
            holder[path[-1]] = value
        if len(path) > 1 and not holder:
            del record[path[0]]
    return record


def opened(root: Path) -> Dataset:
    dataset, problems = open_dataset(root)
    assert dataset is not None, problems
    return dataset


def table(dataset: Dataset, records: list[dict[str, Any]]) -> bytes:
    """Records of books as the engine's own CSV."""
    kind, planned = dataset.schemas.kinds["book"], dataset.schemas.plans["book"]
    rows: Rows = {}
    for record in records:
        flattener(kind, planned)(record, rows)
    return render_header(planned.table) + render_lines(rows[planned.table.name])


def said(file: SourceFile | str, data: bytes) -> Any:
    document = read_document(file if isinstance(file, str) else file.path, data)
    assert document.problems == ()
    return document.value


@pytest.fixture(autouse=True)
def without_check(monkeypatch: pytest.MonkeyPatch) -> None:
    """The checks of the dataset take long, and ask for sources that are not drawn."""
    monkeypatch.setattr(trial, "new_problems", lambda *_: ())


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(one=CHANGES, other=CHANGES.filter(lambda drawn: bool(drawn.get(("title",)))))
def test_changed_cells_and_nothing_else_come_back(one: dict[Any, Any], other: dict[Any, Any]) -> None:
    one = {path: value for path, value in one.items() if path != ("title",) or value is not None}
    path, new = "records/books/pillow-book.yaml", "records/books/third.yaml"
    with TemporaryDirectory() as folder:
        root = Path(folder)
        for part in ("schemas", "records"):
            (root / part).symlink_to(LIBRARY / part)
        dataset = opened(root)
        before = said(path, (root / path).read_bytes())
        wanted = {path: changed(before, one), new: changed({"id": "third"}, other)}
        file = root / "books.csv"
        file.write_bytes(table(dataset, list(wanted.values())))
        planned = plan(dataset, Wish("book", file, clear=True), Progress())
        assert planned.problems == ()
        found = {change.path: said(change.path, change.after) for change in planned.changes}
        assert {path: before} | found == wanted


def test_an_import_is_done_once(library: Path) -> None:
    dataset = opened(library)
    path = "records/books/pillow-book.yaml"
    before = said(path, (library / path).read_bytes())
    file = library / "books.csv"
    file.write_bytes(table(dataset, [changed(before, {("size", "height"): None, ("code",): "008"})]))
    wish = Wish("book", file, clear=True)
    changes = plan(dataset, wish, Progress()).changes
    assert save(library, [Change(change.path, change.before, change.after) for change in changes]) == ()
    assert plan(opened(library), wish, Progress()).changes == ()
    assert said(path, (library / path).read_bytes())["authors"] == before["authors"]
