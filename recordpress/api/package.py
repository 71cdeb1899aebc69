"""A published package, opened from Python."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from recordpress.api.values import Column, InvalidError, Table
from recordpress.problems import Problem
from recordpress.unusable import UnusableError

if TYPE_CHECKING:
    from recordpress.verifying.described import Resource

CURRENT = Path("dist", "current")


@dataclass(frozen=True, slots=True)
class Package:
    """A published package, open for as long as the `with` of `open_package` lasts.

    Args:
        folder: The folder it is read from.
        name: Its name.
        version: Its version; "" where it has none.
        metadata: The properties of its descriptor but for `resources`.
        tables: Names of its tables, in the descriptor's order.
    """

    folder: Path
    name: str
    version: str
    metadata: Mapping[str, Any]
    tables: tuple[str, ...]
    _resources: Mapping[str, "Resource"]

    def table(self, name: str) -> Table:
        """A table, read from its CSV file by the types of the descriptor.

        Raises:
            UnusableError: There is no table of that name.
            InvalidError: Its file can't be read, or holds a value that is not of its type.
        """
        from recordpress.verifying.rows import MalformedError, json_positions, parsed, typed_rows

        resource = self._resources.get(name)
        if resource is None or resource.table is None:
            raise UnusableError(f"the package {self.name} has no table `{name}`")
        texts = json_positions(resource.table)
        try:
            found = list(typed_rows(self.folder / resource.path, resource.table))
        except MalformedError as error:
            raise InvalidError([Problem("P710", resource.path, str(error), error.line, 1)]) from None
        for row in found:
            if row.wrong:
                column = resource.table.fields[row.wrong[0]]
                message = f"{column.name} is no {column.type}: {row.cells[row.wrong[0]]}"
                raise InvalidError([Problem("P711", resource.path, message, row.line, 1)])
        fields = resource.table.fields
        columns = tuple(Column(field.name, field.type, field.title, field.description) for field in fields)
        rows = tuple(parsed(row, texts) for row in found)
        return Table(name, resource.title, resource.description, columns, resource.table.primary_key, rows)

    def query(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> list[tuple[Any, ...]]:
        """What a query finds in the package's SQLite file, which is opened for reading only.

        Args:
            sql: One statement in SQL.
            values: What stands for its parameters: by position (`?`) or by name (`:name`).

        Raises:
            UnusableError: There is no SQLite file, as in a ZIP of the tables, or the query is wrong.
        """
        import sqlite3
        from contextlib import closing

        path = self.folder / f"{self.name}.db"
        if not path.is_file():
            raise UnusableError(f"the package {self.name} has no SQLite file in {self.folder}")
        try:
            with closing(sqlite3.connect(f"{path.resolve().as_uri()}?immutable=1", uri=True)) as connection:
                return connection.execute(sql, values).fetchall()
        except (sqlite3.Error, sqlite3.Warning) as error:
            raise UnusableError(f"the query can't be run: {error}") from None


@contextmanager
def open_package(path: Path | str) -> Iterator[Package]:
    """Open a package; a ZIP file is unpacked for as long as the `with` lasts.

    Args:
        path: Its folder, its `datapackage.json`, a ZIP file, or the folder of a dataset that has been built.

    Yields:
        The package.

    Raises:
        UnusableError: There is none.
        InvalidError: Its descriptor is wrong.
    """
    from recordpress.verifying.described import read_descriptor
    from recordpress.verifying.opening import UnreadableError, opened

    given = Path(path)
    try:
        with opened(given / CURRENT if (given / CURRENT).is_dir() else given) as folder:
            described, document, problems = read_descriptor(folder)
            if described is None:
                raise InvalidError(problems)
            found = {resource.name: resource for resource in described.resources if resource.is_table}
            metadata = MappingProxyType({key: value for key, value in document.items() if key != "resources"})
            version = str(metadata.get("version", ""))
            yield Package(folder, described.name, version, metadata, tuple(found), MappingProxyType(found))
    except UnreadableError as error:
        raise UnusableError(f"{given}: {error}") from None
