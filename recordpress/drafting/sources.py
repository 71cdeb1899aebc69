"""Tables from a file of any form that is known here."""

from dataclasses import replace
from pathlib import Path

from recordpress.drafting.delimited import read_delimited
from recordpress.drafting.given import Given, tidied
from recordpress.drafting.json_tables import read_json_tables
from recordpress.drafting.packages import read_package
from recordpress.drafting.workbooks import read_workbook
from recordpress.starting.words import apart
from recordpress.unusable import UnusableError

READERS = {
    ".csv": read_delimited,
    ".tsv": read_delimited,
    ".txt": read_delimited,
    ".xlsx": read_workbook,
    ".json": read_json_tables,
    ".zip": read_package,
}
DESCRIPTOR = "datapackage.json"


def read_tables(path: Path) -> Given:
    """The tables in a file, without empty rows and columns.

    Args:
        path: A file, or the folder of a data package.

    Raises:
        UnusableError: There is no such file, or nothing that can be used in it.
    """
    if path.is_dir() or path.name == DESCRIPTOR:
        given = read_package(path)
    elif path.suffix.lower() in READERS:
        given = READERS[path.suffix.lower()](path)
    else:
        known = ", ".join(sorted(READERS))
        raise UnusableError(f"{path} is no table that can be read: {known}, or a data package are")
    sheets, notes = [], list(given.notes)
    names = apart([sheet.name for sheet in given.sheets])
    for name, sheet in zip(names, given.sheets, strict=True):
        tidy, more = tidied(replace(sheet, name=name))
        notes += more
        if tidy.rows and tidy.heads:
            sheets.append(tidy)
        else:
            notes.append(f"{sheet.name}: left out, since it has no rows")
    if not sheets:
        raise UnusableError(f"{path} has no table with rows")
    return replace(given, sheets=tuple(sheets), notes=tuple(notes))
