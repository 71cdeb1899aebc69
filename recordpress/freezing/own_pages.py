"""What only a frozen site has: the page that runs SQL, the search, and the database that both open in the browser."""

import gzip
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from recordpress.freezing.sqlite_wasm import FILES, WEB
from recordpress.freezing.targets import SEARCH, SQL
from recordpress.publishing.outline import REGISTRY

SCRIPTS = {
    "database.js": SQL,
    "filter.js": SQL,
    "search.js": SEARCH,
    "sql.css": SQL,
    "sql.js": SQL,
    "table.js": SQL,
    "worker.js": SQL,
}
SEARCHING = (
    f"select {REGISTRY}.ref, {REGISTRY}.label, {REGISTRY}.kind from {REGISTRY}_fts"  # noqa: S608 our names
    f" join {REGISTRY} on {REGISTRY}.rowid = {REGISTRY}_fts.rowid where {REGISTRY}_fts match :words order by rank"
)


def own_paths(site: Any) -> tuple[str, ...]:
    """Paths of what this module writes, as far as pages link to it.

    Args:
        site: The Datasette instance, with its package.
    """
    scripts = [folder + name for name, folder in SCRIPTS.items() if folder == SQL or _has_search(site)]
    return (SQL.rstrip("/"), *([SEARCH.rstrip("/")] if _has_search(site) else []), *scripts)


async def own_pages(site: Any, packed: int) -> Mapping[str, str]:
    """The pages as the served site would show them, by path.

    Args:
        site: The Datasette instance, with its package.
        packed: Size of the database's file for browsers, in bytes.
    """
    outline = site.package.outline
    context = {
        "metadata": site.metadata(),
        "about": _about(site, packed),
        "first": (outline.having("kind") or list(outline.tables.values()))[0].name,
    }
    await site.invoke_startup()
    pages = {}
    for address in (SQL, SEARCH) if _has_search(site) else (SQL,):
        path = address.rstrip("/")
        template = site.jinja_env.from_string((WEB / f"{path[1:]}.html").read_text(encoding="utf-8"))
        pages[path] = await site.render_template(template, context)
    return pages


def write_own_files(site: Any, wasm: Path, staging: Path) -> int:
    """Write scripts, SQLite and the packed database.

    Args:
        site: The Datasette instance, with its package.
        wasm: The folder with SQLite for the browser.
        staging: The folder of the site.

    Returns:
        Size of the packed database in bytes.
    """
    for name, folder in SCRIPTS.items():
        _copy(WEB / name, staging / folder.strip("/") / name)
    for name in FILES:
        _copy(wasm / name, staging / SQL.strip("/") / "sqlite" / name)
    packed = gzip.compress(site.package.database.read_bytes(), compresslevel=6, mtime=0)
    (staging / SQL.strip("/") / _database_file(site)).write_bytes(packed)
    return len(packed)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _has_search(site: Any) -> bool:
    return bool(site.package.outline.table(REGISTRY).label)


def _database_file(site: Any) -> str:
    """The file's name changes with its content, so that no browser takes an old one for it."""
    package = site.package
    return f"{package.name}-{package.files[package.database.name].sha256[:12]}.db.gz"


def _about(site: Any, packed: int) -> dict[str, object]:
    package = site.package
    database = package.files[package.database.name]
    queries = {
        name: {"sql": query["sql"], "values": query.get("defaults", {})}
        for name, query in package.outline.queries.items()
    }
    return {
        "database": {
            "file": _database_file(site),
            "size": database.size,
            "packed": packed,
            "sha256": database.sha256,
        },
        "kinds": {name: kind.title for name, kind in sorted(package.kinds.items())},
        "queries": queries,
        "search": SEARCHING,
    }
