"""Freezing a site as a whole: plan, render, check, and put into place."""

import asyncio
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from recordpress.freezing.checking import Links, check_links
from recordpress.freezing.own_pages import own_pages, own_paths, write_own_files
from recordpress.freezing.places import file_of
from recordpress.freezing.rendering import Job, Renderer, Written, placed, render
from recordpress.freezing.sqlite_wasm import sqlite_wasm
from recordpress.freezing.targets import SEARCH, SQL, Targets
from recordpress.problems import Problem, in_order
from recordpress.progress import Progress
from recordpress.publishing.history import History, read_history
from recordpress.publishing.package import Package, PackageError, open_package
from recordpress.publishing.routes import addresses
from recordpress.publishing.site import open_site
from recordpress.unusable import UnusableError
from recordpress.writing.files import files_below, remove
from recordpress.writing.locking import BlockedError
from recordpress.writing.publishing import build_lock

TARGET = Path("dist", "site")
MARK = ".nojekyll"  # GitHub Pages leave files alone where it is; here it also tells a site of ours from other folders
MARKED = "This folder is written as a whole; what else is put into it is lost with the next freeze.\n"
NOWHERE = "/-/nowhere"


@dataclass(frozen=True, slots=True)
class Frozen:
    """What came of it.

    Args:
        problems: What is wrong; with any of them, nothing was put into place.
        summary: A sentence on the site; "" where there are problems.
    """

    problems: tuple[Problem, ...]
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """What a site is made from.

    Args:
        package: The package.
        history: Of the records' files.
        wasm: The folder with SQLite for the browser.
        base: Address of the site with a closing slash; "" if it isn't known.
    """

    package: Package
    history: History
    wasm: Path
    base: str


def freeze(root: Path, progress: Progress, base: str = "", output: Path | None = None) -> Frozen:
    """Write the site of the current package as plain files, while nothing else builds or freezes the dataset.

    Args:
        root: The dataset's folder.
        progress: Told of each stage.
        base: Address that the site will have; the homepage of the package when "".
        output: Where to; `dist/site` when None. The folder is replaced as a whole.

    Raises:
        UnusableError: There is no package, SQLite for the browser can't be had, or the folder holds something else.
    """
    try:
        with build_lock(root, waiting=lambda: progress.stage("waiting for another build")):
            return _freeze(root, progress, base, output or root / TARGET)
    except BlockedError as blocked:
        return Frozen((blocked.problem,))


def _freeze(root: Path, progress: Progress, base: str, target: Path) -> Frozen:
    _require_ours(target)
    try:
        package = open_package(root / "dist" / "current")
    except PackageError as error:
        raise UnusableError(str(error)) from None
    progress.stage("fetching SQLite for the browser")
    wasm = sqlite_wasm(root)
    address = _closed(base or str(package.metadata.get("about_url", "")))
    with _staged(target) as staging:
        problems = _write(Source(placed(package, address), dict(read_history(root)), wasm, address), staging, progress)
        if problems:
            return Frozen(tuple(problems))
        progress.stage("putting the site into place")
        summary = _summary(staging, target, address)
        _replace(staging, target)
    return Frozen((), summary)


def _write(source: Source, staging: Path, progress: Progress) -> list[Problem]:
    package, base = source.package, source.base
    site = open_site(package)
    asked = asyncio.run(addresses(site))
    paths = {unquote(urlsplit(address).path) for address in asked} | set(own_paths(site))
    paths |= {f"/downloads/{file}" for file in package.files}
    kinds = {kind.name: kind.table for kind in package.kinds.values()}
    targets = Targets(frozenset(paths), package.outline, kinds, urlsplit(base).path or "/")
    job = Job(package.folder, staging, targets, source.history, base)
    progress.stage("freezing pages")
    written = render(job, asked, progress.step)
    progress.stage("writing downloads")
    _link_downloads(package, staging)
    packed = write_own_files(site, source.wasm, staging)
    renderer = Renderer(job)
    pages = asyncio.run(own_pages(renderer.site, packed))
    written += [renderer.page(html, path, runs_sqlite=True) for path, html in pages.items()]
    written.append(renderer.missing(NOWHERE))
    written += renderer.freeze(sorted(_assets(site, written)))
    (staging / MARK).write_text(MARKED, encoding="utf-8")
    progress.stage("checking links")
    return _problems(written, staging, base)


def _assets(site: Any, written: Iterable[Written]) -> set[str]:
    """Addresses of what the pages need beside them: what they name, and all of our own."""
    ours = {
        f"/{mount.strip('/')}/{quote(path)}"
        for mount, folder in site.static_mounts
        for path in files_below(Path(folder))
    }
    return ours.union(*(one.assets for one in written))


def _problems(written: Sequence[Written], staging: Path, base: str) -> list[Problem]:
    pages: list[Links] = [one.links for one in written if one.links is not None]
    own = frozenset({file_of(SQL), file_of(SEARCH)})
    dead = check_links(pages, frozenset(files_below(staging)), urlsplit(base).path or "/", own)
    return in_order([*(problem for one in written for problem in one.problems), *dead])


def _link_downloads(package: Package, staging: Path) -> None:
    """The files of the package: the same files under other names where the system can do that, else copies."""
    for path in package.files:
        source, target = package.folder / path, staging / "downloads" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(source, target)
        except OSError:
            shutil.copyfile(source, target)


def _closed(base: str) -> str:
    """An address with a slash at its end."""
    return f"{base.rstrip('/')}/" if base else ""


def _summary(staging: Path, target: Path, base: str) -> str:
    files = list(files_below(staging))
    pages = sum(file.endswith(".html") for file in files)
    size = sum((staging / file).stat().st_size for file in files) / 1_000_000
    where = f"for {base}" if base else "without an address of its own: --base-url names one"
    return f"{pages:,} pages, {len(files):,} files, {size:,.0f} MB, in {target}, {where}"


def _require_ours(target: Path) -> None:
    """See that nothing else lies where the site is to lie.

    Raises:
        UnusableError: Something does.
    """
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        message = f"{target} is no folder: name another one with --output"
        raise UnusableError(message)
    if target.is_dir() and any(target.iterdir()) and not (target / MARK).is_file():
        message = f"{target} holds something that is no frozen site: empty it, or name another folder with --output"
        raise UnusableError(message)


@contextmanager
def _staged(target: Path) -> Iterator[Path]:
    """A folder beside the site to write into; what an interrupted run left there is put right first."""
    staging, old = _beside(target, "new"), _beside(target, "old")
    if old.exists() and not target.exists():
        old.rename(target)
    remove(staging)
    remove(old)
    staging.mkdir(parents=True)
    try:
        yield staging
    finally:
        remove(staging)


def _replace(staging: Path, target: Path) -> None:
    """Put a finished site into place, and the one before away."""
    old = _beside(target, "old")
    if target.exists():
        target.rename(old)
    staging.rename(target)
    remove(old)


def _beside(target: Path, name: str) -> Path:
    return target.with_name(f".{target.name}.{name}")
