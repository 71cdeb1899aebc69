"""Where an id is named outside of references, which is left alone: in texts, comments, queries, pages and documents."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from recordpress.moving.plans import Change

FOLDERS = ("site", "schemas", "docs")
ENDINGS = frozenset({".sql", ".md", ".json", ".yaml", ".yml", ".html", ".css", ".js", ".py", ".R", ".txt", ".csv"})
_ALIASES = re.compile(r'"?aliases"?: \[[^\]]*\]|^ *- [^ :]+$')  # where a former id is meant to stay
LARGEST = 1 << 20  # bytes of a file that is looked at


def mentions(root: Path, name: str, files: Iterable[str], changes: Mapping[str, Change]) -> Iterator[str]:
    """Lines that name an id after the changes, as `path:line text`.

    Args:
        root: The dataset.
        name: The id.
        files: The records' files.
        changes: What changes, by path.
    """
    word = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
    for path in [*files, *_others(root)]:
        change = changes.get(path)
        if change is not None and change.new_path is None:
            continue
        shown = change.new_path if change and change.new_path else path
        data = change.after if change else _bytes(root / path)
        if name.encode() in data:
            lines = data.decode(errors="replace").splitlines()
            yield from (
                f"{shown}:{number} {line.strip()}"
                for number, line in enumerate(lines, 1)
                if word.search(_ALIASES.sub("", line) if change else line)
            )


def _others(root: Path) -> Iterator[str]:
    places = [path for folder in FOLDERS for path in sorted((root / folder).rglob("*"))]
    for path in [*places, *sorted(root.glob("*.md"))]:
        if path.suffix in ENDINGS and path.is_file():
            yield path.relative_to(root).as_posix()


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes() if path.stat().st_size <= LARGEST else b""
    except OSError:
        return b""
