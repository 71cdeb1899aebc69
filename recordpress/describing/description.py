"""What there is to say about a package, in the terms of no vocabulary.

Nothing is invented: what the metadata and tables do not say is left out. Two properties beyond the Data Package's own
are understood: `temporal`, an object with `start` and `end`, and `spatial`, a list of the names of places.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from recordpress.describing.media import media_type, title_of_whole
from recordpress.model import Column, Content, TableData, TableRole
from recordpress.writing.files import FileInfo
from recordpress.writing.parts import parquet_of

DOWNLOADS = "downloads"  # where the site has the package's files
_ROLES = {"creator", "author"}
Files = Mapping[str, FileInfo]


@dataclass(frozen=True, slots=True)
class Agent:
    """A person or an organization.

    Args:
        name: Name for people.
        address: Web address; "" for none.
        is_person: Whether it is known to be a person.
        roles: What part it had.
    """

    name: str
    address: str = ""
    is_person: bool = False
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence: its title or short name, and its address ("" for none)."""

    name: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class PackageFile:
    """A file of the package.

    Args:
        path: Relative to the package, with forward slashes.
        address: Where to get it: on the web if the package has a homepage, else relative to the package.
        title: What it holds.
        media_type: As IANA or custom name it.
        size: In bytes.
        sha256: In hexadecimal.
    """

    path: str
    address: str
    title: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class TableDescription:
    """A table.

    Args:
        name: As in the package.
        title: Name for people.
        text: What a row is.
        is_of_records: Whether a row is a record.
        columns: In order.
        key: Columns that identify a row.
        references: Table and column that a column refers to; only columns that alone are a reference and hold values.
        files: Its files, the CSV file first.
    """

    name: str
    title: str
    text: str
    is_of_records: bool
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: Mapping[str, tuple[str, str]]
    files: tuple[PackageFile, ...]


@dataclass(frozen=True, slots=True)
class Description:
    """A package.

    Args:
        name: Short name.
        title: Name for people.
        text: What it is, in a paragraph.
        version: Its version.
        homepage: Its address on the web, without a slash at the end; "" for none.
        created: Date and time of this version; "" if it is not known.
        keywords: In their order.
        licences: In their order.
        agents: All contributors, in their order.
        temporal: First and last date or year that it covers; "" for one that is not known.
        spatial: Names of the places that it covers.
        wholes: Files that tell of the package as a whole.
        tables: In their order.
    """

    name: str
    title: str
    text: str
    version: str
    homepage: str
    created: str
    keywords: tuple[str, ...]
    licences: tuple[Licence, ...]
    agents: tuple[Agent, ...]
    temporal: tuple[str, str]
    spatial: tuple[str, ...]
    wholes: tuple[PackageFile, ...]
    tables: tuple[TableDescription, ...]

    @property
    def creators(self) -> tuple[Agent, ...]:
        """Who made it: the contributors that are said to have, or else all."""
        return tuple(agent for agent in self.agents if agent.roles & _ROLES) or self.agents

    @property
    def publishers(self) -> tuple[Agent, ...]:
        """Who publishes it: the contributors that are said to, or else its creators."""
        return tuple(agent for agent in self.agents if "publisher" in agent.roles) or self.creators

    @property
    def citation(self) -> str:
        """How to cite it, in a line."""
        who = "; ".join(agent.name for agent in self.creators)
        year = f" ({self.created[:4]})" if self.created else ""
        start = f"{who}{year}: " if who else ""
        return f"{start}{self.title}. Version {self.version}.{f' {self.homepage}' if self.homepage else ''}"


def describe(content: Content, files: Files) -> Description:
    """What there is to say about a package.

    Args:
        content: Metadata that have passed `metadata_findings`, tables and collections.
        files: Size and hash of the files to tell of, by path relative to the package.
    """
    said = content.metadata
    home = _text(said, "homepage").rstrip("/")
    temporal = said.get("temporal")
    period: Mapping[str, Any] = temporal if isinstance(temporal, Mapping) else {}
    return Description(
        name=_text(said, "name"),
        title=_text(said, "title") or _text(said, "name"),
        text=_text(said, "description"),
        version=_text(said, "version"),
        homepage=home,
        created=_text(said, "created"),
        keywords=tuple(map(str, _list(said, "keywords"))),
        licences=tuple(_licence(entry) for entry in _list(said, "licenses")),
        agents=tuple(_agent(entry) for entry in _list(said, "contributors")),
        temporal=(_text(period, "start"), _text(period, "end")),
        spatial=tuple(map(str, _list(said, "spatial"))),
        wholes=tuple(_file(path, files, home, title_of_whole(path)) for path in sorted(files) if "/" not in path),
        tables=_tables(content, files, home),
    )


def _tables(content: Content, files: Files, home: str) -> tuple[TableDescription, ...]:
    nested = {collection.table: f"data/{collection.kind}.json" for collection in content.collections}
    return tuple(_table(data, nested.get(data.table.name, ""), files, home) for data in content.tables)


def _table(data: TableData, nested: str, files: Files, home: str) -> TableDescription:
    table = data.table
    title = table.title or table.name
    forms = {
        f"data/{table.name}.csv": f"{title}, as CSV",
        **_columnar(table.name, title, files),
        f"json/{table.name}.json": f"{title}, as JSON",
        nested: f"{title}, as nested records",
    }
    return TableDescription(
        name=table.name,
        title=title,
        text=table.description,
        is_of_records=table.role is TableRole.KIND,
        columns=table.columns,
        key=table.primary_key,
        references=_references(data),
        files=tuple(_file(path, files, home, words) for path, words in forms.items() if path in files),
    )


def _columnar(name: str, title: str, files: Files) -> dict[str, str]:
    paths = parquet_of(name, files)
    count = f" of {len(paths)}" if len(paths) > 1 else ""
    return {
        path: f"{title}, as Parquet{f', part {number}{count}' if count else ''}"
        for number, path in enumerate(paths, start=1)
    }


def _references(data: TableData) -> dict[str, tuple[str, str]]:
    """A column without a value refers to nothing, and has no type by which a reader could join it."""
    table = data.table
    single = {key.columns[0]: (key.table, key.target[0]) for key in table.foreign_keys if len(key.columns) == 1}
    places = {name: table.position(name) for name in single}
    return {name: target for name, target in single.items() if any(row[places[name]] is not None for row in data.rows)}


def _file(path: str, files: Files, home: str, title: str) -> PackageFile:
    quoted = quote(path)
    address = f"{home}/{DOWNLOADS}/{quoted}" if home else quoted
    return PackageFile(path, address, title, media_type(path), files[path].size, files[path].sha256)


def _licence(entry: Mapping[str, Any]) -> Licence:
    address = _text(entry, "path")
    web = address if re.match(r"https?://", address) else ""
    return Licence(_text(entry, "title") or _text(entry, "name") or address, web)


def _agent(entry: Mapping[str, Any]) -> Agent:
    parts = [_text(entry, "givenName"), _text(entry, "familyName")]
    name = _text(entry, "title") or " ".join(filter(None, parts)) or _text(entry, "organization")
    address = _text(entry, "path")
    web = address if re.match(r"https?://", address) else ""
    return Agent(name, web, any(parts), frozenset(map(str, _list(entry, "roles"))))


def _text(said: Mapping[str, Any], key: str) -> str:
    value = said.get(key)
    return value if isinstance(value, str) else ""


def _list(said: Mapping[str, Any], key: str) -> list[Any]:
    value = said.get(key)
    return value if isinstance(value, list) else []
