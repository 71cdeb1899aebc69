"""CHANGELOG.md: the entry of a release, from what people wrote under "Unreleased" and from what changed."""

import re
from collections.abc import Iterable, Iterator, Sequence

from recordpress.comparing.changes import Difference, Fate, RecordChange
from recordpress.comparing.telling.markdown import as_markdown, code
from recordpress.comparing.telling.outline import sections, summary
from recordpress.comparing.telling.records import record_lines
from recordpress.comparing.telling.structure import structure_lines
from recordpress.comparing.telling.words import count, listed

NAME = "CHANGELOG.md"
TITLE = "# Changelog\n\nChanges of the dataset, newest first.\n"
UNRELEASED = re.compile(r"^## +\[?unreleased\]?[^\n]*\n", re.IGNORECASE | re.MULTILINE)
HEADING = re.compile(r"^## ", re.MULTILINE)
LINKS = re.compile(r"^\[[^\]\n]+\]: ", re.MULTILINE)  # definitions of links, which stand at the end
HIGH = re.compile(r" {0,3}#{1,2}(?:[ \t]|$)")  # a heading of the first or second level
UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*$")  # the same, below its text
FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")  # the beginning or the end of code
NAMED = (Fate.REMOVED, Fate.WITHDRAWN, Fate.MERGED, Fate.RENAMED, Fate.RESTORED)  # each is named, of others a few
MOST = 200  # lines of what should be looked at by those who use the data
FEW = 10


def entry_lines(difference: Difference, since: str) -> list[str]:
    """What changed since a release, as a list in Markdown.

    Args:
        difference: What changed since the last release, or since nothing.
        since: Tag of the last release; "" for the first release.
    """
    if not since:
        refs = difference.new.prints
        kinds = {ref.partition("/")[0] for ref in refs}
        return [f"- The first release: {count(len(refs), 'record')} of {count(len(kinds), 'kind')}."]
    lines = [f"- {as_markdown(line)}" for line in summary(difference)]
    lines += _bounded((f"- {as_markdown(line)}" for line in structure_lines(difference)), MOST, "")
    changes: dict[str, list[RecordChange]] = {}
    for change in difference.records:
        changes.setdefault(change.kind, []).append(change)
    for some in sections(difference):
        if some.kind:
            lines += [f"- {as_markdown(some.title)}.", *_records(changes[some.kind])]
    return lines


def _records(changes: Sequence[RecordChange]) -> Iterator[str]:
    """Records of a kind: all whose ids or states changed, and some of the others."""
    told = [change for fate in NAMED for change in changes if change.fate is fate]
    yield from _bounded(map(_record, told), MOST, "  ")
    others = [change for fate in (Fate.CHANGED, Fate.ADDED) for change in changes if change.fate is fate]
    yield from _bounded(map(_record, others), FEW, "  ")


def _record(change: RecordChange) -> str:
    fields = listed(dict.fromkeys(code(field.field.partition("/")[0]) for field in change.fields))
    told = f": {fields}" if fields and change.fate is Fate.CHANGED else ""
    return f"  - {as_markdown(next(record_lines(change)))}{told}"


def _bounded(lines: Iterable[str], most: int, indent: str) -> list[str]:
    """Not too many lines, and how many are left out."""
    found = list(lines)
    left = len(found) - most
    return found if left <= 0 else [*found[:most], f"{indent}- … and {left:,} more"]


def with_entry(text: str, heading: str, notes: str, lines: Iterable[str]) -> str:
    """The changelog with an entry of a release, which takes what stands under "Unreleased"; the heading stays, empty.

    Args:
        text: The changelog; "" where there is none yet.
        heading: Version and day, as `[1.2.0] - 2026-03-04`.
        notes: What is to stand first; "" for nothing.
        lines: What changed.
    """
    before, written, after = _parted(text or TITLE)
    data = "\n".join(["### Data", "", *lines])
    parts = [part for part in (notes.strip(), written.strip(), data) if part]
    entry = "\n\n".join([f"## {heading}", *parts])
    tail = f"\n\n{after.strip()}" if after.strip() else ""
    return f"{before.rstrip()}\n\n## [Unreleased]\n\n{entry}{tail}\n"


def _parted(text: str) -> tuple[str, str, str]:
    """What stands before "Unreleased", under it, and after it."""
    found = UNRELEASED.search(text)
    start = found.end() if found else None
    following = HEADING.search(text, start or 0) or LINKS.search(text, start or 0)
    end = following.start() if following else len(text)
    if found is None:
        return text[:end], "", text[end:]
    return text[: found.start()], text[found.end() : end], text[end:]


def high_heading(notes: str) -> int:
    """The line of the first heading in notes that would end the entry of a release or the file's title; 0 for none.

    Entries have headings of the second level (`## `), so that within them only lower ones can stand. What stands
    between fences is no heading (CommonMark 0.31, 4.2 and 4.3).
    """
    fence, before = "", ""
    for number, line in enumerate(notes.splitlines(), 1):
        mark = FENCE.match(line)
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        elif not fence and HIGH.match(line):
            return number
        elif not fence and before.strip() and UNDERLINE.match(line):
            return number - 1
        before = line
    return 0


def names_version(text: str, version: str) -> bool:
    """Whether there is an entry of a version."""
    return re.search(rf"^## +\[?{re.escape(version)}(?![\w.])", text, re.MULTILINE) is not None
