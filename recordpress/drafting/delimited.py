"""Tables in files of text: cells between commas, semicolons, tabs or bars."""

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from recordpress.drafting.given import MOST_BYTES, MOST_COLUMNS, MOST_ROWS, Given, Head, Sheet, shown
from recordpress.unusable import UnusableError

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
LOOKED_AT = 100  # rows by which the delimiter is found
LONGEST_ROW = 900_000  # bytes: a record's file has at most a MiB
MARKED = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def read_delimited(path: Path) -> Given:
    """The table in a file; its first row is the header.

    Raises:
        UnusableError: The file can't be read, is too large, or has a row with more cells than the header.
    """
    text, note = decoded(read_bytes(path), path.name)
    delimiter = delimiter_of(text)
    rows = list(cells_of(text, delimiter, path.name))
    if not rows:
        raise UnusableError(f"{path.name} has no row, and so no header")
    notes = [note] if note else []
    if delimiter != ",":
        notes.append(f"{path.name}: cells are taken to stand between {DELIMITERS[delimiter]}")
    return Given((sheet_of(path.stem, rows, path.name),), notes=tuple(notes))


def read_bytes(path: Path) -> bytes:
    """The content of a file.

    Raises:
        UnusableError: It can't be read, or is too large.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UnusableError(f"{path} is larger than the {MOST_BYTES >> 20} MB that are read")
        return path.read_bytes()
    except OSError as error:
        raise UnusableError(f"{path} can't be read: {(error.strerror or str(error)).lower()}") from None


def decoded(data: bytes, name: str) -> tuple[str, str]:
    """The text of a file, and what is to be told of its encoding.

    Raises:
        UnusableError: It is no text in an encoding that is known here.
    """
    encoding = next((encoding for mark, encoding in MARKED if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding), ""
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252"), f"{name}: it is not in UTF-8 and is read as Windows-1252; look at its letters"
    except UnicodeDecodeError:
        raise UnusableError(f"{name} is no text in UTF-8: save it as such") from None


def delimiter_of(text: str) -> str:
    """What stands between the cells: the mark by which the first rows have equally many cells, and most of them."""
    best, delimiter = (False, 1), ","
    for candidate in DELIMITERS:
        widths = [len(row) for row, _ in zip(_reader(text, candidate), range(LOOKED_AT), strict=False) if row]
        if widths and (found := (len(set(widths)) == 1 and widths[0] > 1, widths[0])) > best:
            best, delimiter = found, candidate
    return delimiter


def cells_of(text: str, delimiter: str, name: str) -> Iterator[list[str]]:
    """The rows of a text but for blank lines.

    Raises:
        UnusableError: It can't be read as rows, or there are too many.
    """
    reader = _reader(text, delimiter)
    try:
        for number, row in enumerate(reader):
            if number > MOST_ROWS:
                raise UnusableError(f"{name} has more than the {MOST_ROWS:,} rows that are read")
            if sum(map(len, row)) > LONGEST_ROW // 4 and len("".join(row).encode("utf-8", "replace")) > LONGEST_ROW:
                raise UnusableError(f"{name}, line {reader.line_num}: the row is too long to become a record")
            if row:
                yield row
    except csv.Error as error:
        raise UnusableError(f"{name}, line {reader.line_num}: {error}") from None


def sheet_of(name: str, rows: Sequence[Sequence[str]], file: str) -> Sheet:
    """The table of some rows, the first of which is the header; short rows end with empty cells.

    Raises:
        UnusableError: A row has more cells than the header, or the header too many.
    """
    header = [shown(cell) for cell in rows[0]]
    if len(header) > MOST_COLUMNS:
        raise UnusableError(f"{file} has more than {MOST_COLUMNS} columns")
    for number, row in enumerate(rows):
        if any(row[len(header) :]):
            raise UnusableError(f"{file}, row {number + 1}: {len(row)} cells, and the header has {len(header)}")
    width = len(header)
    body = [[cell or None for cell in row[:width]] + [None] * (width - len(row)) for row in rows[1:]]
    return Sheet(name, tuple(Head(text) for text in header), body)


def _reader(text: str, delimiter: str) -> Any:
    csv.field_size_limit(max(csv.field_size_limit(), 2 * LONGEST_ROW))
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
