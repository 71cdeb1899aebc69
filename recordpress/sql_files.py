"""SQL files with a header of `-- key: value` comments: the form of checks, views and saved queries."""

import re
from pathlib import Path

from recordpress.model import ColumnType, View
from recordpress.problems import Finding

HEADER = re.compile(r"--\s*([a-z]+(?: [A-Za-z0-9_]+)?):\s*(.*)")
CONTINUED = re.compile(r"--\s+(\S.*)")
# What SQLite answers otherwise at another time, in another zone, or by chance.
_PASSING = re.compile(
    r"""['"`\[](now|localtime|utc)['"`\]]|\bcurrent_(date|time|timestamp)\b|\brandom(blob)?\b|\bstrftime\s*\([^,()]*\)"""
    r"""|\b(date|time|datetime|julianday|unixepoch)\s*\(\s*\)""",
    re.IGNORECASE,
)

UNREADABLE = "the file can't be read, or is not UTF-8"
UNSHOWN = "the file's name, which is the view's, holds what can't be shown"


def read_sql(file: Path) -> str | None:
    """The text of an SQL file; None where it can't be read."""
    try:
        return file.read_text(encoding="utf-8") if file.is_file() else None  # a pipe would be waited for
    except (OSError, UnicodeDecodeError):
        return None


def is_lasting(sql: str) -> bool:
    """Whether a query's rows depend on the tables alone, and not on when and where it is run."""
    return not _PASSING.search(sql)


def split_header(text: str) -> tuple[dict[str, str], str]:
    """The header of an SQL file and what comes after it.

    A comment line without a key continues the value above it.
    """
    header: dict[str, str] = {}
    key = ""
    lines = text.splitlines()
    for number, line in enumerate(lines):
        match = HEADER.fullmatch(line.strip())
        more = CONTINUED.fullmatch(line.strip())
        if match:
            key = match[1]
            header.setdefault(key, match[2].strip())
        elif more and key:
            header[key] = f"{header[key]} {more[1].strip()}"
        elif line.strip():
            return header, "\n".join(lines[number:]).strip().rstrip(";")
    return header, ""


def load_views(root: Path) -> tuple[tuple[View, ...], list[Finding]]:
    """The dataset's views, by name, and what is wrong with their headers."""
    views: list[View] = []
    findings: list[Finding] = []
    for file in sorted((root / "schemas" / "views").glob("*.sql")):
        path = f"schemas/views/{file.name}"
        text = read_sql(file)
        header, sql = split_header(text or "")
        reason = UNREADABLE if text is None else _header_reason(header, sql)
        reason = reason if file.stem.isprintable() else UNSHOWN
        if reason:
            findings.append(Finding("S216", path, "", reason, "see the other views for the form of a header"))
            continue
        views.append(
            View(
                file.stem,
                header["title"],
                header["description"],
                sql,
                columns=_named(header, "column"),
                key=_listed(header, "key"),
                types=_named(header, "type"),
                references=_named(header, "refers"),
                facets=_listed(header, "facets"),
                label=header.get("label", ""),
                sort=_listed(header, "sort"),
            )
        )
    return tuple(views), findings


def _named(header: dict[str, str], word: str) -> tuple[tuple[str, str], ...]:
    """What lines such as `-- column name: text` say of each name."""
    return tuple((key.removeprefix(f"{word} "), text) for key, text in header.items() if key.startswith(f"{word} "))


def _listed(header: dict[str, str], key: str) -> tuple[str, ...]:
    """The names in a line such as `-- key: one, two`."""
    return tuple(name for part in header.get(key, "").split(",") if (name := part.strip()))


def _header_reason(header: dict[str, str], sql: str) -> str:
    missing = [key for key in ("title", "description") if not header.get(key)]
    if missing:
        return f"the header lacks {' and '.join(missing)}"
    for name, text in _named(header, "type"):
        if text not in set(ColumnType):
            return f"{text!r}, the type of {name}, is none of {', '.join(ColumnType)}"
    return "" if sql else "there is no query below the header"
