"""The names of a package's files."""

from recordpress.model import Content

DESCRIPTOR = "datapackage.json"


def database_name(content: Content) -> str:
    """Name of the SQLite file."""
    return f"{content.metadata['name']}.db"


def archive_name(content: Content) -> str:
    """Name of the ZIP file."""
    return f"{content.metadata['name']}-{content.metadata['version']}.zip"
