import pytest

from recordpress.model import Column, ColumnType, Row, Table, TableData, TableRole, Term
from recordpress.problems import Severity
from recordpress.writing.cells import cell_problems, is_formula, record_of, text_problems


def table(*columns: Column, kind: str = "book", role: TableRole = TableRole.KIND) -> Table:
    return Table("books", "", "", role, (Column("id"), *columns), ("id",), kind=kind)


def data(column: Column, *values: object) -> TableData:
    rows: list[Row] = [(f"b{number}", value) for number, value in enumerate(values)]  # type: ignore[misc]
    return TableData(table(column), rows)


@pytest.mark.parametrize(
    "text",
    ["=1+1", "@SUM(A1)", "+A1", "-A1", "-1+2", "\tx", "\rx", "=", "@", "+cmd|' /C calc'!A0", "--1", "-1-1", "+1+1"],
)
def test_what_a_spreadsheet_would_run(text: str) -> None:
    assert is_formula(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a=1",
        " =1",
        "-5",
        "-1,234.50",
        "-12 %".replace(" ", ""),
        "+82 2 1234-5678",
        "+1 (202) 555/0100",
        "-",
        "+",
        "'=1",
    ],
)
def test_what_it_would_not_run(text: str) -> None:
    assert not is_formula(text)


def test_a_formula_is_a_warning_that_names_the_record_and_the_line() -> None:
    (problem,) = cell_problems(data(Column("title"), "two\nlines", None, "=1"))
    assert (problem.code, problem.severity, problem.place) == ("W601", Severity.WARNING, "data/books.csv:5:1")
    assert "books.title of book/b2" in problem.message


def test_the_line_of_a_row_far_down_is_named_too() -> None:
    (problem,) = cell_problems(data(Column("title"), *["fine"] * 5_000, "=1"))
    assert (problem.place, "of book/b5000" in problem.message) == ("data/books.csv:5002:1", True)


def test_a_place_in_the_record_is_preferred() -> None:
    def locate(record: str, column: str, value: object) -> tuple[str, int, int]:
        return f"records/{record}.yaml#{column}", 7, 8

    (problem,) = cell_problems(data(Column("title"), "=1"), locate)
    assert problem.place == "records/book/b0.yaml#title:7:8"


def test_vocabularies_and_json_are_not_looked_at_for_formulas() -> None:
    assert list(cell_problems(data(Column("form", terms=(Term("=x", "", ""),)), "=x"))) == []
    assert list(cell_problems(data(Column("any", ColumnType.ANY), "-5"))) == []


@pytest.mark.parametrize(
    ("value", "good"), [(2**63 - 1, True), (-(2**63), True), (2**63, False), (None, True), (True, True)]
)
def test_integers_have_64_bits(value: object, *, good: bool) -> None:
    assert [p.code for p in cell_problems(data(Column("n", ColumnType.INTEGER), value))] == ([] if good else ["W603"])


@pytest.mark.parametrize(
    ("value", "good"), [(1.5, True), (1, True), (float("nan"), False), (float("inf"), False), (2**70, False)]
)
def test_numbers_are_finite(value: object, *, good: bool) -> None:
    assert [p.code for p in cell_problems(data(Column("n", ColumnType.NUMBER), value))] == ([] if good else ["W603"])


def test_half_a_character_is_found() -> None:
    problems = list(text_problems(data(Column("title"), "fine 😀", None, "bad \udc00")))
    assert [(p.code, p.line) for p in problems] == [("W602", 4)]
    assert list(text_problems(data(Column("n", ColumnType.INTEGER), 1))) == []


def test_rows_of_no_record() -> None:
    assert record_of(table(role=TableRole.VOCABULARY), ("novel",)) == ""
    assert record_of(table(kind="", role=TableRole.REGISTRY), ("book/b1",)) == "book/b1"
