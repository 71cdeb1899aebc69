"""What the command line says of a new record's values: `field=value`, read as YAML and judged by the schema."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from recordpress.pointers import pointer, steps_of
from recordpress.problems import Finding
from recordpress.reading.reference import read_yaml
from recordpress.schema.nodes import Kind, Map, Node, Object, ObjectList, ReferenceList, ScalarList
from recordpress.suggestions import did_you_mean, one_of
from recordpress.validating import Validators

Step = str | int
MISSING = "V201"


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with an argument.

    Args:
        argument: The argument as it was given.
        message: What is wrong.
        hint: What to do about it; "" for nothing.
    """

    argument: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        """The mistake on one line."""
        return f"{self.argument}: {self.message}{f' ({self.hint})' if self.hint else ''}"


@dataclass(frozen=True, slots=True)
class Setting:
    """A value for a place of a record.

    Args:
        argument: The argument as it was given.
        steps: Keys and list positions of the place.
        value: The value.
    """

    argument: str
    steps: tuple[Step, ...]
    value: Any


def read_settings(kind: Kind, arguments: Sequence[str]) -> tuple[dict[str, Any], list[Setting], list[Mistake]]:
    """The values of a new record.

    Args:
        kind: Its kind.
        arguments: Each `field=value`; the field is a path of property names, item keys and positions, with slashes.

    Returns:
        The record as far as it is known, the single values, and what is wrong with arguments.
    """
    record: dict[str, Any] = {}
    settings: list[Setting] = []
    mistakes: list[Mistake] = []
    for argument in arguments:
        try:
            settings += _set(kind.root, record, argument)
        except _WrongError as wrong:
            mistakes.append(Mistake(f"--set {argument}", *wrong.args))
    return record, settings, mistakes


def judged(
    kind: Kind, record: Mapping[str, Any], settings: Sequence[Setting], validators: Validators
) -> Iterator[Mistake]:
    """What the schema has against the values that were given; what is missing is no mistake yet.

    Args:
        kind: The record's kind.
        record: The record as far as it is known.
        settings: The single values.
        validators: The validators of the dataset's schemas.
    """
    for finding in validators.findings(kind, "", record):
        setting = next((one for one in settings if _concerns(finding, one)), None)
        if setting is not None and finding.code != MISSING:
            path, _, text = setting.argument.partition("=")
            quoted = f"""in quotes it is a text: --set "{path}='{text}'\""""
            hint = finding.hint or (quoted if finding.quotable and isinstance(setting.value, int | float) else "")
            yield Mistake(f"--set {setting.argument}", finding.message, hint)


def _concerns(finding: Finding, setting: Setting) -> bool:
    place = pointer(setting.steps)
    return finding.pointer == place or finding.pointer.startswith(f"{place}/")


class _WrongError(Exception):
    """An argument that can't be followed: message and hint."""


def _set(root: Object, record: dict[str, Any], argument: str) -> list[Setting]:
    """The value that an argument sets, and the keys of items that it names."""
    path, equals, text = argument.partition("=")
    if not equals:
        raise _WrongError("this is not `field=value`")
    document = read_yaml(text.encode(), "value")
    if document.problems and text:
        raise _WrongError(f"the value is not YAML: {document.problems[0].message}", document.problems[0].hint)
    steps = tuple(_place(root, record, steps_of(path)))
    found = []
    for number, (key, name) in enumerate(_keys(root, steps_of(path)), 1):
        if key and not name.isdigit():
            found.append(Setting(argument, (*steps[:number], key), name))
            _put(record, found[-1].steps, name)
    _put(record, steps, document.value)
    return [*found, Setting(argument, steps, document.value)]


def _place(root: Object, record: Any, path: tuple[str, ...]) -> Iterator[Step]:
    """The steps in the file that a field path leads to."""
    node: Node | None = root
    value: Any = record
    for step in path or ("",):
        found: Step = step
        if isinstance(node, ObjectList | ReferenceList | ScalarList):
            found = _position(node, value, step)
        elif isinstance(node, Object):
            names = [part.spelled for part in node.properties if not part.made]
            if step not in names and not node.rest:
                raise _WrongError(f"there is no field `{step}` here", did_you_mean(step, names) or one_of(names))
        elif not isinstance(node, Map):
            raise _WrongError(f"there is nothing within what `{step}` is to be in")
        node = _node_below(node, step)
        value = _value_below(value, found)
        yield found


def _keys(root: Object, path: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """For each step, the property that it is the value of, because it names an item by its key; "" for none."""
    node: Node | None = root
    for step in path:
        yield (node.key if isinstance(node, ObjectList) else ""), step
        node = _node_below(node, step)


def _node_below(node: Node | None, step: str) -> Node | None:
    if isinstance(node, Object):
        return next((part for part in node.properties if part.spelled == step), None)
    return node.value if isinstance(node, Map) else getattr(node, "item", None)


def _value_below(value: Any, step: Step) -> Any:
    if isinstance(value, list) and isinstance(step, int):
        return value[step] if step < len(value) else None
    return value.get(step) if isinstance(value, dict) else None


def _position(node: ObjectList | ReferenceList | ScalarList, value: Any, step: str) -> int:
    """The position of an item: as given, or by its key, which a new one is to have."""
    items = value if isinstance(value, list) else []
    if step.isdigit() and int(step) <= len(items):
        return int(step)
    if isinstance(node, ObjectList) and node.key and not step.isdigit():
        keys = [item.get(node.key) if isinstance(item, dict) else None for item in items]
        return keys.index(step) if step in keys else len(items)
    raise _WrongError(f"`{step}` is no position in the list, which has {len(items)} items", f"the next is {len(items)}")


def _put(record: Any, steps: tuple[Step, ...], value: Any) -> None:
    """Put a value into a record; what is missing on the way is made."""
    for step, following in pairwise(steps):
        below = _value_below(record, step)
        if not isinstance(below, (dict, list)):
            below = [] if isinstance(following, int) else {}
            _assign(record, step, below)
        record = below
    _assign(record, steps[-1], value)


def _assign(parent: Any, step: Step, value: Any) -> None:
    if isinstance(parent, list) and step == len(parent):
        parent.append(value)
    else:
        parent[step] = value
