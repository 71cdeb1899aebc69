"""Where the links of the served site lead to on the frozen one.

Pages and documents of ours are there. Datasette's own pages (tables, rows, saved queries, SQL) are not: a link to one
of them leads to the record, or to the page where the reader's browser runs the same query.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from datasette.filters import Filters
from datasette.utils import escape_sqlite, tilde_decode, tilde_encode

from recordpress.freezing.places import published
from recordpress.publishing.outline import REGISTRY, Outline, TableOutline

SQL, SEARCH = "/sql/", "/search/"
ASSETS = "/-/"  # addresses whose query only names a version
_PARAMETER = re.compile(r":p(\d+)\b")
Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Targets:
    """The addresses of a frozen site.

    Args:
        paths: All paths that are frozen, decoded, from `/` on.
        outline: What the site knows of its tables.
        kinds: Table of each kind whose records have pages.
        prefix: Path of the served site on its host, with a slash at its end.
    """

    paths: frozenset[str]
    outline: Outline
    kinds: Mapping[str, str]
    prefix: str = "/"

    def within(self, url: str) -> str:
        """An address of the host as one within the served site, from `/` on."""
        return f"/{url.removeprefix(self.prefix)}" if url.startswith(self.prefix) else url

    def find(self, url: str) -> str | None:
        """Where a link leads to.

        Args:
            url: Address within the served site, from `/` on, with query and fragment.

        Returns:
            The address within the frozen site, from `/` on; None if nothing there stands for it.
        """
        parts = urlsplit(url)
        path, pairs = unquote(parts.path), parse_qsl(parts.query, keep_blank_values=True)
        fragment = f"#{parts.fragment}" if parts.fragment else ""
        if path.startswith(ASSETS):
            return published(path) + (f"?{parts.query}" if parts.query else "")
        if path in {SQL.rstrip("/"), SEARCH.rstrip("/")}:
            return _with_query(published(path), pairs) + fragment
        query = self._query(path)
        if query and (pairs or path not in self.paths):
            return _asked([("query", query), *pairs])
        if path in self.paths:
            return published(path) + fragment
        return self._table_page(path, pairs)

    def form(self, url: str) -> tuple[str, Pairs] | None:
        """Where a form sends its fields to.

        Args:
            url: The form's action within the served site.

        Returns:
            The address within the frozen site, and fields to add; None if no page there can answer it.
        """
        path = unquote(urlsplit(url).path)
        if path in {SEARCH.rstrip("/"), self._table_path(REGISTRY)}:
            return SEARCH, ()
        query = self._query(path)
        return (SQL, (("query", query),)) if query else None

    def _query(self, path: str) -> str:
        """The saved query that a path is about; "" for none."""
        for start in ("/queries/", f"/{tilde_encode(self.outline.database)}/"):
            name = _without_format(path.removeprefix(start)) if path.startswith(start) else ""
            if name in self.outline.queries:
                return name
        return ""

    def _table_path(self, table: str) -> str:
        return f"/{tilde_encode(self.outline.database)}/{tilde_encode(table)}"

    def _table_page(self, path: str, pairs: Pairs) -> str | None:
        """What stands for a page of Datasette's; its parts are encoded in its own way."""
        database, *parts = [tilde_decode(part) for part in _without_format(path).strip("/").split("/")]
        if database != self.outline.database or len(parts) > 2:  # noqa: PLR2004 a table and a row
            return None
        if not parts:
            return _asked(pairs)
        table = self.outline.tables.get(parts[0])
        if table is None:
            return None
        if len(parts) == 1:
            return self._rows(table, pairs)
        return self._row(table, _without_format(path).rpartition("/")[2])

    def _rows(self, table: TableOutline, pairs: Pairs) -> str:
        words = dict(pairs).get("_search")
        if words is not None and table.name == REGISTRY:
            return _with_query(SEARCH, [("_search", words)])
        return _asked([("sql", rows_sql(table.name, pairs))])

    def _row(self, table: TableOutline, encoded: str) -> str | None:
        key = [tilde_decode(value) for value in encoded.split(",")]
        page = self._record_page(table, key)
        if page in self.paths:
            return published(page)
        if len(key) != len(table.primary_key):
            return None
        pairs = [(f"{name}__exact", value) for name, value in zip(table.primary_key, key, strict=True)]
        return _asked([("sql", rows_sql(table.name, pairs))])

    def _record_page(self, table: TableOutline, key: Sequence[str]) -> str:
        kind = next((kind for kind, name in self.kinds.items() if name == table.name), "")
        if kind:
            return f"/{kind}/{tilde_encode(key[0])}"
        named, _, record = key[0].partition("/") if table.name == REGISTRY else ("", "", "")
        return f"/{named}/{tilde_encode(record)}"


def rows_sql(table: str, pairs: Pairs) -> str:
    """The query that shows what a page of rows shows.

    Args:
        table: Table or view.
        pairs: The address's query: filters as Datasette writes them, `_where`, `_sort` and `_sort_desc`.
    """
    filters = [(key, value) for key, value in pairs if "__" in key.lstrip("_") or not key.startswith("_")]
    clauses, values = Filters(filters).build_where_clauses(table)
    where = [_filled(clause, values) for clause in clauses]
    where += [value for key, value in pairs if key == "_where"]
    order = [
        f"{escape_sqlite(value)}{' desc' if key == '_sort_desc' else ''}"
        for key, value in pairs
        if key in {"_sort", "_sort_desc"} and value
    ]
    sql = f"select * from {escape_sqlite(table)}"  # noqa: S608 run by the reader, in the reader's own browser
    if where:
        sql += f" where {' and '.join(where)}"
    return sql + (f" order by {order[0]}" if order else "")


def _filled(clause: str, values: Mapping[str, object]) -> str:
    """A condition with its values in it."""
    return _PARAMETER.sub(lambda found: _literal(values[f"p{found[1]}"]), clause)


def _literal(value: object) -> str:
    return str(value) if isinstance(value, int) else "'{}'".format(str(value).replace("'", "''"))


def _asked(pairs: Iterable[tuple[str, str]]) -> str:
    """The SQL page with a query in the fragment, which no server ever sees."""
    asked = urlencode([pair for pair in pairs if not pair[0].startswith("_")], quote_via=quote)
    return f"{SQL}#{asked}" if asked else SQL


def _with_query(address: str, pairs: Pairs) -> str:
    return f"{address}?{urlencode(pairs, quote_via=quote)}" if pairs else address


def _without_format(path: str) -> str:
    """The path of a page for the path of its rows as a document."""
    return path.removesuffix(".json").removesuffix(".csv")
