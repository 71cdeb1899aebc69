"""Hints: comments that `new` writes into a record that is to be filled in.

They go away when the record is written once nothing in it is left empty; other comments stay. A hint begins with the
mark `#:`, or is a line that is commented out and has the mark at its end, such as `# pages:  #: a whole number`.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from recordpress.editing.rendering import Note
from recordpress.emptiness import has_empty

HINT = "#:"
_IS_HINT = re.compile(r"#:.*|# .*#: .*")


def without_hints(value: object, notes: Mapping[str, Note]) -> dict[str, Note]:
    """The comments of a record without its hints, if nothing in it is empty.

    Args:
        value: The record.
        notes: Its comments.
    """
    if has_empty(value) or not any(
        HINT in text for note in notes.values() for text in (*note.above, note.beside, *note.below)
    ):
        return dict(notes)
    left = {at: _without(note) for at, note in notes.items()}
    return {at: note for at, note in left.items() if note != Note()}


def _without(note: Note) -> Note:
    beside = "" if _IS_HINT.fullmatch(note.beside) else note.beside
    return replace(note, above=_kept(note.above), beside=beside, below=_kept(note.below))


def _kept(lines: tuple[str, ...]) -> tuple[str, ...]:
    """The lines that are no hints; an empty one stays between two others."""
    kept: list[str] = []
    for line in lines:
        if not _IS_HINT.fullmatch(line) and (line or (kept and kept[-1])):
            kept.append(line)
    return tuple(kept[:-1] if kept and not kept[-1] else kept)
