"""A package in the terms of schema.org, which search engines for datasets read.

The context stands in the document, so that nothing has to be fetched to read it; it means what schema.org's own does
for the properties used (https://schema.org/Dataset).
"""

from typing import Any

from recordpress.describing.description import Agent, Description, Licence, PackageFile, TableDescription
from recordpress.model import Column

NAME = "schema-org.jsonld"
CONTEXT: dict[str, Any] = {
    "@vocab": "https://schema.org/",
    **{name: {"@type": "@id"} for name in ("contentUrl", "license", "url")},
    **{name: {"@type": "DateTime"} for name in ("dateModified", "datePublished")},
}
Document = dict[str, Any]


def schema_org(about: Description) -> Document:
    """The package as a `Dataset`, its files as `DataDownload`s, and each table as a `Dataset` within it."""
    wholes = [_download(file) for file in about.wholes]
    parts = [_part(about, table) for table in about.tables]
    return {"@context": CONTEXT, **_dataset(about), "distribution": wholes, "hasPart": parts}


def _dataset(about: Description) -> Document:
    start, end = about.temporal
    given = {
        "@type": "Dataset",
        "@id": f"{about.homepage}#dataset",
        "name": about.title,
        "alternateName": about.name,
        "description": about.text,
        "url": about.homepage,
        "version": about.version,
        "datePublished": about.created,
        "dateModified": about.created,
        "keywords": list(about.keywords),
        "license": _licences(about),
        "creator": [_agent(agent) for agent in about.creators],
        "publisher": [_agent(agent) for agent in about.publishers],
        "isAccessibleForFree": True,
        "creditText": about.citation,
        "temporalCoverage": f"{start or '..'}/{end or '..'}" if start or end else "",
        "spatialCoverage": [{"@type": "Place", "name": name} for name in about.spatial],
    }
    return _given(given)


def _part(about: Description, table: TableDescription) -> Document:
    given = {
        "@type": "Dataset",
        "@id": f"{about.homepage}#table-{table.name}",
        "name": f"{table.title} ({about.title})",
        "alternateName": table.name,
        "description": table.text,
        "license": _licences(about),
        "isPartOf": {"@id": f"{about.homepage}#dataset"},
        "distribution": [_download(file) for file in table.files],
        "variableMeasured": [_variable(column) for column in table.columns] if table.is_of_records else [],
    }
    return _given(given)


def _download(file: PackageFile) -> Document:
    return {
        "@type": "DataDownload",
        "name": file.title,
        "contentUrl": file.address,
        "encodingFormat": file.media_type,
        "contentSize": f"{file.size} B",
        "sha256": file.sha256,
    }


def _variable(column: Column) -> Document:
    given = {
        "@type": "PropertyValue",
        "name": column.name,
        "alternateName": column.title,
        "description": column.description,
        "unitText": column.unit,
        "minValue": column.minimum,
        "maxValue": column.maximum,
    }
    return _given(given)


def _licences(about: Description) -> list[str | Document]:
    return [_licence(licence) for licence in about.licences]


def _licence(licence: Licence) -> str | Document:
    return licence.address or {"@type": "CreativeWork", "name": licence.name}


def _agent(agent: Agent) -> Document:
    kind = "Person" if agent.is_person else "Organization"
    return _given({"@type": kind, "name": agent.name, "url": agent.address})


def _given(said: Document) -> Document:
    """Without what is not known, and a single value rather than a list of one."""
    filled = {key: value for key, value in said.items() if value not in ("", None, [])}
    return {key: value[0] if isinstance(value, list) and len(value) == 1 else value for key, value in filled.items()}
