"""Which field of a kind's records each column of a spreadsheet holds."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from recordpress.importing.table import HEADER, Table
from recordpress.pointers import field_path, steps_of
from recordpress.problems import Problem
from recordpress.schema.nodes import Kind, Map, Node, Object, ObjectList, ReferenceList, Scalar, ScalarList, child
from recordpress.schema.plans import Codec, Plan
from recordpress.suggestions import did_you_mean, one_of
from recordpress.unusable import UnusableError

UNKNOWN, REPEATED = "W650", "W651"


@dataclass(frozen=True, slots=True)
class Field:
    """A field that a column can hold.

    Args:
        column: Name of the column, as the engine writes it.
        path: Names of properties, down from the record written out.
        steps: The same as in the file; what the engine adds, and values that are no maps, have no step of their own.
        node: What the schema says of it.
        codec: How its value becomes cells.
    """

    column: str
    path: tuple[str, ...]
    steps: tuple[str, ...]
    node: Scalar | ScalarList
    codec: Codec


@dataclass(frozen=True, slots=True)
class Derived:
    """What the engine reads out of other fields, so that nobody writes it.

    Args:
        column: Name of the column.
        of: The date that it is a part of; None for the record's label.
        part: Which part, counted from 0.
    """

    column: str
    of: Field | None
    part: int = 0


Bound = Field | Derived | None


def fields_of(kind: Kind, plan: Plan) -> dict[str, Field | Derived]:
    """The columns of a kind's own table, by name."""
    return {field.column: field for field in _fields(kind, plan)}


def _fields(kind: Kind, plan: Plan) -> Iterator[Field | Derived]:
    place = 0
    for cell in plan.cells:
        names = [column.name for column in plan.table.columns[place : place + cell.width]]
        place += cell.width
        if cell.codec is Codec.LABEL:
            yield Derived(names[0], None)
            continue
        nodes = list(_down(kind.root, cell.path))
        node = nodes[-1]
        if isinstance(node, Scalar | ScalarList):
            steps = tuple(one.spelled for one in nodes if not one.bare)
            field = Field(names[0], cell.path, steps, node, cell.codec)
            yield field
            yield from (Derived(name, field, part) for part, name in enumerate(names[1:], 1))


def _down(root: Object, path: Iterable[str]) -> Iterator[Node]:
    node: Node | None = root
    for name in path:
        node = child(node, name) if node is not None else None
        if node is not None:
            yield node


def bind(
    table: Table, kind: Kind, fields: Mapping[str, Field | Derived], wishes: Mapping[str, str]
) -> tuple[list[Bound], list[Problem]]:
    """What each column of a table holds, None for those that are passed over; and what is wrong with headers.

    Args:
        table: The table.
        kind: The kind of the records.
        fields: The columns of its table, by name.
        wishes: By header, the column or field path that it stands for; "" to pass it over.

    Raises:
        UnusableError: A wish names no column of the table.
    """
    headers = table.headers
    for wish in wishes:
        if wish not in headers:
            hint = did_you_mean(wish, headers) or one_of(headers)
            raise UnusableError(f"--map {wish}={wishes[wish]}: the table has no column `{wish}` ({hint})")
    by_path = {field_path(one.steps): one for one in fields.values() if isinstance(one, Field) and one.steps}
    known: dict[str, Field | Derived] = {**by_path, **fields}
    bound: list[Bound] = []
    problems = []
    for index, header in enumerate(headers):
        name = wishes.get(header, header)
        bound.append(known.get(name))
        if name and name not in known:
            problems.append(table.problem(UNKNOWN, (HEADER, index), *_unknown(kind, header, name, list(known))))
        elif not header and any(cell is not None for cell in table.sheet.column(index)):
            problems.append(table.problem(UNKNOWN, (HEADER, index), "the column has cells, and no header"))
    return bound, [*problems, *_repeated(table, bound)]


def _repeated(table: Table, bound: Sequence[Bound]) -> Iterator[Problem]:
    """Columns that hold a field which another one holds already."""
    first: dict[str, int] = {}
    for index, field in enumerate(bound):
        if field is not None and first.setdefault(field.column, index) != index:
            message = f"the column `{field.column}` is there twice; the other is `{table.headers[first[field.column]]}`"
            yield table.problem(REPEATED, (HEADER, index), message, "leave one out")


def _unknown(kind: Kind, header: str, name: str, known: Sequence[str]) -> tuple[str, str]:
    """Message and hint for a column that holds no field."""
    ignore = f'--map "{header}=" passes it over'
    node = next(_down(kind.root, _names(kind, name)), None)
    if isinstance(node, ObjectList | ReferenceList | Map):
        return f"`{name}` is a list or map with a table of its own, and no column can hold it", ignore
    hint = did_you_mean(name, known) or one_of(known)
    what = "" if name == header else f" for `{header}`"
    return f"there is no column or field `{name}`{what}", f'{hint}; --map "{header}=FIELD" names another, {ignore}'


def _names(kind: Kind, path: str) -> Iterator[str]:
    """The name of the property that a field path begins with."""
    first = steps_of(path)[:1]
    yield from (part.name for part in kind.root.properties if part.spelled in first or path == part.column)


def wishes_of(arguments: Iterable[str]) -> dict[str, str]:
    """What `COLUMN=FIELD` says, by column.

    Raises:
        UnusableError: It isn't that.
    """
    found = {}
    for argument in arguments:
        column, equals, name = argument.rpartition("=")
        if not equals:
            raise UnusableError(f"--map {argument}: this is not COLUMN=FIELD")
        found[column] = name
    return found
