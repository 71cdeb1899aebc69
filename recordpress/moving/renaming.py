"""Another id for a record: what gives it its id, what refers to it, and the old id as an alias."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from recordpress.moving.edits import Add, Edit, Rename, Set, Steps
from recordpress.moving.planning import Draft, placed
from recordpress.moving.plans import Plan
from recordpress.moving.records import Dataset, Record
from recordpress.moving.redirecting import Redirection
from recordpress.moving.references import redirected
from recordpress.pointers import pointer, steps_of
from recordpress.reading.origins import FILE, FOLDER, KEY, PLACES, field_at, is_id
from recordpress.schema.nodes import Kind, Node
from recordpress.unusable import UnusableError
from recordpress.validating import Validators


def rename(dataset: Dataset, ref: str, new_id: str) -> Plan:
    """The plan of giving a record another id.

    Args:
        dataset: The dataset.
        ref: The record, as `kind/id`.
        new_id: Its id to be.

    Raises:
        UnusableError: The id is taken, or is the one that it has, or can't be one.
        UnreadableError: A file that names the record can't be read.
    """
    draft = Draft(dataset)
    kind, _, old_id = ref.partition("/")
    new = f"{kind}/{new_id}"
    _refuse(dataset, ref, new_id)
    redirect(draft, Redirection(ref, new, dataset.schemas.kinds))
    record = draft.record(ref)
    own = [*_identity(record, new_id), *placed(record.at, alias_edits(record, [old_id], leaving=new_id))]
    draft.edit_file(record, own)
    path = _moved(record, new_id)
    if path != record.path:
        draft.before.setdefault(record.path, record.data)
        draft.now.setdefault(record.path, record.data)
        draft.moved[record.path] = path
    if not record.kind.role("aliases"):
        draft.notes.append(no_alias(record))
    return replace(draft.plan(), left=old_id)


def _refuse(dataset: Dataset, ref: str, new_id: str) -> None:
    """Refuse an id that the record can't get, before all that refers to it is found wrong for the same reason.

    Raises:
        UnusableError: Always then.
    """
    kind = dataset.schemas.kinds[ref.partition("/")[0]]
    new = f"{kind.name}/{new_id}"
    if new == ref:
        raise UnusableError(f"{ref} has that id already")
    if new in dataset.places:
        raise UnusableError(f"there is already a record {new}: `merge` makes one of two")
    if not is_id(new_id):
        raise UnusableError(f"`{new_id}` can't be an id: it stands in addresses, and behind `{kind.name}/`")
    record = dataset.record(ref)
    for edit in _identity(record, new_id):
        if isinstance(edit, Set):
            steps = edit.steps[len(record.at) :]
            _refuse_value(Validators(dataset.schemas), kind, steps, edit.value)


def _refuse_value(validators: Validators, kind: Kind, steps: Steps, value: Any) -> None:
    """Refuse a value that the schema does not allow at a place.

    Raises:
        UnusableError: Always then.
    """
    alone = value
    for step in reversed(steps):
        alone = {step: alone}
    for finding in validators.findings(kind, "", alone):
        if finding.pointer == pointer(steps):
            raise UnusableError(f"{finding.message}{f' ({finding.hint})' if finding.hint else ''}")


def _identity(record: Record, new_id: str) -> Iterator[Edit]:
    """The edits of all in the file that gives the record its id, or says it too."""
    for source in record.kind.origin.ids:
        if source == KEY and record.at:
            yield Rename(record.at, new_id)
        elif source not in PLACES:
            value = field_at(record.value, source)
            number = isinstance(value, int) and new_id.isdigit()
            if value is not None:
                yield Set((*record.at, *steps_of(source)), int(new_id) if number else new_id)


def _moved(record: Record, new_id: str) -> str:
    """The path of a record's file after the record got another id."""
    path, ids = PurePosixPath(record.path), record.kind.origin.ids
    if FOLDER in ids:
        path = path.parent.parent / new_id / path.name
    return str(path.parent / f"{new_id}{path.suffix}") if FILE in ids else str(path)


def redirect(draft: Draft, redirection: Redirection) -> None:
    """Have all records refer to another record, those of files that go left out.

    Raises:
        UnreadableError: A file that names the record can't be read.
    """
    words = redirection.words()
    paths = {path for word in words for path in draft.dataset.naming(word)} | draft.now.keys()
    for path in sorted(paths):
        records = draft.records_at(path) if draft.now.get(path, b"") is not None else ()
        edits = [
            edit for record in records for edit in placed(record.at, redirected(record.kind, record.value, redirection))
        ]
        if edits:
            draft.edit_file(records[0], edits)


def alias_edits(record: Record, names: list[str], leaving: str = "") -> list[Edit]:
    """The edits that add aliases to a record, and take the one that is an id now away.

    Args:
        record: The record.
        names: Ids that are to lead to it.
        leaving: An alias that must not be one any more; "" for none.
    """
    node = record.kind.role("aliases")
    if node is None:
        return []
    present = list(record.value.get(node.spelled, ()))
    wanted = [*(name for name in present if name != leaving), *(name for name in names if name not in present)]
    if wanted == present:
        return []
    if not present:
        return [Add((), wanted, node.spelled, before(record.kind, node))]
    if leaving in present:
        return [Set((node.spelled,), wanted)]
    return [Add((node.spelled,), name) for name in wanted[len(present) :]]


def before(kind: Kind, node: Node) -> tuple[str, ...]:
    """The names of the properties that the schema lists before a property."""
    names = [part.spelled for part in kind.root.properties]
    return tuple(names[: names.index(node.spelled)])


def no_alias(record: Record) -> str:
    """That the old id leads nowhere."""
    return f"{record.kind.name} has no aliases in its schema: the old id `{record.id}` leads nowhere from now on"
