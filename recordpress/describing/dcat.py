"""A package in the terms of DCAT 3, which catalogues of open data harvest (https://www.w3.org/TR/vocab-dcat-3/).

The package is a dataset; so is each table in it, because distributions of one dataset are to hold the same in other
forms. All is one catalogue. The context stands in the document, so that nothing has to be fetched to read it.
"""

from typing import Any

from recordpress.describing.description import DOWNLOADS, Agent, Description, Licence, PackageFile, TableDescription
from recordpress.describing.media import UNREGISTERED

NAME = "dcat.jsonld"
IANA = "https://www.iana.org/assignments/media-types/"
PACKAGE_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
TABLE_PROFILE = "https://datapackage.org/profiles/2.0/tableschema.json"
CONTEXT: dict[str, Any] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
Document = dict[str, Any]


def dcat(about: Description) -> Document:
    """A `Catalog` with the package and its tables, each with its files as `Distribution`s."""
    ids = [f"{about.homepage}#dataset", *(_table_id(about, table) for table in about.tables)]
    catalogue = {
        "@id": f"{about.homepage}#catalog",
        "@type": "dcat:Catalog",
        "dcterms:title": about.title,
        "dcterms:description": about.text or about.title,
        "dcterms:publisher": [_agent(agent) for agent in about.publishers],
        "dcterms:license": [_licence(licence) for licence in about.licences],
        "foaf:homepage": _at(about.homepage),
        "dcat:dataset": [{"@id": name} for name in ids],
    }
    tables = [_table(about, table) for table in about.tables]
    return {"@context": CONTEXT, "@graph": [_given(catalogue), _whole(about), *tables]}


def _whole(about: Description) -> Document:
    said = {
        "@id": f"{about.homepage}#dataset",
        "@type": "dcat:Dataset",
        "dcterms:identifier": about.name,
        "dcterms:title": about.title,
        "dcterms:description": about.text or about.title,
        "dcat:version": about.version,
        "dcterms:issued": _moment(about.created),
        "dcterms:modified": _moment(about.created),
        "dcterms:license": [_licence(licence) for licence in about.licences],
        "dcterms:creator": [_agent(agent) for agent in about.creators],
        "dcterms:publisher": [_agent(agent) for agent in about.publishers],
        "dcat:keyword": list(about.keywords),
        "dcat:landingPage": _at(about.homepage),
        "dcterms:bibliographicCitation": about.citation,
        "dcterms:temporal": _period(*about.temporal),
        "dcterms:spatial": [{"@type": "dcterms:Location", "skos:prefLabel": name} for name in about.spatial],
        "dcterms:hasPart": [{"@id": _table_id(about, table)} for table in about.tables],
        "dcat:distribution": [_distribution(about, file) for file in about.wholes],
    }
    return _given(said)


def _table(about: Description, table: TableDescription) -> Document:
    said = {
        "@id": _table_id(about, table),
        "@type": "dcat:Dataset",
        "dcterms:identifier": f"{about.name}/{table.name}",
        "dcterms:title": table.title,
        "dcterms:description": table.text or table.title,
        "dcat:version": about.version,
        "dcterms:isPartOf": {"@id": f"{about.homepage}#dataset"},
        "dcat:distribution": [_distribution(about, file) for file in table.files],
    }
    return _given(said)


def _distribution(about: Description, file: PackageFile) -> Document:
    access = f"{about.homepage}/{DOWNLOADS}" if about.homepage else file.address
    is_registered = file.media_type not in UNREGISTERED
    said = {
        "@id": f"{about.homepage}#file-{file.address.removeprefix(f'{about.homepage}/{DOWNLOADS}/')}",
        "@type": "dcat:Distribution",
        "dcterms:title": file.title,
        "dcat:accessURL": _at(access),
        "dcat:downloadURL": _at(file.address),
        "dcat:mediaType": _at(f"{IANA}{file.media_type}") if is_registered else None,
        "dcterms:format": None if is_registered else {"@type": "dcterms:MediaType", "dcterms:title": file.media_type},
        "dcterms:conformsTo": _at(_profile(file.path)),
        "dcterms:license": [_licence(licence) for licence in about.licences],
        "dcterms:issued": _moment(about.created),
        "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(file.size)},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": file.sha256},
        },
    }
    return _given(said)


def _profile(path: str) -> str:
    if path.endswith(".csv"):
        return TABLE_PROFILE
    return PACKAGE_PROFILE if path == "datapackage.json" or path.endswith(".zip") else ""


def _table_id(about: Description, table: TableDescription) -> str:
    return f"{about.homepage}#table-{table.name}"


def _at(address: str) -> Document | None:
    return {"@id": address} if address else None


def _moment(text: str) -> Document | None:
    return {"@type": "xsd:dateTime", "@value": text} if text else None


def _period(start: str, end: str) -> Document | None:
    ends = {"dcat:startDate": _day(start), "dcat:endDate": _day(end)}
    return _given({"@type": "dcterms:PeriodOfTime", **ends}) if start or end else None


def _day(text: str) -> Document | None:
    kind = {4: "gYear", 7: "gYearMonth", 10: "date"}.get(len(text))
    return {"@type": f"xsd:{kind}", "@value": text} if kind else None


def _licence(licence: Licence) -> Document:
    return (
        {"@id": licence.address}
        if licence.address
        else {"@type": "dcterms:LicenseDocument", "dcterms:title": licence.name}
    )


def _agent(agent: Agent) -> Document:
    kind = "foaf:Person" if agent.is_person else "foaf:Organization"
    return _given({"@type": kind, "foaf:name": agent.name, "foaf:homepage": _at(agent.address)})


def _given(said: Document) -> Document:
    return {key: value for key, value in said.items() if value not in ("", None, [])}
