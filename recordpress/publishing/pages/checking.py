"""Whether the blocks of pages can be shown: their queries run on the built database and give what their forms need."""

import sqlite3
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from recordpress.problems import Problem
from recordpress.publishing.limits import opened, stop_after
from recordpress.publishing.pages.model import FORMS, HOME, Block, Page, Pages
from recordpress.suggestions import did_you_mean, one_of

LONGEST = 10  # seconds until the first row of a query
OF_A_RECORD = ("id", "ref")  # parameters that the page of a record gives a value


def check_pages(
    pages: Pages,
    database: Path,
    kinds: Mapping[str, Collection[str]],
    taken: Collection[str],
    charts: Collection[str] = (),
) -> list[Problem]:
    """What is wrong with pages, given a database.

    Args:
        pages: As read.
        database: The built SQLite file; it is opened as immutable, with the rights that a visitor has.
        kinds: Names of the kinds of record, with those of their properties.
        taken: First parts of addresses that something else uses.
        charts: Names of the charts.

    Returns:
        Pages whose address is taken, parts for kinds that don't exist, and blocks that can't be shown.
    """
    found: list[Problem] = []
    for name, page in pages.own.items():
        if name in taken and name != HOME:
            found.append(Problem("C325", page.path, f"the address /{name} is taken", hint="rename the file"))
    found += [problem for name, page in pages.records.items() for problem in _of_a_kind(name, page, kinds)]
    with opened(database) as connection:
        for page in pages.own.values():
            found += _blocks(page, connection, charts, ())
        for page in pages.records.values():
            found += _blocks(page, connection, charts, OF_A_RECORD)
    return found


def _of_a_kind(name: str, page: Page, kinds: Mapping[str, Collection[str]]) -> Iterator[Problem]:
    """Whether there is a kind whose records have these parts, with the properties that they hide."""
    if name not in kinds:
        hint = did_you_mean(name, kinds) or one_of(sorted(kinds))
        yield Problem("C325", page.path, f"there is no kind of record named {name}", hint=hint)
        return
    for hidden in page.hides:
        if hidden not in kinds[name]:
            hint = did_you_mean(hidden, kinds[name])
            yield Problem("C322", page.path, f"hides: a {name} has no property {hidden}", 1, 1, hint=hint)


def _blocks(
    page: Page, connection: sqlite3.Connection, charts: Collection[str], given: Collection[str]
) -> Iterator[Problem]:
    for block in page.blocks:
        chart = block.options.get("chart")
        if chart and chart not in charts:
            hint = did_you_mean(chart, charts)
            yield Problem("C324", page.path, f"there is no chart of the name {chart}", block.line, 1, hint=hint)
        if block.sql:
            yield from (
                Problem("C324", page.path, message, block.line, 1, hint=hint)
                for message, hint in _query(block, connection, given)
            )
        for name, item in block.filters.items():
            if item.choices and (reason := _failure(connection, item.choices, {})[0]):
                message = f"the choices of {name} don't run: {reason}"
                yield Problem("C324", page.path, message, block.line, 1)


def _query(block: Block, connection: sqlite3.Connection, given: Collection[str]) -> Iterator[tuple[str, str]]:
    """What is wrong with the query of a block, each with a hint."""
    values = dict.fromkeys((*given, *block.arguments, *block.filters), "")
    reason, columns = _failure(connection, block.sql, values)
    if reason:
        yield f"the query does not run: {reason}", ""
        return
    for column in FORMS[block.form].needs:
        if column not in columns:
            yield f"a block `{block.form}` needs a column {column}", f"the query has {', '.join(columns)}"
    for name in block.filters:
        if f":{name}" not in block.sql:
            yield f"the query does not use the parameter :{name}", ""


def _failure(connection: sqlite3.Connection, sql: str, values: dict[str, str]) -> tuple[str, list[str]]:
    """Why a statement does not run ("" if it does), and its columns."""
    stop_after(connection, LONGEST)
    try:
        cursor = connection.execute(sql, values)
    except (sqlite3.Error, sqlite3.Warning) as error:
        return str(error), []
    columns = [column[0] for column in cursor.description or ()]
    return ("" if columns else "it is no query"), columns
