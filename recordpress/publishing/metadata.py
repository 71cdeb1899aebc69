"""What Datasette shows beside the data: titles, descriptions, facets, sort order, labels, licence, source.

The result is Datasette 0.65's metadata (<https://docs.datasette.io/en/stable/metadata.html>). All of it is plain
text, which Datasette escapes; the keys that take HTML are never used, and addresses are http or https only.
"""

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlsplit

from recordpress.model import Column, ColumnType, Table, TableRole, View
from recordpress.publishing.outline import PLUGIN, describe
from recordpress.publishing.queries import Query

LONGEST_LIST = 12  # terms named in a column's description; longer vocabularies are read in their own table
UNSORTABLE = frozenset({ColumnType.ARRAY, ColumnType.ANY})


def site_metadata(
    package: Mapping[str, object],
    tables: Iterable[Table],
    views: Iterable[View] = (),
    queries: Iterable[Query] = (),
    pages: Iterable[str] = (),
) -> dict[str, object]:
    """The metadata of a site that serves one package.

    Args:
        package: `datapackage.json`, with or without `resources`; its `name` is the database's name.
        tables: The tables of the database.
        views: Its views.
        queries: Saved queries to offer.
        pages: Names of the dataset's own pages.

    Returns:
        A JSON object for `Datasette(metadata=…)`; the same input gives the same object in the same order.
    """
    tables = tuple(tables)
    described = {table.name: _table(table) for table in tables} | {view.name: _view(view) for view in views}
    database = {
        "title": _text(package, "title"),
        "description": _text(package, "description"),
        "tables": described,
        "queries": {query.name: _query(query) for query in queries},
    }
    return _filled(
        {
            "title": _text(package, "title") or _text(package, "name"),
            "description": _text(package, "description"),
            **_licence(_objects(package, "licenses")),
            **_source(_objects(package, "sources")),
            **_about(package),
            "databases": {_text(package, "name"): _filled(database)},
            "plugins": {PLUGIN: {**describe(tables), "pages": list(pages)}},
        }
    )


def _table(table: Table) -> dict[str, object]:
    return _filled(
        {
            "title": table.title,
            "description": table.description,
            "columns": _filled({column.name: _column_description(column) for column in table.columns}),
            "facets": [_facet(table, name) for name in table.facets],
            **_sort(table.sort),
            "sortable_columns": [column.name for column in table.columns if column.type not in UNSORTABLE],
            "label_column": table.label,
            "fts_table": f"{table.name}_fts" if table.search else "",
            "hidden": table.role is TableRole.VOCABULARY,
        }
    )


def _view(view: View) -> dict[str, object]:
    return _filled({"title": view.title, "description": view.description, "columns": _filled(dict(view.columns))})


def _query(query: Query) -> dict[str, object]:
    return _filled(
        {
            "title": query.title,
            "description": _query_description(query),
            "sql": query.sql,
            "params": [parameter.name for parameter in query.parameters],
            "defaults": _filled({parameter.name: parameter.default for parameter in query.parameters}),
            "words": query.description,
            "parameters": parameters_of(query),
        }
    )


def parameters_of(query: Query) -> dict[str, dict[str, str]]:
    """What our own pages of queries ask for, by parameter; Datasette leaves it aside."""
    return {
        parameter.name: {
            "title": parameter.description,
            "choices": parameter.choices,
            "default": parameter.default,
        }
        for parameter in query.parameters
    }


def _query_description(query: Query) -> str:
    parameters = "; ".join(f"{parameter.name}: {parameter.description}" for parameter in query.parameters)
    return f"{query.description} (Parameters: {parameters}.)" if parameters else query.description


def _column_description(column: Column) -> str:
    """Description, unit and terms in one text.

    Datasette's own `units` are not used: they fail for a unit that its table of units lacks, and rewrite the value.
    """
    parts = [column.description or column.title]
    if column.unit:
        parts.append(f"Unit: {column.unit}.")
    if 0 < len(column.terms) <= LONGEST_LIST:
        parts.append(f"One of: {', '.join(term.value for term in column.terms)}.")
    return " ".join(part for part in parts if part)


def _facet(table: Table, name: str) -> str | dict[str, str]:
    is_list = table.columns[table.position(name)].type is ColumnType.ARRAY
    return {"array": name} if is_list else name


def _sort(sort: Sequence[str]) -> dict[str, object]:
    """Datasette sorts by one column: the first."""
    if not sort:
        return {}
    first = sort[0]
    return {"sort_desc": first[1:]} if first.startswith("-") else {"sort": first}


def _licence(licences: Sequence[Mapping[str, object]]) -> dict[str, object]:
    names = [_text(licence, "title") or _text(licence, "name") for licence in licences]
    return {"license": ", ".join(filter(None, names)), "license_url": _only_address(licences)}


def _source(sources: Sequence[Mapping[str, object]]) -> dict[str, object]:
    titles = [_text(source, "title") or web_address(_text(source, "path")) for source in sources]
    return {"source": "; ".join(filter(None, titles)), "source_url": _only_address(sources)}


def _about(package: Mapping[str, object]) -> dict[str, object]:
    version = _text(package, "version")
    home = web_address(_text(package, "homepage"))
    day = _text(package, "created")[:10]
    name = " ".join(filter(None, (_text(package, "name"), version)))
    about = f"{name}{f' of {day}' if day else ''}" if home or version else ""
    return {"about": about, "about_url": home}


def _only_address(items: Sequence[Mapping[str, object]]) -> str:
    """The address of the item if there is one item: several can't share one link."""
    return web_address(_text(items[0], "path")) if len(items) == 1 else ""


def web_address(text: str) -> str:
    """The text if it is an http or https address, else "": other schemes could run scripts when followed."""
    if any(character.isspace() for character in text):
        return ""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    return text if parts.scheme in {"http", "https"} and parts.netloc else ""


def _text(item: Mapping[str, object], key: str) -> str:
    value = item.get(key)
    return value if isinstance(value, str) else ""


def _objects(item: Mapping[str, object], key: str) -> list[Mapping[str, object]]:
    value = item.get(key)
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _filled(item: Mapping[str, object]) -> dict[str, object]:
    """Without what is empty, so that Datasette falls back to what stands above."""
    return {key: value for key, value in item.items() if value}
