"""Pages from files: `site/pages/<name>.md`, and `site/records/<kind>.md` for further parts of records' pages."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from recordpress.problems import Problem
from recordpress.publishing.pages.model import FORMS, Block, Filter, Page, Pages
from recordpress.publishing.pages.specs import BlockSpec, FrontMatter, RecordFrontMatter, read_spec
from recordpress.publishing.pages.words import Fence, in_line, link_targets, parts_of
from recordpress.publishing.queries import Query
from recordpress.sql_files import UNREADABLE, read_sql, split_header

PAGES, RECORDS = "site/pages", "site/records"
INCLUDED = ("docs", "site")  # folders of what a page may include: a build looks whether these have changed
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
_FRONT = re.compile(r"---[ \t]*\n(.*?\n)?---[ \t]*(?:\n|\Z)", re.DOTALL)


def read_pages(root: Path, queries: Mapping[str, Query]) -> tuple[Pages, list[Problem]]:
    """Read the pages of a dataset.

    Args:
        root: The dataset's folder.
        queries: The saved queries, by name.

    Returns:
        The pages that can be used, and what is wrong with files in `site/pages` and `site/records`.
    """
    problems: list[Problem] = []
    fronts = {path: front for path, *front in _files(root, PAGES, FrontMatter, problems)}
    shown = {front[0].include: PurePosixPath(path).stem for path, front in fronts.items() if front[0].include}
    own = {}
    for path, (front, text, line) in fronts.items():
        reader = _Reader(root, path, queries, shown, problems)
        name = PurePosixPath(path).stem
        parts = tuple(reader.parts(text, line, front.include))
        menu = (front.menu.place, front.menu.title or front.title) if front.menu else None
        own[name] = Page(name, front.title, front.description, menu, (), parts, path)
    records = {}
    for path, front, text, line in _files(root, RECORDS, RecordFrontMatter, problems):
        reader = _Reader(root, path, queries, shown, problems)
        name = PurePosixPath(path).stem
        records[name] = Page(name, name, "", None, front.hides, tuple(reader.parts(text, line, "")), path)
    return Pages(own, records), problems


def _files(root: Path, folder: str, model: type[Any], problems: list[Problem]) -> Iterator[tuple[str, Any, str, int]]:
    """Path, front matter, body and the body's first line of each usable file."""
    for file in sorted((root / folder).iterdir()) if (root / folder).is_dir() else ():
        path = f"{folder}/{file.name}"
        if file.suffix != ".md" or not _NAME.fullmatch(file.stem):
            hint = "name it with small letters, digits, - and _, and end it in .md"
            problems.append(Problem("C320", path, "the file's name is not one of a page", hint=hint))
            continue
        text = read_sql(file)
        if text is None:
            problems.append(Problem("C321", path, "the file can't be read as UTF-8 text"))
            continue
        match = _FRONT.match(text)
        front, found = read_spec(model, (match[1] or "") if match else "", path, 2, "C322")
        problems.extend(found)
        if front is not None:
            start = match.end() if match else 0
            yield path, front, text[start:], text.count("\n", 0, start) + 1


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the body of one file."""

    root: Path
    path: str
    queries: Mapping[str, Query]
    shown: dict[str, str]
    problems: list[Problem]

    def parts(self, text: str, line: int, include: str) -> Iterator[str | Block]:
        yield from self._of_text(text, line, PurePosixPath(self.path).parent.as_posix())
        if include:
            yield from self._included(include)

    def _of_text(self, text: str, line: int, folder: str) -> Iterator[str | Block]:
        for part in parts_of(text, line, link_targets(folder, self.shown)):
            if isinstance(part, Fence):
                block = self._block(part)
                if block is not None:
                    yield block
            else:
                yield part

    def _included(self, include: str) -> Iterator[str | Block]:
        """A document of the dataset, or the parts of a report in a folder."""
        path = self.root / include
        inside = any(path.resolve().is_relative_to((self.root / folder).resolve()) for folder in INCLUDED)
        if not inside or not path.exists():
            message = f"there is no {include} in {' or '.join(INCLUDED)}"
            self.problems.append(Problem("C326", self.path, message, 1, 1))
            return
        for file in sorted(path.iterdir()) if path.is_dir() else (path,):
            text = read_sql(file)
            if text is None or file.suffix not in {".md", ".sql"}:
                reason = UNREADABLE if text is None else "only .md and .sql can be shown"
                self.problems.append(Problem("C326", self.path, f"{include}: {reason}", 1, 1))
            elif file.suffix == ".sql":
                header, sql = split_header(text)
                yield Block("table", header.get("title", ""), in_line(header.get("description", "")), "None.", sql)
            else:
                yield from self._of_text(text, 1, PurePosixPath(include).parent.as_posix())

    def _block(self, fence: Fence) -> Block | None:
        spec, found = read_spec(BlockSpec, fence.text, self.path, fence.line + 1, "C323")
        self.problems.extend(found)
        if spec is None:
            return None
        reason = _reason(fence.form, spec, self.queries)
        if reason:
            self.problems.append(Problem("C323", self.path, reason, fence.line, 1))
            return None
        return _made(fence, spec, self.queries.get(spec.query))


def _reason(form: str, spec: BlockSpec, queries: Mapping[str, Query]) -> str:
    """Why a block can't be used; "" if it can."""
    given = [name for name in ("query", "sql") if getattr(spec, name)]
    asks = FORMS[form].asks
    reasons = (
        (asks and len(given) != 1, f"a block `{form}` shows the rows of either `query` or `sql`"),
        (not asks and bool(given), f"a block `{form}` shows no rows: leave out `{''.join(given[:1])}`"),
        (bool(spec.query) and spec.query not in queries, f"there is no saved query of the name {spec.query}"),
        (
            bool(spec.query and spec.filters),
            "a block offers the parameters of its `query`; `filters` are for a query of its own",
        ),
        (form == "chart" and not spec.chart, "a block `chart` names a `chart`"),
        (form == "map" and not spec.regions, "a block `map` names one or more `regions`"),
    )
    return next((reason for holds, reason in reasons if holds), "")


def _made(fence: Fence, spec: BlockSpec, query: Query | None) -> Block:
    filters = {name: Filter(item.title, item.choices, item.default) for name, item in spec.filters.items()}
    for parameter in query.parameters if query else ():
        if parameter.name not in spec.arguments:
            filters[parameter.name] = Filter(parameter.description, parameter.choices, parameter.default)
    options: dict[str, Any] = {"half": True} if spec.half else {}
    if spec.chart:
        options["chart"] = spec.chart
    if spec.regions:
        options["regions"] = [region.model_dump() for region in spec.regions]
    return Block(
        form=fence.form,
        title=spec.title,
        note=in_line(spec.note),
        empty=spec.empty,
        sql=query.sql if query else spec.sql.strip().rstrip(";"),
        query=spec.query,
        arguments={name: str(value) for name, value in spec.arguments.items()},
        filters=filters,
        limit=spec.limit,
        options=options,
        line=fence.line,
    )
