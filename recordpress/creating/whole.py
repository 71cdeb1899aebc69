"""A new record: its id, its place and its text, or what is wrong with what was asked for."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from recordpress.creating.ids import OTHER, Habit, habit, label_fields, suggested
from recordpress.creating.joining import Entry
from recordpress.creating.known import Known
from recordpress.creating.places import chosen_file, unfit_file, unfit_names
from recordpress.creating.template import template
from recordpress.creating.wishes import Mistake, Setting, judged, read_settings
from recordpress.editing.canonical import first_difference
from recordpress.editing.saving import Change, save
from recordpress.moving.text_edits import NotEditableError
from recordpress.pointers import steps_of
from recordpress.problems import Problem
from recordpress.reading.document import SIZE_LIMIT
from recordpress.reading.origins import FILE, FOLDER, OWN, PLACES, field_at, is_id
from recordpress.reading.parts import read_parts
from recordpress.reading.records import read_bytes
from recordpress.reading.source_files import SourceFile
from recordpress.schema.dataset import Schemas
from recordpress.schema.keys import scalar_at
from recordpress.schema.nodes import Kind, Scalar
from recordpress.schema.shapes import own_id
from recordpress.shaping import to_number
from recordpress.suggestions import a, among, nearest
from recordpress.validating import Validators

_NEAR = 0.85  # how alike ids are that may be of one thing
_ID = "an id has 1 to 200 characters that can be shown, without slashes or spaces at its ends"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for.

    Args:
        kind: The kind of the record, by its name, folder or table.
        id: Its id; "" to have one suggested.
        settings: Values, each as `field=value`.
        file: Its file; "" for the one that its id tells, or that all records of the kind stand in.
    """

    kind: str
    id: str
    settings: Sequence[str]
    file: str = ""


@dataclass(frozen=True, slots=True)
class New:
    """A new record.

    Args:
        path: Its file, relative to the dataset; "" where that can't be told.
        text: Its text: that of its file, or of its part in a file that holds several.
        near: Ids of the kind that are much like its own.
        mistakes: What is wrong with what was asked for; then the rest is empty.
        reason: Why it can't be written.
        before: The bytes of its file; None where there is none yet.
        after: The bytes that the file is to have.
        line: The line in which it begins, where the file holds several; otherwise 0.
    """

    path: str = ""
    text: str = ""
    near: tuple[str, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    reason: str = ""
    before: bytes | None = None
    after: bytes = b""
    line: int = 0


def new_record(root: Path, schemas: Schemas, wanted: Wanted) -> New:
    """A new record, which is not written yet.

    Args:
        root: The dataset.
        schemas: Its schemas.
        wanted: What is asked for.
    """
    kind = _kind(schemas, wanted.kind)
    if isinstance(kind, Mistake):
        return New(mistakes=(kind,))
    known = Known(root, schemas)
    record, settings, mistakes = read_settings(kind, wanted.settings)
    habits = habit(kind, known.records(kind.name))
    said = _said_id(kind, record)
    if wanted.id and said not in {"", wanted.id}:
        mistakes.append(Mistake(f"--id {wanted.id}", f"`--set` gives the id `{said}`", "give one of them"))
    name = said or wanted.id or _id_by_file(kind, wanted.file) or suggested(kind, habits, record)
    own = _put_id(kind, record, name) if name else []
    mistakes += judged(kind, record, [*settings, *own], Validators(schemas))
    mistakes += known.strangers(kind, record, settings)
    entry = Entry(kind, name, record, template(kind, record, known.ids, _about_id(habits)))
    if not name and not mistakes:
        return New(text=entry.text, reason=_no_id(kind, habits))
    mistakes += _taken(kind, name, known)
    if mistakes:
        given = {f"--set {setting.argument}" for setting in own}
        return New(mistakes=tuple(_named(mistake, name, given) for mistake in mistakes))
    near = tuple(nearest(name, known.ids(kind.name), cutoff=_NEAR))
    return replace(_placed(root, entry, known, wanted.file), near=near)


def write(root: Path, new: New) -> tuple[Problem, ...]:
    """Write a new record into its file; nothing is overwritten.

    Args:
        root: The dataset.
        new: The record, which has a path.
    """
    return save(root, [Change(new.path, new.before, new.after)])


def _kind(schemas: Schemas, name: str) -> Kind | Mistake:
    names = {alias: kind for kind in schemas.kinds.values() for alias in (kind.table, kind.folder, kind.name) if alias}
    if name in names:
        return names[name]
    return Mistake(name, "there is no such kind of record", among(name, names, schemas.kinds))


# Its id


def _fields(kind: Kind) -> list[str]:
    """The fields that give an id, as `/name/name`."""
    return [source for source in kind.origin.ids if source not in PLACES]


def _said_id(kind: Kind, record: dict[str, Any]) -> str:
    """The id that a record says itself."""
    values = (field_at(record, source) for source in _fields(kind))
    return next((str(value) for value in values if isinstance(value, str | int)), "")


def _id_by_file(kind: Kind, file: str) -> str:
    """The id that the name of a record's file gives; "" for none."""
    given = {FILE: Path(file).stem, FOLDER: Path(file).parent.name} if file else {}
    return next((given[source] for source in kind.origin.ids if source in given), "")


def _put_id(kind: Kind, record: dict[str, Any], name: str) -> list[Setting]:
    """Have a record say its id where it has to; what was put there."""
    found = []
    for source in _fields(kind):
        if field_at(record, source) is not None:
            continue
        steps = steps_of(source)
        value = own_id(kind, name) if source == OWN else _as_node(kind, steps, name)
        holder = record
        for step in steps[:-1]:
            holder = holder.setdefault(step, {})
        holder[steps[-1]] = value
        found.append(Setting(f"{'/'.join(steps)}={name}", steps, value))
    return found


def _as_node(kind: Kind, steps: tuple[str, ...], name: str) -> str | int:
    """An id as the field that gives it holds it: as an integer where it is one."""
    node = scalar_at(kind.root, steps)
    return to_number(name) if node is not None and node.type == "integer" else name


def _taken(kind: Kind, name: str, known: Known) -> Iterator[Mistake]:
    """Why a record can't have an id, whatever its file."""
    if not is_id(name):
        yield Mistake(f"--id {name}", "this can't be an id", _ID)
        return
    if name in known.ids(kind.name):
        yield Mistake(f"--id {name}", f"there is {a(kind.title.lower())} `{name}` already")
    elif other := known.alias_of(kind, name):
        yield Mistake(f"--id {name}", f"this is an alias of the {kind.title.lower()} `{other}`")


def _named(mistake: Mistake, name: str, given: Container[str]) -> Mistake:
    """The mistake under the name of the argument that was given, where that was the id."""
    return replace(mistake, argument=f"--id {name}") if mistake.argument in given else mistake


def _about_id(habits: Habit) -> str:
    return f"Most are made of {habits.in_words}, such as {habits.example}." if habits.parts else ""


def _no_id(kind: Kind, habits: Habit) -> str:
    fields = [part for part in habits.parts if part != OTHER] or label_fields(kind)
    like = f"; most ids are made of {habits.in_words}, such as {habits.example}" if habits.parts else ""
    settable = {part.spelled for part in kind.root.properties if isinstance(part, Scalar)}
    sets = " ".join(f"--set {field}=…" for field in fields if field in settable)
    return f"the record needs an id: give --id{f', or {sets} to have one made' if sets else ''}{like}"


# Its place


def _placed(root: Path, entry: Entry, known: Known, wanted: str) -> New:
    """A record in its file, or why it has none."""
    origin = entry.kind.origin
    files = {file.path: file for file in known.files(entry.kind.name)}
    text = f"{entry.lines}\n"
    if wanted:
        path, reason = _relative(root, wanted), ""
        unfit = unfit_file(origin, entry.id, path, list(files))
        if unfit:
            return New(mistakes=(Mistake(f"--file {wanted}", unfit),))
    else:
        path, reason = chosen_file(origin, entry.id, list(files))
    if reason:
        return New(text=text, reason=reason)
    wrong = [] if path in files else list(unfit_names(root, path))
    if wrong:
        argument = f"--file {wanted}" if wanted else f"--id {entry.id}"
        return New(mistakes=tuple(Mistake(argument, problem.message, "choose another") for problem in wrong))
    if path in files and origin.many:
        return _joined(entry, files[path], text)
    alone = entry.alone(path)
    return New(path, alone, after=alone.encode())


def _joined(entry: Entry, file: SourceFile, text: str) -> New:
    """A record among others in a file."""
    data = read_bytes(file, SIZE_LIMIT)
    parts = read_parts(file, entry.kind.origin, data)
    problem = next(iter(parts.problems), None)
    if problem or isinstance(data, Problem):
        return New(text=text, reason=f"{file.path} can't be read: {problem.message if problem else ''}")
    try:
        after = entry.among(data.decode(), file.path, parts.records).encode()
    except NotEditableError as error:
        reason = f"{file.path} can't be edited without a person: {error}; put there what --print prints"
        return New(text=text, reason=reason)
    return New(file.path, text, before=data, after=after, line=first_difference(data, after))


def _relative(root: Path, file: str) -> str:
    """A file that was named, relative to the dataset: as it is given, from there or from the current folder."""
    path = Path(file)
    if not path.is_absolute() and path.parts[:1] == ("records",):
        return path.as_posix()
    absolute = path.absolute()
    return absolute.relative_to(root).as_posix() if absolute.is_relative_to(root) else file
