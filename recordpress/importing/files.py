"""The files that follow from what becomes of records: those in their canonical form, all else as it was."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from recordpress.editing.canonical import checked, means_the_same
from recordpress.editing.draft import Draft, read_draft
from recordpress.editing.order import order_in_file
from recordpress.importing.rows import Outcome
from recordpress.moving.edits import Add, Set, Steps, value_at
from recordpress.moving.plans import Change
from recordpress.moving.records import Dataset
from recordpress.moving.segments import entry_in_json, held
from recordpress.moving.text_edits import NotEditableError
from recordpress.problems import Problem
from recordpress.reading.document import SIZE_LIMIT
from recordpress.reading.origins import Form
from recordpress.reading.parts import JSON
from recordpress.reading.records import read_bytes
from recordpress.reading.source_files import SourceFile
from recordpress.schema.nodes import Kind


@dataclass(slots=True)
class Files:
    """Files of a kind's records while they are edited.

    Args:
        dataset: The dataset.
        kind: The kind.
        problems: Why some can't be edited.
    """

    dataset: Dataset
    kind: Kind
    problems: list[Problem] = field(default_factory=list)
    _drafts: dict[str, tuple[bytes, Draft] | None] = field(default_factory=dict)
    _touched: dict[str, list[str | int]] = field(default_factory=dict)  # by file, keys or positions of records

    def edit(self, outcome: Outcome) -> Steps:
        """Have a record say what it is to say; its place in the file afterwards."""
        identity = outcome.identity
        opened = self._draft(identity.path)
        if opened is None:
            return identity.at
        _, draft = opened
        at = identity.at
        try:
            if identity.record is None:
                at = _added(draft, at, dict(outcome.value), self.kind)
            else:
                _edited(draft, at, outcome)
            self._touched.setdefault(identity.path, []).append(at[-1] if at else "")
        except (KeyError, TypeError):
            message = f"the record `{identity.id}` has no place in the file as it is laid out"
            self.problems.append(Problem("L331", identity.path, message, 1, 1, hint="edit the file by hand"))
        return at

    def changes(self) -> tuple[Change, ...]:
        """What becomes of the files."""
        found = []
        order = order_in_file(self.kind)
        for path, opened in self._drafts.items():
            if opened is None:
                continue
            before, draft = opened
            text = checked(draft, order)
            if isinstance(text, Problem):
                self.problems.append(text)
            else:
                found.append(Change(path, before, path, self._kept(path, text).encode()))
        return tuple(found)

    def _kept(self, path: str, text: str) -> str:
        """A file's canonical text, of which only records that change are taken where it holds several."""
        opened = self._drafts[path]
        if opened is None or not opened[0] or not self.kind.origin.many:
            return text
        before, draft = opened
        at = self.kind.origin.at
        as_json = path.endswith(JSON)
        try:
            old, new = held(before.decode(), at, as_json=as_json), held(text, at, as_json=as_json)
        except NotEditableError:
            return text
        holder: Any = value_at(json.loads(text), at) if as_json else None
        written = {
            step: entry_in_json(old, step, holder[step]) if as_json else new.written(step)
            for step in dict.fromkeys(self._touched[path])
        }
        anew = {step: lines for step, lines in written.items() if step in old.steps}
        added = [lines for step, lines in written.items() if step not in old.steps]
        kept = old.changed(anew, {len(old.steps): added})
        return kept if means_the_same(kept, draft) else text

    def _draft(self, path: str) -> tuple[bytes, Draft] | None:
        """A file that is edited; None where it can't be read."""
        if path not in self._drafts:
            self._drafts[path] = self._opened(path)
        return self._drafts[path]

    def _opened(self, path: str) -> tuple[bytes, Draft] | None:
        file = self.dataset.files.get(path)
        if file is None:
            return b"", Draft(path, {})
        data = read_bytes(file, SIZE_LIMIT)
        if isinstance(data, Problem):
            self.problems.append(data)
            return None
        draft, problems = read_draft(data, path, is_record=not self.kind.origin.in_parts)
        self.problems += problems
        return None if draft is None else (data, draft)


def _added(draft: Draft, at: Steps, value: dict[str, object], kind: Kind) -> Steps:
    if kind.origin.form is Form.LIST:
        items = draft.get(at)
        items.append(value)
        return (*at, len(items) - 1)
    if at:
        draft.set(at, value)
    else:
        draft.value = value
    return at


def _edited(draft: Draft, at: Steps, outcome: Outcome) -> None:
    for edit in outcome.edits:
        if isinstance(edit, Set):
            draft.set((*at, *edit.steps), edit.value)
        elif isinstance(edit, Add):
            items = draft.get((*at, *edit.steps))
            draft.set((*at, *edit.steps, len(items)), edit.value)
        else:
            draft.remove((*at, *edit.steps))


def with_new(files: Iterable[SourceFile], kind: Kind, paths: Sequence[str]) -> dict[str, SourceFile]:
    """Files by path, with those that don't exist yet."""
    known = {file.path: file for file in files}
    free, many = kind.origin.folder is None, kind.origin.many
    return known | {
        path: SourceFile(kind.name, path, "", 0, 0, free=free, many=many) for path in paths if path not in known
    }
