"""Saved queries: `site/queries/<name>.sql`, one query a file, with a header of comments.

```sql
-- title: Books by language
-- description: How many books there are in each language,
--   counted by title.
-- param since: first year to count = 2000
-- choices since: select distinct year from books order by year
select language, count(*) as books from books where year >= :since group by language
```

A comment line without a key continues the one before. What follows `=` is the parameter's default. The choices of a
parameter are what a query finds: values, and in a second column their names for people.
"""

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from recordpress.problems import Problem
from recordpress.publishing.limits import opened
from recordpress.sql_files import split_header

FOLDER = "site/queries"
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
_PARAMETER = re.compile(r"param \w+")
_CHOICES = re.compile(r"choices \w+")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that the reader of a query may choose.

    Args:
        name: As in the SQL, without the colon.
        description: What it means.
        default: What is used until something else is chosen; "" for nothing.
        choices: Query for the values that may be chosen, and names for people; "" for any value.
    """

    name: str
    description: str
    default: str = ""
    choices: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """A saved query.

    Args:
        name: File stem, and last part of its address.
        title: Name for people.
        description: What it answers, in a paragraph.
        sql: One SELECT statement, without the header.
        parameters: In the order of the header.
        path: File, relative to the dataset's folder.
        line: Line at which the SQL starts, counted from 1.
    """

    name: str
    title: str
    description: str
    sql: str
    parameters: tuple[Parameter, ...] = ()
    path: str = ""
    line: int = 1


def read_queries(root: Path) -> tuple[tuple[Query, ...], list[Problem]]:
    """Read the saved queries of a dataset.

    Args:
        root: The dataset's folder.

    Returns:
        The queries by name, and what is wrong with files in `site/queries`. No such folder: no queries.
    """
    folder = root / FOLDER
    queries: list[Query] = []
    problems: list[Problem] = []
    for file in sorted(folder.iterdir()) if folder.is_dir() else ():
        shown = f"{FOLDER}/{file.name}"
        if file.suffix != ".sql" or not _NAME.fullmatch(file.stem):
            hint = "name it with small letters, digits, - and _, and end it in .sql"
            problems.append(Problem("C301", shown, "the file's name is not one of a saved query", hint=hint))
            continue
        try:
            text = file.read_text(encoding="utf-8")
        except (UnicodeDecodeError, OSError):
            problems.append(Problem("C302", shown, "the file can't be read as UTF-8 text"))
            continue
        query, found = parse_query(file.stem, text, shown)
        queries.append(query)
        problems.extend(found)
    return tuple(queries), problems


def parse_query(name: str, text: str, path: str) -> tuple[Query, list[Problem]]:
    """A query from its file's text, and what is wrong with its header."""
    header, sql = split_header(text)
    parameters = tuple(_parameter(key, header) for key in header if _PARAMETER.fullmatch(key))
    line = text.count("\n", 0, text.find(sql)) + 1
    query = Query(name, header.get("title", ""), header.get("description", ""), sql, parameters, path, line)
    return query, list(_header_problems(header, path))


def check_queries(queries: Iterable[Query], database: Path) -> list[Problem]:
    """Compile the queries against the built database, with the rights that a visitor has.

    Args:
        queries: As read.
        database: The SQLite file; it is opened as immutable.

    Returns:
        Queries that don't compile, whose parameters differ from the header's, or that a table hides.
    """
    with opened(database) as connection:
        taken = {row[0] for row in connection.execute("select name from sqlite_master")}
        return [problem for query in queries for problem in _check(query, taken, connection)]


def _check(query: Query, taken: set[str], connection: sqlite3.Connection) -> Iterator[Problem]:
    if query.name in taken:
        yield Problem("C304", query.path, f"a table or view is called {query.name}, too", hint="rename the file")
    used = _Names()
    try:
        connection.execute(f"explain {query.sql}", used).close()
    except (sqlite3.Error, sqlite3.Warning) as error:
        yield Problem("C305", query.path, f"the query does not run: {error}", query.line, 1)
        return
    for parameter in query.parameters:
        yield from _check_choices(query, parameter, connection)
    declared = {parameter.name for parameter in query.parameters}
    for name in sorted(used.seen - declared):
        hint = f"add -- param {name}: what it means"
        yield Problem("C306", query.path, f"the header does not describe the parameter :{name}", 1, 1, hint=hint)
    for name in sorted(declared - used.seen):
        yield Problem("C306", query.path, f"the query does not use the parameter :{name}", 1, 1)


def _check_choices(query: Query, parameter: Parameter, connection: sqlite3.Connection) -> Iterator[Problem]:
    if parameter.choices:
        try:
            connection.execute(f"explain {parameter.choices}").close()
        except (sqlite3.Error, sqlite3.Warning) as error:
            yield Problem("C305", query.path, f"the choices of :{parameter.name} don't run: {error}", 1, 1)


class _Names(dict[str, None]):
    """Stands in for a query's parameters and notes which are asked for: SQLite's own reading of the names."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()

    def __missing__(self, name: str) -> None:
        self.seen.add(name)


def _header_problems(header: Mapping[str, str], path: str) -> Iterator[Problem]:
    for key in ("title", "description"):
        if not header.get(key):
            yield Problem("C303", path, f"the header has no {key}", 1, 1, hint=f"add `-- {key}: …`")
    for key in header:
        if _CHOICES.fullmatch(key):
            name = key.removeprefix("choices ")
            if f"param {name}" not in header:
                yield Problem("C303", path, f"there are choices for {name}, which is no parameter", 1, 1)
        elif key not in {"title", "description"} and not _PARAMETER.fullmatch(key):
            yield Problem("C303", path, f"the header's `{key}` means nothing", 1, 1, hint="see the other queries")


def _parameter(key: str, header: Mapping[str, str]) -> Parameter:
    description, _, default = header[key].partition("=")
    name = key.removeprefix("param ")
    return Parameter(name, description.strip(), default.strip(), header.get(f"choices {name}", "").rstrip(";"))
