"""The pages and documents of the site, asked of the site itself in this process, and written as files.

Many pages are spread over processes, each with a site of its own. Nothing depends on that.
"""

import asyncio
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from recordpress.crew import signals_held
from recordpress.freezing.checking import Links, read_links
from recordpress.freezing.crawlers import retold
from recordpress.freezing.heads import head_of, moved, policy_of
from recordpress.freezing.places import file_of, is_page
from recordpress.freezing.rewriting import PageLinks, rewrite
from recordpress.freezing.targets import Targets
from recordpress.orphans import end_with_parent
from recordpress.problems import Problem
from recordpress.publishing.history import History
from recordpress.publishing.package import Package, open_package
from recordpress.publishing.site import open_site
from recordpress.writing.files import write_file

CHUNK = 50
FEW = 400  # addresses: below, starting processes costs more than they save
HTML = "text/html"
MOVED = frozenset({HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.FOUND, HTTPStatus.PERMANENT_REDIRECT})

_renderers: "list[Renderer]" = []  # the one of a worker process

Step = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Job:
    """What a process needs to know.

    Args:
        package: The package's folder.
        staging: The folder that the site is written into.
        targets: Where links lead to.
        history: Of the records' files.
        base: Address of the site with a closing slash; "" if it isn't known.
    """

    package: Path
    staging: Path
    targets: Targets
    history: History
    base: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """What came of an address.

    Args:
        links: Of a page; None for other files.
        assets: Addresses of styles, scripts and pictures that the page needs.
        problems: Why there is no file (F801).
    """

    links: Links | None = None
    assets: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()


class Renderer:
    """A site, and the folder that it is written into."""

    def __init__(self, job: Job) -> None:
        """Open the site."""
        self.job = job
        self.site: Any = open_site(placed(open_package(job.package), job.base), job.history, job.base)
        self.headers = {"host": urlsplit(job.base).netloc} if job.base else {}
        self.policy = policy_of(self.site.content_security_policy)

    def freeze(self, addresses: Sequence[str]) -> list[Written]:
        """Ask for addresses, as they stand in links, and write the answers."""
        return asyncio.run(self._freeze(addresses))

    async def _freeze(self, addresses: Sequence[str]) -> list[Written]:
        return [await self._answer(address) for address in addresses]

    async def _answer(self, address: str) -> Written:
        answer = await self.site.client.get(address, headers=self.headers)
        path = unquote(urlsplit(address).path)
        if answer.status_code in MOVED:
            return self._moved(path, answer.headers["location"])
        is_html = answer.headers.get("content-type", "").startswith(HTML)
        if answer.status_code != HTTPStatus.OK or is_html != is_page(path):
            message = (
                f"the site answers {path} with status {answer.status_code}, as {answer.headers.get('content-type')}"
            )
            return Written(problems=(Problem("F801", file_of(path), message),))
        if is_html:
            return self.page(answer.text, path)
        write_file(self.job.staging / file_of(path), retold(answer.content, path, self.job.targets, self.job.base))
        return Written()

    def page(self, html: str, path: str, *, runs_sqlite: bool = False) -> Written:
        """Write a page.

        Args:
            html: As the served site shows it.
            path: Its path, decoded.
            runs_sqlite: Whether it opens the database.
        """
        policy = policy_of(self.policy, runs_sqlite=runs_sqlite)
        rewritten = rewrite(html, path, self.job.targets, head_of(policy, path, self.job.base))
        return self._written(file_of(path), rewritten.html, rewritten.assets)

    def missing(self, address: str) -> Written:
        """Write the page that hosts show for what isn't there, at any address: its links are those of the host.

        Args:
            address: One that isn't there.
        """
        html = asyncio.run(self.site.client.get(address, headers=self.headers)).text
        targets = self.job.targets
        rewritten = rewrite(html, "/404.html", targets, head_of(self.policy, ""), targets.prefix)
        return self._written("404.html", rewritten.html, rewritten.assets)

    def _moved(self, path: str, location: str) -> Written:
        link = PageLinks(path, self.job.targets).link(location)
        return self._written(file_of(path), moved(self.policy, link), frozenset())

    def _written(self, file: str, html: str, assets: frozenset[str]) -> Written:
        write_file(self.job.staging / file, html.encode())
        return Written(read_links(file, html), assets)


def placed(package: Package, base: str) -> Package:
    """The package with its site at this address; as it is, if that isn't known."""
    return replace(package, metadata={**package.metadata, "about_url": base}) if base else package


def render(job: Job, addresses: Sequence[str], progress: Step, workers: int | None = None) -> list[Written]:
    """Write what the site answers to addresses.

    Args:
        job: The site and the folder.
        addresses: As they stand in links.
        progress: Called with the number of addresses that are done and of all.
        workers: Number of processes; as many as there are processors when None.

    Returns:
        What came of each address, in their order.
    """
    written: list[Written] = []
    for some in _chunks(job, addresses, workers or os.cpu_count() or 1):
        written += some
        progress(len(written), len(addresses))
    return written


def _chunks(job: Job, addresses: Sequence[str], workers: int) -> Iterator[list[Written]]:
    chunks = [addresses[start : start + CHUNK] for start in range(0, len(addresses), CHUNK)]
    if workers == 1 or len(addresses) < FEW:
        yield from map(Renderer(job).freeze, chunks)
        return
    # Not forked: a site has threads.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_start, initargs=(job,)) as pool:
        with signals_held():
            found = pool.map(_render_chunk, chunks)
        yield from found


def _start(job: Job) -> None:
    end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes; the first one ends the others
    _renderers.append(Renderer(job))


def _render_chunk(addresses: Sequence[str]) -> list[Written]:
    return _renderers[0].freeze(addresses)
