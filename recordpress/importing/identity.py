"""Which record each row of a spreadsheet is of: one that there is, or a new one with an id and a place."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from recordpress.creating.ids import Habit, habit, label_fields, slug, suggested
from recordpress.creating.places import file_by, own_file
from recordpress.importing.columns import Bound, Field
from recordpress.importing.names import Names
from recordpress.importing.table import Table
from recordpress.moving.edits import Steps
from recordpress.moving.records import Record, UnreadableError
from recordpress.pointers import steps_of
from recordpress.problems import Problem
from recordpress.reading.origins import KEY, OWN, PLACES, Form, is_id
from recordpress.reading.strays import unsafe_names
from recordpress.schema.nodes import Kind, Scalar
from recordpress.suggestions import nearest
from recordpress.tabulating.flatten import labeller

_NEAR = 0.85  # how alike ids are that may be of one thing
_MOST_COMPARED = 20  # new ids
TWICE, NO_ID, NO_PLACE = "W654", "W655", "W656"


@dataclass(frozen=True, slots=True)
class Identity:
    """The record that a row is of.

    Args:
        row: The row, counted from 0.
        id: The record's id.
        column: The column that says so, or that stands for it in messages.
        record: The record; None for a new one.
        path: Its file, relative to the dataset.
        at: Where it is in the file; for a new one in a list, the list.
        writes_id: Whether a new record says its id itself.
        near: Ids of records that a new one's id is much like, so that it may be one of them misspelt.
    """

    row: int
    id: str
    column: int
    record: Record | None
    path: str
    at: Steps
    writes_id: bool = False
    near: tuple[str, ...] = ()


@dataclass(slots=True)
class Identifier:
    """Tells which records rows are of.

    Args:
        table: The table.
        kind: The kind of the records.
        bound: What its columns hold.
        names: The records that there are, and their names.
        problems: What was found.
    """

    table: Table
    kind: Kind
    bound: Sequence[Bound]
    names: Names
    problems: list[Problem] = field(default_factory=list)
    _habit: Habit | None = None
    _compared: int = 0
    _ids: dict[str, str] = field(default_factory=dict)

    def identities(self) -> Iterator[Identity]:
        """The record of each row that has cells; rows whose record can't be told are left out."""
        first: dict[str, int] = {}
        for row, cells in enumerate(self.table.sheet.rows):
            if all(cell is None for cell in cells):
                continue
            name, column = self._name(row)
            if not name:
                continue
            if first.setdefault(name, row) != row:
                place = self.table.place(first[name], column)
                message = f"the record `{name}` is in the table twice; the other row is {place[0]}"
                self._problem(TWICE, (row, column), message)
                continue
            yield from self._identity(row, column, name)

    def _name(self, row: int) -> tuple[str, int]:
        """The id that a row says or that is made of it, and the column to name in messages; "" for none."""
        for column, text in self._said(row):
            return text, column
        if self._habit is None:
            self._habit = habit(self.kind, self.names.existing.records(self.kind.name))
        given = {field.steps[0]: text for field, text in self._cells(row) if len(field.steps) == 1}
        name = suggested(self.kind, self._habit, given)
        column = self._column(["id", *label_fields(self.kind)])
        reason, hint = self._doubt(name, given)
        if reason:
            self._problem(NO_ID, (row, column), reason, hint)
        return "" if reason else name, column

    def _doubt(self, name: str, given: Mapping[str, str]) -> tuple[str, str]:
        """Why a row without an id can't have the one that is made of it, and what to do; "" where it can."""
        if not name:
            fields = ", ".join(label_fields(self.kind)) or "id"
            return "the row has no id, and too little to make one of", f"fill in {fields}"
        if not self._is_of(name, given):
            return (
                f"the id `{name}` that would be made of the row is that of another record",
                "write an id into the row",
            )
        label = labeller(self.kind)({"id": "", **given}).casefold()
        others = self.names.by_label(self.kind.name).get(label, ())
        if others and name not in others:
            known = " or ".join(f"`{other}`" for other in others[:5])
            return f"the row has no id, and its name is that of {known}", "write that id into the row, or another one"
        return "", ""

    def _said(self, row: int) -> Iterator[tuple[int, str]]:
        """The ids that cells say: in the column of ids, and in those of fields that give one."""
        sources = [steps_of(source) for source in self.kind.origin.ids if source not in PLACES]
        wanted = [("id",), *sources]
        for steps in wanted:
            for column, bound in enumerate(self.bound):
                text = self.table.sheet.rows[row][column]
                if (
                    isinstance(bound, Field)
                    and steps in {bound.steps, bound.path}
                    and text is not None
                    and text.strip()
                ):
                    yield column, text.strip()

    def _is_of(self, name: str, given: Mapping[str, str]) -> bool:
        """Whether a record, if there is one of that id, has the names of the row."""
        try:
            record = self.names.existing.record(f"{self.kind.name}/{name}")
        except UnreadableError:
            return False
        fields = [field for field in label_fields(self.kind) if field in given]
        return record is None or all(slug(str(record.value.get(field, ""))) == slug(given[field]) for field in fields)

    def _cells(self, row: int) -> Iterator[tuple[Field, str]]:
        for column, bound in enumerate(self.bound):
            text = self.table.sheet.rows[row][column]
            if isinstance(bound, Field) and isinstance(bound.node, Scalar) and text is not None:
                yield bound, text

    def _column(self, wanted: Sequence[str]) -> int:
        """The column that holds the first of some fields which one holds."""
        names = [bound.column if bound else "" for bound in self.bound]
        return next((names.index(name) for name in wanted if name in names), 0)

    def _identity(self, row: int, column: int, name: str) -> Iterator[Identity]:
        ref = f"{self.kind.name}/{name}"
        try:
            record = self.names.existing.record(ref)
        except UnreadableError as error:
            self.problems += error.problems
            return
        if record is not None:
            yield Identity(row, name, column, record, record.path, record.at)
            return
        near = tuple(self._near(name))
        flaw = self._flaw(name)
        if flaw:
            self._problem(NO_PLACE, (row, column), flaw, "write another id")
            return
        place = self._new_place(name)
        if isinstance(place, str):
            self._problem(NO_PLACE, (row, column), place, "write the record's file by hand, then import again")
            return
        yield Identity(row, name, column, None, *place, writes_id=OWN in self.kind.origin.ids, near=near)

    def _new_place(self, name: str) -> tuple[str, Steps] | str:
        """File of a new record and its place there; the reason, where there is none."""
        origin = self.kind.origin
        if origin.many:
            path = file_by(origin.files[0], name, origin.ids)
            at = (*origin.at, name) if origin.form is Form.MAP and KEY in origin.ids else origin.at
            known = path in self.names.existing.dataset.files and (at != origin.at or origin.form is Form.LIST)
            return (path, at) if known else f"nobody can tell in which file, and where, a new record `{name}` stands"
        path = own_file(origin, name)
        return (path, origin.at) if path else f"the id `{name}` doesn't tell in which file a new record stands"

    def _flaw(self, name: str) -> str:
        """Why no new record can have an id; "" where one can."""
        reason = _unfit(name) or self._collision(name)
        path = "" if reason or self.kind.origin.many else own_file(self.kind.origin, name)
        wrong = unsafe_names(path.split("/")[-2:], "")
        return reason or next((problem.message for problem in wrong), "")

    def _near(self, name: str) -> list[str]:
        """Ids that are much like a new one; of many new ones, only the first are compared with all others."""
        self._compared += 1
        return nearest(name, self._folded().values(), cutoff=_NEAR) if self._compared <= _MOST_COMPARED else []

    def _folded(self) -> dict[str, str]:
        """The ids that there are, and those that the table adds, without regard to upper and lower case."""
        if not self._ids:
            places = (ref.partition("/") for ref in self.names.existing.dataset.places)
            self._ids = {name.casefold(): name for kind, _, name in places if kind == self.kind.name}
        return self._ids

    def _collision(self, name: str) -> str:
        other = self._folded().setdefault(name.casefold(), name)
        return "" if other == name else f"the id `{name}` differs from `{other}` by upper and lower case alone"

    def _problem(self, code: str, at: tuple[int, int], message: str, hint: str = "") -> None:
        self.problems.append(self.table.problem(code, at, message, hint))


def _unfit(name: str) -> str:
    fits = is_id(name) and not name.startswith(".") and unicodedata.is_normalized("NFC", name) and "\\" not in name
    return "" if fits else f"{name!r} can't be the id of a record"
