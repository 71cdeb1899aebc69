"""`SHA256SUMS`: a line for each file of a package, in the form that `sha256sum --check` reads."""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

from recordpress.writing.files import FileInfo, infos_below

NAME = "SHA256SUMS"
LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")
ID_LENGTH = 16


def render_sums(infos: Mapping[str, FileInfo]) -> bytes:
    """The lines, sorted by path."""
    return "".join(f"{infos[path].sha256}  {path}\n" for path in sorted(infos)).encode()


def parse_sums(content: bytes) -> tuple[dict[str, str], list[int]]:
    """Hashes by path, and the numbers of the lines that cannot be read."""
    sums: dict[str, str] = {}
    bad: list[int] = []
    for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), start=1):
        match = LINE.fullmatch(line)
        if match is None or match[2] in sums:
            bad.append(number)
        else:
            sums[match[2]] = match[1]
    return sums, bad


def version_id(sums: bytes) -> str:
    """Name of a package's folder: what is in the package decides it, and nothing else."""
    return hashlib.sha256(sums).hexdigest()[:ID_LENGTH]


def is_whole(folder: Path) -> bool:
    """Whether a folder holds exactly what its sums say, and its name fits them when it is a published version."""
    try:
        content = (folder / NAME).read_bytes()
        found = {path: info.sha256 for path, info in infos_below(folder).items() if path != NAME}
    except OSError:
        return False
    sums, bad = parse_sums(content)
    return not bad and found == sums
