"""Rows of a spreadsheet against the records that there are: which record each is of, and what it changes there."""

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from recordpress.edtf import EdtfError
from recordpress.identifying import reach
from recordpress.importing.columns import Bound, Derived, Field
from recordpress.importing.identity import Identity
from recordpress.importing.sources import Evidence, supported
from recordpress.importing.table import Table
from recordpress.importing.values import CellError, Values, same
from recordpress.moving.edits import Drop, Edit, Set, Steps, edited
from recordpress.problems import Problem
from recordpress.schema.nodes import Kind
from recordpress.schema.shapes import own_id, shape_of
from recordpress.shaping import as_written, written_out
from recordpress.tabulating.flatten import date_cells, labeller

CONTRADICTS, UNHOLDABLE = "W652", "W653"


@dataclass(frozen=True, slots=True)
class Said:
    """What a cell does to a field.

    Args:
        column: Position of the cell's column.
        field: The field.
        old: What the record says; None for nothing.
        new: What it is to say; None for nothing.
        kept: Whether the cell is empty, and the record keeps its value all the same.
        sources: The sources that support what the record says now, where that is to change.
    """

    column: int
    field: Field
    old: Any
    new: Any
    kept: bool = False
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a record.

    Args:
        row: The row, counted from 0.
        identity: The record.
        value: What it is to say, as a curator writes it.
        edits: How what it says now becomes that.
        said: What cells do.
        supported: What the source of the table supports afterwards, where that changes.
        unread: Positions of the columns whose cells can't be read: the record isn't what it is to be.
    """

    row: int
    identity: Identity
    value: Mapping[str, Any]
    edits: tuple[Edit, ...]
    said: tuple[Said, ...]
    supported: tuple[str, ...] = ()
    unread: frozenset[int] = frozenset()

    @property
    def changes(self) -> bool:
        """Whether anything is to be written."""
        return bool(self.edits) or self.identity.record is None


@dataclass(slots=True)
class Comparer:
    """Compares rows with records.

    Args:
        table: The table.
        kind: The kind of the records.
        bound: What its columns hold.
        values: Makes values of cells.
        evidence: What is done about evidence.
        clear: Whether an empty cell takes a value away.
        problems: What was found.
    """

    table: Table
    kind: Kind
    bound: Sequence[Bound]
    values: Values
    evidence: Evidence
    clear: bool
    problems: list[Problem] = field(default_factory=list)
    _unread: set[int] = field(default_factory=set)

    def outcome(self, identity: Identity) -> Outcome | None:
        """What a row does to its record, as far as its cells can be read; None where they can't be put into it."""
        shape = shape_of(self.kind)
        current = identity.record.value if identity.record else {}
        full = written_out(shape)(current)
        wanted = copy.deepcopy(full)
        self._unread = set()
        said = list(self._said(identity.row, full, wanted))
        write = as_written(shape)
        given = [one.field for one in said if one.new is not None]
        told = tuple(self.evidence.edits(current, wanted, given))
        edits = (*_edits(write(full), write(wanted)), *told)
        unread, before = frozenset(self._unread), len(self.problems)
        value = self._value(identity, current, edits)
        if unread:
            return Outcome(identity.row, identity, value, edits, tuple(said), unread=unread)
        again = written_out(shape)(value)
        self._confirm(identity.row, said, again)
        self._compare_derived(identity, full, again)
        if len(self.problems) > before:
            return None
        return Outcome(identity.row, identity, value, edits, tuple(said), tuple(supported(told)))

    def _said(self, row: int, full: Mapping[str, Any], wanted: dict[str, Any]) -> Iterator[Said]:
        """What the cells of a row do; `wanted` is changed as they say."""
        for column, field_ in enumerate(self.bound):
            if not isinstance(field_, Field) or field_.path == ("id",):
                continue
            text, old = self.table.sheet.rows[row][column], reach(full, field_.path)
            if text is None:
                if old is not None:
                    yield Said(
                        column, field_, old, None, not self.clear, self._before(full, field_, kept=not self.clear)
                    )
                    if self.clear:
                        _take(wanted, field_.path)
                continue
            try:
                new = self.values.of(field_, text, old)
            except CellError as error:
                self._problem(error.code, (row, column), error.message, error.hint)
                self._unread.add(column)
                continue
            if not same(old, new):
                yield Said(column, field_, old, new, sources=self._before(full, field_, kept=old is None))
                _put(wanted, field_.path, new)

    def _before(self, full: Mapping[str, Any], field_: Field, *, kept: bool) -> tuple[str, ...]:
        return () if kept else tuple(self.evidence.before(full, field_))

    def _value(self, identity: Identity, current: Mapping[str, Any], edits: tuple[Edit, ...]) -> Mapping[str, Any]:
        try:
            value: Mapping[str, Any] = edited(current, edits)
        except (KeyError, IndexError, TypeError, AttributeError):
            message = "what the cells of this row say has no place in the record as it is written"
            self._problem("L331", (identity.row, 0), message, f"edit {_path(identity)} by hand")
            return current
        return {"id": own_id(self.kind, identity.id), **value} if identity.writes_id else value

    def _confirm(self, row: int, said: Sequence[Said], again: Any) -> None:
        """See that the record says what its cells say: it can't say two things in one place."""
        for one in said:
            if not one.kept and not same(reach(again, one.field.path), one.new):
                message = f"the record can't hold `{one.field.column}` as it is in this cell beside other cells"
                hint = "it is written in one place with another column, such as that of another type: empty one of them"
                self._problem(UNHOLDABLE, (row, one.column), message, hint)

    def _compare_derived(self, identity: Identity, before: Any, after: Any) -> None:
        """See that nobody has changed what the engine makes: it has to be what it was, or what it will be."""
        for column, derived in enumerate(self.bound):
            text = self.table.sheet.rows[identity.row][column]
            if isinstance(derived, Derived) and text is not None:
                made = [self._made(derived, identity.id, value) for value in (before, after)]
                if text not in made and text.strip() not in made:
                    source = f"`{derived.of.column}`" if derived.of else "other fields"
                    message = f"`{derived.column}` follows from {source} and would be {_told(made[1])}"
                    self._problem(CONTRADICTS, (identity.row, column), message, f"change {source}, or empty the cell")

    def _made(self, derived: Derived, name: str, record: Any) -> str | None:
        if derived.of is None:
            return labeller(self.kind)({"id": name, **record})
        date = reach(record, derived.of.path)
        try:
            return str(date_cells(date)[derived.part] or "") if isinstance(date, str) else None
        except EdtfError:
            return None

    def _problem(self, code: str, at: tuple[int, int], message: str, hint: str) -> None:
        self.problems.append(self.table.problem(code, at, message, hint))


def _told(text: str | None) -> str:
    return f"`{text}`" if text else "empty"


def _path(identity: Identity) -> str:
    return identity.record.path if identity.record else "the record"


def _edits(old: Any, new: Any, steps: Steps = ()) -> Iterator[Edit]:
    """The edits that make one value of another; lists change as a whole."""
    if not (isinstance(old, dict) and isinstance(new, dict)):
        if not same(old, new):
            yield Set(steps, new)
        return
    yield from (Drop((*steps, name)) for name in old if name not in new)
    for name, value in new.items():
        if name in old:
            yield from _edits(old[name], value, (*steps, name))
        else:
            yield Set((*steps, name), value)


def _put(record: dict[str, Any], path: Sequence[str], value: Any) -> None:
    for name in path[:-1]:
        inner = record.get(name)
        if not isinstance(inner, dict):
            inner = record[name] = {}
        record = inner
    record[path[-1]] = value


def _take(record: dict[str, Any], path: Sequence[str]) -> None:
    """Take a value away, and the maps that hold nothing more then."""
    inner = record.get(path[0])
    if len(path) > 1 and isinstance(inner, dict):
        _take(inner, path[1:])
    if len(path) == 1 or inner == {}:
        del record[path[0]]
