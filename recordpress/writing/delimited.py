"""CSV files: UTF-8, LF, a header, as few quotes as RFC 4180 allows, `true` and `false`, nothing for null."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from recordpress.model import ColumnType, Row, Table, TableData, Value

CHUNK = 20_000
WORDS = {True: "true", False: "false", None: None}
NEEDS_QUOTES = re.compile(r'[",\r\n]')


def chunks(rows: Iterable[Row], size: int = CHUNK) -> Iterator[list[Row]]:
    """The rows in lists of at most `size`."""
    iterator = iter(rows)
    while chunk := list(islice(iterator, size)):
        yield chunk


def render_header(table: Table) -> bytes:
    """The first line of the file."""
    return render_lines([[column.name for column in table.columns]])


def render_rows(table: Table, rows: Iterable[Row]) -> bytes:
    """The lines of some rows.

    Raises:
        UnicodeEncodeError: A text has half of a surrogate pair.
    """
    flags = [index for index, column in enumerate(table.columns) if column.type is ColumnType.BOOLEAN]
    return render_lines([_with_words(row, flags) for row in rows] if flags else rows)


def write_csv(data: TableData, path: Path) -> None:
    """Write a table.

    Raises:
        UnicodeEncodeError: A text has half of a surrogate pair.
        OSError: The file cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        stream.write(render_header(data.table))
        for chunk in chunks(data.rows):
            stream.write(render_rows(data.table, chunk))


def _with_words(row: Row, flags: Sequence[int]) -> list[Value]:
    cells = list(row)
    for index in flags:
        cells[index] = WORDS[cells[index]]  # type: ignore[index]  # a boolean or null, by the column's type
    return cells


def render_lines(rows: Iterable[Sequence[Value]]) -> bytes:
    """Lines of a file, of values that need no words of their own.

    Raises:
        UnicodeEncodeError: A text has half of a surrogate pair.
    """
    rows = list(rows)
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    text = buffer.getvalue()
    if "\r" in text:
        # Versions of Python differ on whether a carriage return alone is quoted; readers take it for the end of a line.
        text = "".join(",".join(map(_quoted, row)) + "\n" for row in rows)
    return text.encode()


def _quoted(value: Value) -> str:
    text = "" if value is None else str(value)
    return '"' + text.replace('"', '""') + '"' if NEEDS_QUOTES.search(text) else text
