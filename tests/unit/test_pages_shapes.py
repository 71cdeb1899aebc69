from math import inf

from recordpress.publishing.pages import shapes


def test_a_matrix_keeps_the_order_of_its_rows_and_leaves_gaps() -> None:
    rows = [
        {"row": "b", "column": "x", "value": 4},
        {"row": "a", "column": "y", "value": 1},
        {"row": "a", "column": "x", "value": 0},
    ]
    found = shapes.matrix(rows)
    assert found.columns == ("x", "y")
    assert [name for name, _ in found.rows] == ["b", "a"]
    assert [[cell and cell[1] for cell in cells] for _, cells in found.rows] == [[4, None], [0, 1]]


def test_a_level_of_its_own_counts_and_stays_in_bounds() -> None:
    rows = [{"row": "a", "column": str(level), "value": "text", "level": level} for level in (-1, 2, 9)]
    assert [cell and cell[1] for cell in shapes.matrix(rows).rows[0][1]] == [0, 2, 4]


def test_what_is_beyond_all_numbers_counts_for_nothing() -> None:
    rows = [
        {"row": "a", "column": str(value), "value": value, "level": level} for value, level in ((inf, None), (1, -inf))
    ]
    assert [cell and cell[1] for cell in shapes.matrix(rows).rows[0][1]] == [0, 0]


def test_nothing_is_a_matrix_of_nothing() -> None:
    assert shapes.matrix([]) == shapes.Matrix((), ())


def test_groups_stand_in_the_order_of_their_first_rows() -> None:
    rows = [{"group": "b", "n": 1}, {"group": None, "n": 2}, {"group": "b", "n": 3}]
    assert shapes.groups(rows) == (("b", (rows[0], rows[2])), ("", (rows[1],)))


def test_a_sequence_tells_the_days_between_and_which_gaps_are_long() -> None:
    dates = ("2020-01-01", "2020-02-01", "2020-03", "unknown", "2020-04-01", "2022-04-01")
    found = shapes.sequence([{"date": date, "label": "x"} for date in dates])
    assert [item.days for item in found] == [None, 31, 29, None, None, 730]
    assert [(item.level, item.is_long) for item in found] == [
        (0, False),
        (1, False),
        (1, False),
        (0, False),
        (0, False),
        (5, True),
    ]


def test_a_sequence_may_run_backwards() -> None:
    found = shapes.sequence([{"date": "2020-03-01"}, {"date": "2020-01-31"}])
    assert [item.days for item in found] == [None, 30]


def test_spans_have_places_within_whole_years() -> None:
    rows = [
        {"start": "2020-01-01", "end": "2020-12-31"},
        {"start": "2021", "end": None},
        {"start": None, "end": "2021-12-31"},
    ]
    found = shapes.spans(rows)
    assert found.years == ((2020, 0.0), (2021, 50.14))
    assert [bar for _, bar in found.bars] == [(0.0, 50.0), (50.14, 49.86), None]


def test_spans_without_any_date_have_no_bars() -> None:
    rows = [{"start": "unknown", "end": None}]
    assert shapes.spans(rows) == shapes.Spans((), ((rows[0], None),))


def test_few_of_many_years_are_labelled() -> None:
    found = shapes.spans([{"start": "1950", "end": "2025"}])
    assert [year for year, _ in found.years] == list(range(1950, 2026, 10))
