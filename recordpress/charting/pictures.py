"""The files of the charts in a package: each in light and dark, with its data, and a list of them for the server."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from recordpress.charting.asking import Answer, AskingError, ask
from recordpress.charting.drawing import DrawingError, size
from recordpress.charting.keeping import Pictures
from recordpress.charting.outlines import LISTED, PICTURES, ChartOutline, described
from recordpress.charting.specs import Chart, field_findings
from recordpress.charting.themes import LIGHT, THEMES
from recordpress.problems import Finding, Severity
from recordpress.publishing.limits import opened
from recordpress.publishing.queries import Query
from recordpress.writing.delimited import render_lines

Step = Callable[[int, int], None]


def write_charts(
    charts: Iterable[Chart],
    queries: Iterable[Query],
    database: Path,
    folder: Path,
    step: Step = lambda _done, _total: None,
    kept: Path | None = None,
) -> list[Finding]:
    """Draw the charts from a database that has been built.

    Args:
        charts: As read.
        queries: The saved queries, which have been compiled.
        database: The SQLite file.
        folder: The package's folder.
        step: Told how many charts of how many are drawn.
        kept: Folder of pictures kept from the build before.

    Returns:
        What is wrong. The same charts and database give the same bytes in `datasette/charts/` and `charts.json`;
        without charts there are no files.
    """
    charts = tuple(charts)
    pictures = Pictures(kept)
    by_name = {query.name: query for query in queries}
    findings: list[Finding] = []
    listed: dict[str, object] = {}
    with opened(database) as connection:
        for number, chart in enumerate(charts):
            step(number, len(charts))
            try:
                answers = {name: ask(by_name[name], connection) for name in chart.queries}
            except AskingError as error:
                findings.append(Finding("C318", chart.path, "/data", f"the query can't be drawn: {error}"))
                continue
            found = list(_data_findings(chart, answers))
            found += [] if _blocked(found) else _write(chart, answers, folder, listed, pictures)
            findings += found
    pictures.tidy()
    if listed:
        text = json.dumps(listed, ensure_ascii=False, indent=1) + "\n"
        (folder / LISTED).write_text(text, encoding="utf-8")
    return findings


def _blocked(findings: Iterable[Finding]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)


def _data_findings(chart: Chart, answers: Mapping[str, Answer]) -> Iterator[Finding]:
    columns = tuple(dict.fromkeys(column for answer in answers.values() for column in answer.columns))
    yield from field_findings(chart, columns)
    if not answers[chart.queries[0]].rows:
        message = f"the saved query `{chart.queries[0]}` finds no rows"
        yield Finding("C319", chart.path, "/data", message, severity=Severity.WARNING)


def _write(
    chart: Chart, answers: Mapping[str, Answer], folder: Path, listed: dict[str, object], kept: Pictures
) -> list[Finding]:
    data = {name: answer.objects() for name, answer in answers.items()}
    try:
        pictures = {theme: kept.draw(chart, data, theme) for theme in THEMES}
        width, height = size(pictures[LIGHT])
    except DrawingError as error:
        return [Finding("C318", chart.path, error.pointer, f"the chart can't be drawn: {error}")]
    answer = answers[chart.queries[0]]
    files = {f"{chart.name}{theme.suffix}.svg": svg.encode() for theme, svg in pictures.items()}
    files[f"{chart.name}.csv"] = render_lines([answer.columns, *answer.rows])
    (folder / PICTURES).mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / PICTURES / name).write_bytes(content)
    listed[chart.name] = described(_outline(chart, answer, (width, height), files))
    return []


def _outline(chart: Chart, answer: Answer, pixels: tuple[int, int], files: Mapping[str, bytes]) -> ChartOutline:
    return ChartOutline(
        name=chart.name,
        title=chart.title,
        description=chart.description,
        query=chart.queries[0],
        columns=answer.columns,
        rows=len(answer.rows),
        width=pixels[0],
        height=pixels[1],
        sha256={name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
    )
