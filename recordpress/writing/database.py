"""The SQLite database: filled without looking at the keys, then indexed, then checked as a whole.

Checking foreign keys row by row costs far more than checking all of them once, and has to be put off
anyway where tables refer to each other. The same input gives the same bytes with the same SQLite:
nothing is changed after it was written, and the page size does not depend on the machine.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import chain
from pathlib import Path

from recordpress.deriving import derive
from recordpress.model import Content, Table, TableData, View
from recordpress.problems import Problem
from recordpress.unusable import UnusableError
from recordpress.writing import sql
from recordpress.writing.blocks import chunks

OLDEST_SQLITE = (3, 37, 0)  # STRICT tables
APPLICATION_ID = 0x52505253
PRAGMAS = (
    "page_size = 4096",
    "encoding = 'UTF-8'",
    "auto_vacuum = NONE",
    "journal_mode = OFF",  # a file that was begun and not finished is thrown away
    "synchronous = OFF",  # the finished file is synced once
    "locking_mode = EXCLUSIVE",
    "temp_store = FILE",  # what is sorted may be larger than the memory; what fits the cache is not written
    "cache_size = -16384",  # a larger one makes nothing faster
    "foreign_keys = OFF",
    "ignore_check_constraints = ON",  # as the schemas have judged them; whoever looks at the file does so again
    f"application_id = {APPLICATION_ID}",
)
PARAMETERS = 900  # of a statement that inserts rows; more make it no faster
NO_SPACE = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}
PRIMARY_CODE = 0xFF


class UnusableSqliteError(UnusableError):
    """The SQLite that Python uses cannot do what is needed; the text is one sentence for the user."""


class BrokenContentError(Exception):
    """The tables contradict their own keys or types, which an earlier stage should have found."""


def require_sqlite() -> None:
    """See that SQLite is new enough and has what is needed.

    Raises:
        UnusableSqliteError: It is not.
    """
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        message = f"SQLite 3.37 or newer is needed for STRICT tables, and Python has {sqlite3.sqlite_version}"
        raise UnusableSqliteError(message)
    with closing(sqlite3.connect(":memory:")) as connection:
        for feature, probe in (
            ("FTS5 (full-text search)", "CREATE VIRTUAL TABLE probe USING fts5(text)"),
            ("JSON functions", "SELECT json_valid('1')"),
        ):
            _probe(connection, feature, probe)


def write_database(content: Content, path: Path, aside: Path | None = None) -> tuple[Content, tuple[Problem, ...]]:
    """Write the database file; that its keys hold is for `recordpress.verifying` to see.

    Args:
        content: Tables and views.
        path: The file; must not exist.
        aside: A folder for the rows of views that are published as tables; None for the memory.

    Returns:
        The content with views that are published as tables, and problems with views.

    Raises:
        UnusableSqliteError: SQLite lacks what is needed.
        BrokenContentError: Rows contradict the keys or types of their table.
        OSError: The file cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with _disk_errors(path), closing(sqlite3.connect(path, isolation_level=None)) as connection:
        return fill(connection, content, aside)


def open_filled(content: Content) -> tuple[sqlite3.Connection, Content, tuple[Problem, ...]]:
    """The database in memory, and what `write_database` returns.

    Raises:
        UnusableSqliteError: SQLite lacks what is needed.
        BrokenContentError: Rows contradict the keys or types of their table.
    """
    connection = sqlite3.connect(":memory:", isolation_level=None)
    whole, problems = fill(connection, content)
    for data in whole.tables:
        _check_keys(connection, data.table)
    connection.execute("PRAGMA query_only = ON")
    return connection, whole, problems


def open_for_checks(content: Content) -> sqlite3.Connection:
    """The database in memory, where nothing is to be written; views with problems are left out."""
    return open_filled(content)[0]


def open_written(path: Path) -> sqlite3.Connection:
    """A finished database file, which cannot be changed through this connection."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)


def fill(
    connection: sqlite3.Connection, content: Content, aside: Path | None = None
) -> tuple[Content, tuple[Problem, ...]]:
    """Make the tables, indexes, full-text indexes and views in an empty database.

    Args:
        connection: The database.
        content: Tables and views.
        aside: As of `write_database`.

    Returns:
        The content with views that are published as tables, and problems with views.

    Raises:
        UnusableSqliteError: SQLite lacks what is needed.
        BrokenContentError: Rows contradict the keys or types of their table.
    """
    require_sqlite()
    _keep_plain_values()
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("BEGIN")
    _add_tables(connection, content.tables)
    whole, problems = derive(content, connection, aside)
    _add_tables(connection, whole.tables[len(content.tables) :])
    problems += _add_views(connection, whole.views)
    connection.execute("ANALYZE")
    connection.execute("COMMIT")
    return whole, tuple(problems)


def _keep_plain_values() -> None:
    """Say what becomes of values that Python has no rule for: it would look for one anew each time that it meets one.

    It would find that each stays as it is, and that takes several times as long as to insert it.
    """
    sqlite3.register_adapter(bool, int)
    nothing: dict[None, None] = {}
    sqlite3.register_adapter(type(None), nothing.get)


def _add_tables(connection: sqlite3.Connection, tables: Sequence[TableData]) -> None:
    """Add one table after the other, with all that is read from it while it is at hand."""
    for data in tables:
        _load(connection, data)
        for statement in sql.create_indexes(data.table):
            connection.execute(statement)
        if data.table.search:
            add_search(connection, data.table.name, data.table.search)


def add_search(connection: sqlite3.Connection, table: str, columns: Sequence[str]) -> None:
    """Add a full-text index `<table>_fts` over columns of a table that is filled already."""
    connection.execute(sql.create_search(table, columns))
    for statement in sql.fill_search(table):
        connection.execute(statement)


def _probe(connection: sqlite3.Connection, feature: str, probe: str) -> None:
    try:
        connection.execute(probe)
    except sqlite3.OperationalError:
        message = f"Python's SQLite {sqlite3.sqlite_version} was built without {feature}, which is needed"
        raise UnusableSqliteError(message) from None


def _load(connection: sqlite3.Connection, data: TableData) -> None:
    connection.execute(sql.create_table(data.table))
    try:
        _insert(connection, data)
    except (sqlite3.IntegrityError, sqlite3.InterfaceError, sqlite3.ProgrammingError) as error:
        message = f"rows of the table {data.table.name} contradict its definition: {error}"
        raise BrokenContentError(message) from error


def _insert(connection: sqlite3.Connection, data: TableData) -> None:
    """Insert the rows, many by one statement: to begin and end a statement costs about as much as a row."""
    count = max(1, PARAMETERS // len(data.table.columns))
    several = sql.insert_rows(data.table, count)
    for rows in chunks(data.rows, count):
        statement = several if len(rows) == count else sql.insert_rows(data.table, len(rows))
        connection.execute(statement, list(chain.from_iterable(rows)))


def _check_keys(connection: sqlite3.Connection, table: Table) -> None:
    found = connection.execute(f"PRAGMA foreign_key_check({sql.quoted(table.name)})").fetchmany(5)
    if found:
        rows = ", ".join(f"row {rowid} of {table} refers to nothing in {parent}" for table, rowid, parent, _ in found)
        raise BrokenContentError(rows)


def _add_views(connection: sqlite3.Connection, views: Sequence[View]) -> Iterator[Problem]:
    """Make all views, then look at each: they may build on one another in any order."""
    made = []
    for view in views:
        try:
            connection.execute(f"CREATE VIEW {sql.quoted(view.name)} AS {view.sql.strip().rstrip(';')}")
            made.append(view)
        except (sqlite3.Error, sqlite3.Warning) as error:
            yield _fails(view, error)
    broken = []
    for view in made:
        try:
            columns = _columns(connection, view.name)
        except (sqlite3.Error, sqlite3.Warning) as error:
            broken.append(view)
            yield _fails(view, error)
            continue
        for name, _ in view.columns:
            if name not in columns:
                hint = f"its columns are {', '.join(columns)}"
                message = f"the view {view.name} has no column {name}, which is described"
                yield Problem("W605", _path(view), message, hint=hint)
    for view in broken:
        connection.execute(f"DROP VIEW {sql.quoted(view.name)}")


def _fails(view: View, error: Exception) -> Problem:
    return Problem("W604", _path(view), f"the view {view.name} does not work: {error}")


def _path(view: View) -> str:
    return f"schemas/views/{view.name}.sql"


def _columns(connection: sqlite3.Connection, view: str) -> list[str]:
    cursor = connection.execute(f"SELECT * FROM {sql.quoted(view)} LIMIT 0")  # noqa: S608 (the name is quoted)
    return [description[0] for description in cursor.description]


@contextmanager
def _disk_errors(path: Path) -> Iterator[None]:
    """What SQLite says about the disk, as the error that everything else raises."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & PRIMARY_CODE in NO_SPACE:
            raise OSError(0, str(error), str(path)) from error
        raise
