"""Ways to use the package, each in a line or two that works as it stands: what to type to have the first table."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from recordpress.publishing.package import SUMS, Package
from recordpress.writing.parts import file_of, folder_of, parquet_of

SITE = "SITE"
_ADDRESS = re.compile(r"https?://[\w.:\[\]/~%-]+", re.ASCII)  # nothing that a shell or a string could take amiss


@dataclass(frozen=True, slots=True)
class Way:
    """A way of use.

    Args:
        name: What is used.
        note: What the lines do.
        lines: To be typed or copied.
    """

    name: str
    note: str
    lines: str


def ways(package: Package, address: str) -> tuple[Way, ...]:
    """The ways of use for which the package has the files.

    Args:
        package: The package.
        address: Of its downloads on the web, without a slash at the end; one that is not known or not plain is
            replaced by `SITE`, for the reader to fill in.
    """
    base = address if _ADDRESS.fullmatch(address) else SITE
    table = next((table.name for table in package.outline.having("kind", "child", "derived")), "")
    archive = next((path for path in package.files if path.endswith(".zip")), "")
    found = [
        *_of_table(base, table, parquet_of(table, package.files)),
        *_of_whole(base, archive, f"{package.name}.db", table),
    ]
    return tuple(way for path, way in found if path in package.files and table)


def _of_table(base: str, table: str, parquet: Sequence[str]) -> Iterator[tuple[str, Way]]:
    csv, columnar = f"data/{table}.csv", parquet[0] if parquet else ""
    yield columnar, Way("pandas", "One table, with the types of its columns.", _pandas(base, table, parquet))
    lines = f'{table} <- read.csv("{base}/{csv}", na.strings = "", encoding = "UTF-8")'
    yield csv, Way("R", "One table, with base R.", lines)
    lines = f'duckdb -c "from {_relation(base, table, parquet)} limit 10"'
    yield columnar, Way("DuckDB", "SQL over a file on the web, without downloading it first.", lines)
    package = f'Package("{base}/datapackage.json")'
    lines = f'from frictionless import Package\nrows = {package}.get_resource("{table}").read_rows()'
    yield csv, Way("frictionless", "One table by its descriptor, checked as it is read.", lines)


def _pandas(base: str, table: str, parquet: Sequence[str]) -> str:
    if len(parquet) <= 1:
        return f'import pandas as pd\n{table} = pd.read_parquet("{base}/{file_of(table)}")'
    parts = f'(f"{base}/{folder_of(table)}/part-{{n:05}}.parquet" for n in range({len(parquet)}))'
    return f"import pandas as pd\nparts = {parts}\n{table} = pd.concat(map(pd.read_parquet, parts), ignore_index=True)"


def _relation(base: str, table: str, parquet: Sequence[str]) -> str:
    """The table in DuckDB's SQL; the parts are counted up, because the web has no patterns for names of files."""
    if len(parquet) <= 1:
        return f"'{base}/{file_of(table)}'"
    part = f"format('{base}/{folder_of(table)}/part-{{:05}}.parquet', n)"
    return f"read_parquet([{part} for n in range({len(parquet)})])"


def _of_whole(base: str, archive: str, database: str, table: str) -> Iterator[tuple[str, Way]]:
    sql = f"select * from {table} limit 10"  # noqa: S608 a name of ours, and not run here
    lines = f'curl -O {base}/{database}\nsqlite3 -header {database} "{sql}"'
    yield database, Way("SQLite", "The whole package as a database.", lines)
    lines = f"curl -O {base}/{archive}\ncurl -s {base}/{SUMS} | sha256sum --check --ignore-missing"
    yield archive, Way("curl", "The whole package as a ZIP, and whether it arrived whole.", lines)
