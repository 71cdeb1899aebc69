"""What the files of a package are: media types by suffix, and what the files of the package as a whole hold."""

from pathlib import PurePosixPath

MEDIA_TYPES = {
    ".csv": "text/csv",
    ".db": "application/vnd.sqlite3",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
    ".jsonld": "application/ld+json",
    ".md": "text/markdown",
    ".parquet": "application/vnd.apache.parquet",
    ".txt": "text/plain",
    ".zip": "application/zip",
}
UNREGISTERED = frozenset({"application/jsonl"})  # IANA lists the others
_WHOLES = {
    "SHA256SUMS": "SHA-256 of every file",
    "croissant.json": "The CSV files in the terms of Croissant, for libraries of machine learning",
    "datapackage.json": "Data Package descriptor: every table and column",
    "inputs.sha256": "SHA-256 of every record, schema and file of the site that the package was made from",
    "dcat.jsonld": "Every file in the terms of DCAT, for catalogues of open data",
    "schema-org.jsonld": "Every file in the terms of schema.org, for search engines",
    ".db": "SQLite database with all tables, keys, views and full-text search",
    ".jsonl": "Every record as one JSON document, with how well its facts are supported",
    ".zip": "The whole package: descriptor, tables as CSV, and records as JSON",
}


def media_type(path: str) -> str:
    """The media type of a file, by its suffix; `text/plain` for one that is not known."""
    return MEDIA_TYPES.get(PurePosixPath(path).suffix, "text/plain")


def title_of_whole(path: str) -> str:
    """What a file holds that tells of the package as a whole; its name if nothing more is known of it."""
    return _WHOLES.get(path) or _WHOLES.get(PurePosixPath(path).suffix) or path
