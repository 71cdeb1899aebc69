"""A package in the terms of Croissant 1.0, which libraries for machine learning read.

See https://docs.mlcommons.org/croissant/docs/croissant-spec.html. Each table's CSV file is a `FileObject`, and its rows
are a `RecordSet`. A reference names the column of the other file rather than the field of the other record set: tables
may refer to each other in circles, which readers that resolve fields can't follow. A key of several columns has no
references, because the vocabulary has no word for one; the Data Package has.
"""

from typing import Any

from recordpress.describing.description import Description, PackageFile, TableDescription
from recordpress.model import Column, ColumnType

NAME = "croissant.json"
VERSION = "http://mlcommons.org/croissant/1.0"
_TYPES = {
    ColumnType.INTEGER: "sc:Integer",
    ColumnType.NUMBER: "sc:Float",
    ColumnType.BOOLEAN: "sc:Boolean",
    ColumnType.DATE: "sc:Date",
}
_TERMS = (
    "citeAs column conformsTo equivalentProperty extract field fileObject fileProperty fileSet format includes "
    "isLiveDataset jsonPath key md5 parentField path recordSet references regex repeated replace samplingRate "
    "separator source subField transform"
)
CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "dct": "http://purl.org/dc/terms/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "sc": "https://schema.org/",
    **{term: f"cr:{term}" for term in _TERMS.split()},
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
}
Document = dict[str, Any]


def croissant(about: Description) -> Document:
    """The package as a `Dataset`, of which only the tables' CSV files are needed."""
    said = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": VERSION,
        "name": about.title,
        "alternateName": about.name,
        "description": about.text,
        "url": about.homepage,
        "version": about.version,
        "datePublished": about.created,
        "dateModified": about.created,
        "keywords": list(about.keywords),
        "license": [licence.address or licence.name for licence in about.licences],
        "creator": [
            {"@type": "sc:Person" if agent.is_person else "sc:Organization", "name": agent.name}
            for agent in about.creators
        ],
        "citeAs": about.citation,
        "distribution": [_file(table.files[0]) for table in about.tables],
        "recordSet": [_record_set(table) for table in about.tables],
    }
    return _given(said)


def _file(file: PackageFile) -> Document:
    return {
        "@type": "cr:FileObject",
        "@id": file.path,
        "name": file.path.rpartition("/")[2],
        "description": file.title,
        "contentUrl": file.address,
        "encodingFormat": file.media_type,
        "contentSize": f"{file.size} B",
        "sha256": file.sha256,
    }


def _record_set(table: TableDescription) -> Document:
    said = {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.text,
        "key": [{"@id": f"{table.name}/{column}"} for column in table.key],
        "field": [_field(table, column) for column in table.columns],
    }
    return _given(said)


def _field(table: TableDescription, column: Column) -> Document:
    target = table.references.get(column.name)
    said = {
        "@type": "cr:Field",
        "@id": f"{table.name}/{column.name}",
        "name": column.name,
        "description": column.description or column.title,
        "dataType": "sc:URL" if column.format == "uri" else _TYPES.get(column.type, "sc:Text"),
        "source": _column(table.name, column.name),
        "references": _column(*target) if target else None,
    }
    return _given(said)


def _column(table: str, column: str) -> Document:
    return {"fileObject": {"@id": f"data/{table}.csv"}, "extract": {"column": column}}


def _given(said: Document) -> Document:
    return {key: value for key, value in said.items() if value not in ("", None, [])}
