"""The SQL that makes a database of the tables: pure text, nothing is run here."""

from collections.abc import Iterator, Sequence

from recordpress.model import Column, ColumnType, ForeignKey, Table

STORED_AS = {
    ColumnType.STRING: "TEXT",
    ColumnType.INTEGER: "INTEGER",
    ColumnType.NUMBER: "REAL",
    ColumnType.BOOLEAN: "INTEGER",
    ColumnType.DATE: "TEXT",
    ColumnType.ARRAY: "TEXT",
    ColumnType.ANY: "TEXT",
}


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as an SQL string."""
    return "'" + text.replace("'", "''") + "'"


def names(columns: Sequence[str]) -> str:
    """Names as a list of SQL identifiers."""
    return ", ".join(map(quoted, columns))


def create_table(table: Table) -> str:
    """`CREATE TABLE` with types, keys and checks; STRICT, so that SQLite keeps to the types."""
    lines = [*(_column(table, column) for column in table.columns), *_constraints(table)]
    body = ",\n".join(f"  {line}" for line in lines)
    return f"CREATE TABLE {quoted(table.name)} (\n{body}\n) STRICT"


def insert_rows(table: Table, count: int = 1) -> str:
    """`INSERT` of some rows, with a mark for each value."""
    marks = ", ".join("?" * len(table.columns))
    rows = ", ".join([f"({marks})"] * count)
    return f"INSERT INTO {quoted(table.name)} VALUES {rows}"  # noqa: S608 (the name is quoted)


def create_indexes(table: Table) -> Iterator[str]:
    """`CREATE INDEX` for what is joined, counted and sorted by, unless a key's own index serves.

    Pages of a table are sorted by one column, at first by the first of those that are named.
    """
    for columns in _indexed(table):
        name = quoted("_".join(("index", table.name, *columns)))
        yield f"CREATE INDEX {name} ON {quoted(table.name)} ({names(columns)})"


def create_search(table: str, columns: Sequence[str]) -> str:
    """A full-text index `<table>_fts` that keeps no copy of the text.

    The rows must keep their rowids from then on. Letters match with and without diacritics.
    The name of the content table stands in double quotes, because that is what Datasette looks for.
    """
    options = f"content={quoted(table)}, tokenize='unicode61 remove_diacritics 2'"
    return f"CREATE VIRTUAL TABLE {quoted(table + '_fts')} USING fts5({names(columns)}, {options})"


def fill_search(table: str) -> tuple[str, str]:
    """Statements that fill a full-text index and merge its parts into one."""
    name = quoted(f"{table}_fts")
    return (
        f"INSERT INTO {name} ({name}) VALUES ('rebuild')",  # noqa: S608 (the name is quoted)
        f"INSERT INTO {name} ({name}) VALUES ('optimize')",  # noqa: S608 (the name is quoted)
    )


def _column(table: Table, column: Column) -> str:
    stored = STORED_AS[column.type]
    if stored == "INTEGER" and table.primary_key == (column.name,):
        stored = "INT"  # an INTEGER primary key would be the rowid, and no longer the order of the rows
    not_null = " NOT NULL" if column.required or column.name in table.primary_key else ""
    check = _check(table, column)
    return f"{quoted(column.name)} {stored}{not_null}{f' CHECK ({check})' if check else ''}"


def _check(table: Table, column: Column) -> str:
    name = quoted(column.name)
    match column.type:
        case ColumnType.BOOLEAN:
            return f"{name} IN (0, 1)"
        case ColumnType.DATE:
            return f"{name} IS date({name})"
        case ColumnType.ARRAY | ColumnType.ANY:
            return f"{name} IS NULL OR json_valid({name})"  # before 3.42 json_valid(NULL) is 0
        case _ if column.terms and not any(key.columns == (column.name,) for key in table.foreign_keys):
            return f"{name} IN ({', '.join(literal(term.value) for term in column.terms)})"
        case _:
            return ""


def _constraints(table: Table) -> Iterator[str]:
    if table.primary_key:
        yield f"PRIMARY KEY ({names(table.primary_key)})"
    for columns in table.unique_keys:
        if columns != table.primary_key:
            yield f"UNIQUE ({names(columns)})"
    yield from map(_reference, table.foreign_keys)


def _reference(key: ForeignKey) -> str:
    return f"FOREIGN KEY ({names(key.columns)}) REFERENCES {quoted(key.table)} ({names(key.target)})"


def _indexed(table: Table) -> Iterator[tuple[str, ...]]:
    known = {column.name for column in table.columns}
    wanted = [key.columns for key in table.foreign_keys]
    wanted += [(column.name,) for column in table.columns if column.terms or column.type is ColumnType.DATE]
    arrays = {column.name for column in table.columns if column.type is ColumnType.ARRAY}
    wanted += [(name,) for name in table.facets if name in known - arrays]
    wanted += [(name,) for name in (column.removeprefix("-") for column in table.sort[:1]) if name in known]
    served = [table.primary_key, *table.unique_keys]
    for columns in wanted:
        if not any(key[: len(columns)] == columns for key in served):
            served.append(columns)
            yield columns
