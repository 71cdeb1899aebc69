"""Spreadsheets become records: what cells stand for, which record a row is of, and what is wrong with them, by cell."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from recordpress.importing.columns import wishes_of
from recordpress.importing.table import cell_places
from recordpress.importing.whole import Planned, Wish, plan
from recordpress.moving.records import open_dataset
from recordpress.progress import Progress
from recordpress.reading.parts import read_document
from recordpress.unusable import UnusableError


def planned(root: Path, kind: str, text: str, *maps: str, **wishes: Any) -> Planned:
    """What the import of a file of text would come to."""
    dataset, problems = open_dataset(root)
    assert dataset is not None, problems
    table = root / "t.csv"
    table.write_bytes(text.encode())
    return plan(dataset, Wish(kind, table, columns=wishes_of(maps), **wishes), Progress())


def found(result: Planned) -> list[tuple[int, int, str]]:
    """Line, column and code of each problem of the table."""
    return [(problem.line, problem.column, problem.code) for problem in result.problems]


def values(result: Planned) -> dict[str, Any]:
    """What each file that changes would hold."""
    assert result.problems == ()
    return {change.path: read_document(change.path, change.after).value for change in result.changes}


def lines(rows: Sequence[Sequence[str]]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()


CELLS: list[tuple[str, str, object]] = [
    ("code", "007", "007"),
    ("code", "1.0", "1.0"),
    ("language", "Korean", "ko"),
    ("language", " en ", "en"),
    ("pages", "12.0", 12),
    ("weight", "1e3", 1000.0),
    ("weight", "3", 3),
    ("signed", "TRUE", True),
    ("acquired", "2024-02-29", "2024-02-29"),
    ("published", "2024-XX", "2024-XX"),
    ("extra", '{"a": [1, "x"]}', {"a": [1, "x"]}),
    ("keywords", '["a; b"]', ["a; b"]),
    ("keywords", "a; b;", ["a", "b"]),
    ("about", "a painter", "person/painter"),
    ("about", "sei-shonagon", "person/sei-shonagon"),
    ("about", "makura", "book/pillow-book"),
    ("size/height", "7", {"height": 7}),
    ("summary", "two\r\nlines", "two\nlines"),
]
MISTAKES = [
    ("pages", "12.5", "V203", '`pages` must be a whole number, not "12.5"'),
    ("pages", "0", "V207", "`pages`"),
    ("pages", "9" * 19, "W603", "no whole number of 64 bits"),
    ("weight", "1,5", "V203", "decimals come after a point"),
    ("weight", "1e999", "W603", "no finite number"),
    ("signed", "yes", "V203", "write true or false"),
    ("acquired", "29.2.2024", "V206", "is not a date"),
    ("language", "Koren", "V204", "did you mean `Korean`?"),
    ("extra", "[1", "V203", "no JSON"),
    ("keywords", "a", "V203", "--split"),
    ("keywords", '["a", "a"]', "V208", "holds an item twice"),
    ("about", "A paintr", "L303", "did you mean"),
    ("published_earliest", "1002-01-01", "W652", "follows from `published`"),
    ("label", "Nothing", "W652", "would be `New 13 (new-13)`"),
    ("code", "a\x07b", "Y104", "control character"),
]


def table_of(cells: Sequence[tuple[str, str]]) -> str:
    """A table of new books, each of which has one of the cells; column by column, so that places can be told."""
    columns = list(dict.fromkeys(column for column, _ in cells))
    rows = [
        [f"new-{number}", f"New {number}", *(cell if column == own else "" for own in columns)]
        for number, (column, cell) in enumerate(cells)
    ]
    return lines([["id", "title", *columns], *rows])


def test_a_cell_becomes_a_value_as_the_schema_says(library: Path) -> None:
    text = table_of([(column, cell) for column, cell, _ in CELLS])
    made = values(planned(library, "book", text, split=";", source="rumour"))
    for number, (column, _, value) in enumerate(CELLS):
        record = made[f"records/books/new-{number}.yaml"]
        name = column.partition("/")[0]
        assert record.keys() == {"id", "title", name, "evidence"}
        assert record[name] == value
        assert type(record[name]) is type(value)


def test_what_is_wrong_with_cells_is_told_at_each_of_them_and_at_once(library: Path) -> None:
    cells = [(column, cell) for column, cell, *_ in MISTAKES]
    columns = list(dict.fromkeys(column for column, _ in cells))
    result = planned(library, "book", table_of(cells), source="rumour")
    assert result.changes == ()
    assert len(result.problems) == len(MISTAKES)
    for number, ((column, _, code, said), problem) in enumerate(zip(MISTAKES, result.problems, strict=True)):
        start = len(f"new-{number},New {number},") + columns.index(column) + 1
        assert (problem.line, problem.column, problem.code) == (number + 2, start, code)
        assert said in f"{problem.message} ({problem.hint})"


def test_everything_wrong_is_told_at_once(library: Path) -> None:
    text = 'id,name,name,title,friends,,born\npainter,"a\nb",,,,x,2024-13\nnew,,,,,,\n'
    assert found(planned(library, "person", text)) == [
        (1, 9, "W651"),
        (1, 14, "W650"),
        (1, 20, "W650"),
        (1, 28, "W650"),
        (3, 9, "V206"),
        (4, 5, "V201"),
    ]


def test_a_column_can_be_named_and_passed_over(library: Path) -> None:
    text = "id,Known as,friends\npainter,The painter,x\n"
    assert "a table of its own" in planned(library, "person", text, "Known as=name").problems[0].message
    result = planned(library, "person", text, "Known as=name", "friends=")
    assert values(result)["records/people/painter.yaml"]["name"] == "The painter"
    wrong = planned(library, "person", text, "Known as=nme", "friends=").problems[0]
    assert wrong.message == "there is no column or field `nme` for `Known as`"


def test_an_empty_cell_leaves_a_value_unless_it_is_to_be_cleared(library: Path) -> None:
    text = "id,size_height,withdrawn_date,withdrawn_reason,withdrawn_replaced_by,teacher\n"
    person = text.replace("size_height,", "") + "nobody,,,,\npainter,,,,\n"
    kept = planned(library, "person", person)
    assert kept.changes == ()
    assert "  teacher: painter is kept, though the cell is empty" in kept.lines
    assert "4 empty cells left alone where the record has a value: --clear-empty takes it away" in kept.lines
    cleared = values(planned(library, "person", person, clear=True))
    assert cleared["records/people/nobody.yaml"] == {"id": "nobody", "name": "Nobody"}
    assert cleared["records/people/painter.yaml"] == {"id": "painter", "name": "A painter"}
    assert found(planned(library, "person", "id,name\npainter,\n", clear=True)) == [(2, 9, "V201")]


def test_what_the_engine_makes_may_say_what_it_said(library: Path) -> None:
    head = "id,published,published_earliest,published_ends,label\n"
    old = head + "tale-of-genji,1008,1008-01-01,closed,The Tale of Genji (1008/1021)\n"
    assert values(planned(library, "book", old))["records/books/tale-of-genji.yaml"]["published"] == "1008"
    assert found(planned(library, "book", old.replace(",closed", ",open-end"))) == [(2, 31, "W652")]


def test_a_row_without_an_id_gets_one_that_is_no_others(library: Path) -> None:
    result = values(planned(library, "person", "name\nMurasaki Shikibu\n"))
    assert result == {"records/people/murasaki-shikibu.yaml": {"id": "murasaki-shikibu", "name": "Murasaki Shikibu"}}
    assert planned(library, "person", "name\nNobody\n").lines[0] == "0 records added, 0 changed, 1 as they were"
    taken = planned(library, "person", "born,name\n,A painter\n,nobody!\n2024,\n")
    assert [(*place, problem.message) for place, problem in zip(found(taken), taken.problems, strict=True)] == [
        (2, 2, "W655", "the row has no id, and its name is that of `painter`"),
        (4, 6, "W655", "the row has no id, and too little to make one of"),
    ]


def test_a_new_id_that_may_be_a_misspelt_one_is_told(library: Path) -> None:
    told = planned(library, "person", "id,name\npainters,The painters\n").lines
    assert told[0] == "records/people/painters.yaml painters (new, and much like painter)"


def test_a_record_is_in_a_table_once(library: Path) -> None:
    (problem,) = planned(library, "person", "name,id\nA,a\nB,b\n\nC,a\n").problems
    assert (problem.line, problem.column, problem.code) == (5, 3, "W654")
    assert problem.message.endswith("the other row is 2")


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("person", "id,name\na/b,X\n", "'a/b' can't be the id of a record"),
        ("person", "id,name\nPainter,X\n", "differs from `painter` by upper and lower case alone"),
        ("person", "id,name\n.x,X\n", "'.x' can't be the id of a record"),
    ],
)
def test_a_new_record_has_to_have_a_place(library: Path, kind: str, text: str, said: str) -> None:
    (problem,) = planned(library, kind, text).problems
    assert (problem.line, problem.column, problem.code) == (2, 1, "W656")
    assert said in problem.message


def test_the_source_of_the_table_supports_what_it_says(library: Path) -> None:
    text = "id,title,language,summary\ntale-of-genji,The Tale of Prince Genji,Japanese,Long.\n"
    result = planned(library, "book", text, source="rumour")
    assert values(result)["records/books/tale-of-genji.yaml"]["evidence"][-1] == {
        "source": "rumour",
        "supports": ["title", "language"],
    }
    assert any("(what it said was supported by encyclopedia" in line for line in result.lines)
    assert "  evidence: the source supports title, language" in result.lines


def test_a_source_that_supports_a_record_already_supports_more_of_it(library: Path) -> None:
    text = "id,language,pages\ntale-of-genji,ja,700\n"
    (entry,) = values(planned(library, "book", text, source="encyclopedia"))["records/books/tale-of-genji.yaml"][
        "evidence"
    ]
    assert entry["supports"][-2:] == ["language", "pages"]


@pytest.mark.parametrize(
    ("kind", "source", "said"),
    [
        ("work", "encyclopedia", "records of the kind work have no evidence"),
        ("book", "encyclopedi", r"is none of the sources \(did you mean"),
    ],
)
def test_the_source_of_a_table_is_one_that_there_is(library: Path, kind: str, source: str, said: str) -> None:
    with pytest.raises(UnusableError, match=said):
        planned(library, kind, "id,title\nx,X\n", source=source)


def test_a_record_that_cannot_be_read_is_left_alone(library: Path) -> None:
    file = library / "records" / "people" / "painter.yaml"
    file.write_text("id: painter\nname: [", encoding="utf-8")
    result = planned(library, "person", "id,name,teacher\npainter,P,\nnew,N,nobdy\n")
    assert {(problem.path.rpartition("/")[2], problem.code) for problem in result.problems} == {
        ("t.csv", "L303"),
        ("painter.yaml", "Y106"),
    }


def test_what_was_wrong_with_a_record_before_is_no_hindrance(library: Path) -> None:
    file = library / "records" / "people" / "painter.yaml"
    file.write_text("id: painter\nname: A painter\nborn: soon\nnick: P\n", encoding="utf-8")
    result = planned(library, "person", "id,name,born\npainter,P,0970\n")
    assert values(result)["records/people/painter.yaml"] == {
        "id": "painter",
        "name": "P",
        "born": "0970",
        "nick": "P",
    }


def test_places_of_cells_are_those_of_a_reader_of_csv() -> None:
    text = 'a;"b;\n""c""";\r\n\r\n;x\r"";y'
    assert list(cell_places(text, ";")) == [[(1, 1), (1, 3), (2, 8)], [(4, 1), (4, 2)], [(5, 1), (5, 4)]]
    assert [len(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=";") if row] == [3, 2, 2]
