"""Where a mistake in SQL stands, and what may have been meant: SQLite names a word, and not the place."""

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from recordpress.publishing.outline import Outline
from recordpress.suggestions import did_you_mean

MOST_PLACES = 50  # at which the word may stand; beyond that the first will do
_SYNTAX = re.compile(r'near "(?P<word>.*)": syntax error', re.DOTALL)
_TOKEN = re.compile(r'unrecognized token: "(?P<word>.*)"', re.DOTALL)
_UNKNOWN = re.compile(r"(?P<what>no such (?:table|column|function)|ambiguous column name): (?P<word>.*)", re.DOTALL)
# What is not closed goes to the end, so that a statement is read once however many of its signs open something.
_PART = re.compile(
    r"--[^\n]*|/\*.*?(?:\*/|\Z)|'(?:[^']|'')*(?:'|\Z)|\"(?:[^\"]|\"\")*(?:\"|\Z)"
    r"|`[^`]*(?:`|\Z)|\[[^\]]*(?:\]|\Z)|\w+|\S",
    re.DOTALL,
)
_KEYWORDS = (
    "select from where group order by having limit offset join left inner outer on using union all except intersect "
    "distinct as and or not in like between is null case when then else end with recursive asc desc exists over"
).split()
_SILENT = ("--", "/*", "'")


@dataclass(frozen=True, slots=True)
class SqlMistake:
    """What is wrong with a statement.

    Args:
        message: What SQLite says.
        word: The word at which it stopped; "" where it names none, or none can be found.
        line: Line of that word, counted from 1; 0 for none.
        column: Its place in the line, counted from 1; 0 for none.
        hint: What may have been meant, or what helps; "" for nothing.
    """

    message: str
    word: str = ""
    line: int = 0
    column: int = 0
    hint: str = ""


def sql_mistake(message: str, sql: str, outline: Outline) -> SqlMistake:
    """Find what an error of SQLite speaks of.

    Args:
        message: SQLite's words.
        sql: The statement.
        outline: The tables that could be meant.
    """
    if message == "incomplete input":
        return SqlMistake(message, hint="the statement ends too early: look for a bracket or quote that is not closed")
    found = _SYNTAX.fullmatch(message) or _TOKEN.fullmatch(message) or _UNKNOWN.fullmatch(message)
    if found is None:
        return SqlMistake(message)
    word = found["word"]
    places = list(_places(sql, word.rpartition(".")[2]))
    at = _offending(sql, places, len(word), message) if found.re is _SYNTAX else next(iter(places), -1)
    hint = _hint(found.groupdict().get("what") or "", word, sql, outline)
    if at < 0:
        return SqlMistake(message, word, hint=hint)
    return SqlMistake(message, word, sql.count("\n", 0, at) + 1, at - sql.rfind("\n", 0, at), hint)


def _places(sql: str, word: str) -> Iterator[int]:
    """Where a word stands in a statement, outside of texts and comments."""
    for part in _PART.finditer(sql):
        if not part[0].startswith(_SILENT) and _is_word(part[0], word):
            yield part.start()


def _is_word(part: str, word: str) -> bool:
    """Whether a part of a statement is the word, quoted or not, or begins it: SQLite may name more than one sign."""
    if part.strip('"`[]').casefold() == word.casefold():
        return True
    return not word[:1].isalnum() and word.startswith(part)


def _offending(sql: str, places: list[int], length: int, message: str) -> int:
    """The first of the places at which the parser stops: what ends there is wrong already, for the same reason."""
    if not places:
        return -1
    connection = sqlite3.connect(":memory:")
    try:
        some = places[:MOST_PLACES]
        return next((at for at in some if _says(connection, sql[: at + length]) == message), places[0])
    finally:
        connection.close()


def _says(connection: sqlite3.Connection, sql: str) -> str:
    try:
        connection.execute(f"explain {sql}").close()
    except (sqlite3.Error, sqlite3.Warning) as error:
        return str(error)
    return ""


def _hint(what: str, word: str, sql: str, outline: Outline) -> str:
    if not what:
        return did_you_mean(word, _KEYWORDS) if word.casefold() not in _KEYWORDS else ""
    if what == "no such table":
        return did_you_mean(word, [*outline.tables, *outline.queries])
    if what == "no such column":
        return _column_hint(word, sql, outline)
    if what == "ambiguous column name":
        return f"several tables have it: write the table before it, as in table.{word}"
    return ""


def _column_hint(word: str, sql: str, outline: Outline) -> str:
    named = {part[0].strip('"`[]').casefold() for part in _PART.finditer(sql) if not part[0].startswith(_SILENT)}
    tables = [table for name, table in outline.tables.items() if name.casefold() in named]
    columns = [column for table in tables for column in table.columns or ()]
    column = word.rpartition(".")[2]
    hint = did_you_mean(column, columns)
    if hint or not tables:
        return hint
    holders = [name for name, table in outline.tables.items() if column in (table.columns or ())][:5]
    return f"it is a column of {', '.join(holders)}" if holders else "text stands in single quotes, as in 'text'"
