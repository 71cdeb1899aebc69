"""The ZIP file: descriptors and data, with fixed times and rights, in the order of the names."""

import shutil
import zipfile
from pathlib import Path

from recordpress.writing.files import files_below

OLDEST = (1980, 1, 1, 0, 0, 0)  # the earliest time that ZIP knows
UNIX = 3
READABLE = 0o100644 << 16


def write_archive(folder: Path, path: Path) -> None:
    """Write what makes the data package: `datapackage.json`, `croissant.json` and everything in `data/`.

    Args:
        folder: The folder that holds them.
        path: The ZIP file.

    Raises:
        OSError: The file cannot be written.
    """
    data = (f"data/{name}" for name in files_below(folder / "data"))
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("croissant.json", "datapackage.json", *data):
            with archive.open(_entry(name, folder / name), "w") as target, (folder / name).open("rb") as source:
                shutil.copyfileobj(source, target, 1 << 20)


def _entry(name: str, path: Path) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, OLDEST)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = UNIX
    entry.external_attr = READABLE
    entry.file_size = path.stat().st_size  # so that a large file gets the large header
    return entry
