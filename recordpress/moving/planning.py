"""The files of a plan while it is being made: each edit is made in what those before it have left."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from recordpress.editing.canonical import formatted
from recordpress.editing.order import order_in_file
from recordpress.moving.edits import Drop, Edit, Rename, Steps, edited, in_turn, value_at
from recordpress.moving.plans import Change, Plan, refused
from recordpress.moving.records import Dataset, Record
from recordpress.moving.text_edits import NotEditableError, spliced
from recordpress.pointers import pointer
from recordpress.problems import Problem
from recordpress.reading.parts import JSON, read_document


@dataclass(slots=True)
class Draft:
    """What a plan has come to.

    Args:
        dataset: The dataset.
        before: The bytes of the files that are edited, by path, as they are in the dataset.
        now: Their bytes as they are to be; None for a file that goes.
        moved: New paths of files.
        notes: What is to be said.
        problems: Why it can't be done.
    """

    dataset: Dataset
    before: dict[str, bytes] = field(default_factory=dict)
    now: dict[str, bytes | None] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def record(self, ref: str) -> Record:
        """A record as it is to be so far.

        Raises:
            UnreadableError: Its file can't be read.
        """
        return next(record for record in self.records_at(self.dataset.places[ref].path) if record.ref == ref)

    def records_at(self, path: str) -> tuple[Record, ...]:
        """The records of a file as they are to be so far.

        Raises:
            UnreadableError: It can't be read.
        """
        return self.dataset.records_at(path, self.now.get(path))

    def edit(self, record: Record, edits: Sequence[Edit]) -> None:
        """Edit a record, which is as it is to be so far."""
        self.edit_file(record, placed(record.at, edits))

    def edit_file(self, record: Record, edits: Sequence[Edit]) -> None:
        """Edit the file of a record; places are those in the file.

        The text is read again, so that it surely says what is meant.
        """
        if not edits:
            return
        after = _edited(record, in_turn(edits))
        if isinstance(after, Problem):
            self.problems.append(after)
            return
        self.before.setdefault(record.path, record.data)
        self.now[record.path] = after

    def remove(self, record: Record) -> None:
        """Take a record away, with its file if that holds no other."""
        rest = self.records_at(record.path)
        if len(rest) > 1:
            self.edit_file(record, [Drop(record.at)])
            return
        if record.kind.origin.beside:
            self.problems.append(refused("L331", record, "the record is the last in a file that holds other things"))
        self.before.setdefault(record.path, record.data)
        self.now[record.path] = None

    def plan(self) -> Plan:
        """The plan: nothing is to be done where something can't."""
        if self.problems:
            return Plan(problems=tuple(self.problems))
        changes = [
            Change(
                path, self.before[path], None if now is None else self.moved.get(path, path), self._formed(path, now)
            )
            for path, now in self.now.items()
            if now != self.before[path] or path in self.moved
        ]
        changes.sort(key=lambda change: change.path == change.new_path)  # files that move or go come first
        return Plan(tuple(changes), tuple(self.notes))

    def _formed(self, path: str, now: bytes | None) -> bytes:
        """The bytes of a file that is to be, in the canonical form if it was in it before."""
        before, kind = self.before[path], self.dataset.schemas.kinds[self.dataset.files[path].kind]
        if now is None or now == before:
            return now or b""
        form = partial(formatted, path=path, order=order_in_file(kind), is_record=not kind.origin.in_parts)
        return (form(now).data or now) if form(before).data == before else now


def placed(at: Steps, edits: Iterable[Edit]) -> list[Edit]:
    """The edits of a record as edits of the file that it stands in."""
    return [replace(edit, steps=(*at, *edit.steps)) for edit in edits]


def _edited(record: Record, edits: Sequence[Edit]) -> bytes | Problem:
    """The bytes of a file after edits."""
    whole = read_document(record.path, record.data).value
    for edit in edits:
        if isinstance(edit, Rename) and edit.name in value_at(whole, edit.steps[:-1]):
            hint = "make one entry of the two first"
            message = f"`{edit.steps[-1]}` would become `{edit.name}`, which is there already"
            return refused("L331", record, message, pointer(edit.steps), hint)
    try:
        after = spliced(record.data.decode(), edits, as_json=record.path.endswith(JSON)).encode()
    except NotEditableError as error:
        return refused("L331", record, f"the file can't be edited without a person: {error}")
    document = read_document(record.path, after)
    if document.problems or document.value != edited(whole, edits):
        hint = "write out anchors and aliases (`&name`, `*name`), then try again"
        return refused("L331", record, "the file can't be edited without a person", hint=hint)
    return after
