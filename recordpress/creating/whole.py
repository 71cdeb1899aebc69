"""A new record: its id, its place and its text, or what is wrong with what was asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from recordpress.creating.ids import OTHER, Habit, habit, label_fields, suggested
from recordpress.creating.known import Known
from recordpress.creating.template import template
from recordpress.creating.wishes import Mistake, judged, read_settings
from recordpress.editing.saving import Change, save
from recordpress.problems import Problem
from recordpress.reading.origins import FILE, OWN, is_id
from recordpress.schema.dataset import Schemas
from recordpress.schema.nodes import Kind, Scalar
from recordpress.schema.shapes import own_id
from recordpress.suggestions import a, did_you_mean, nearest, one_of
from recordpress.validating import Validators

_NEAR = 0.85  # how alike ids are that may be of one thing


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for.

    Args:
        kind: The kind of the record, by its name, folder or table.
        id: Its id; "" to have one suggested.
        settings: Values, each as `field=value`.
    """

    kind: str
    id: str
    settings: Sequence[str]


@dataclass(frozen=True, slots=True)
class New:
    """A new record.

    Args:
        path: Its file, relative to the dataset; "" where it has no file of its own, or no id yet.
        text: The file's text.
        near: Ids of the kind that are much like its own.
        mistakes: What is wrong with what was asked for; then the rest is empty.
        reason: Why it has no path.
    """

    path: str = ""
    text: str = ""
    near: tuple[str, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    reason: str = ""


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
    holds = OWN in kind.origin.ids
    settings = [*wanted.settings, *([f"id={wanted.id}"] if wanted.id and holds and not _sets_id(wanted) else [])]
    record, places, mistakes = read_settings(kind, settings)
    known = Known(root, schemas)
    if wanted.id and holds and str(record.get("id", wanted.id)) != wanted.id:
        mistakes.append(Mistake(f"--id {wanted.id}", f"`--set` gives the id `{record['id']}`", "give one of them"))
    mistakes += [*judged(kind, record, places, Validators(schemas)), *known.strangers(kind, record, places)]
    if wanted.id and not is_id(wanted.id):
        mistakes.append(Mistake(f"--id {wanted.id}", "this can't be an id", "it names the record's file"))
    if mistakes:
        return New(mistakes=tuple(_named(mistake, wanted) for mistake in mistakes))
    habits = habit(kind, known.records(kind.name))
    name = str(record.get("id") or (not holds and wanted.id) or suggested(kind, habits, record))
    if name and holds:
        record["id"] = own_id(kind, name)
    text = template(kind, record, known.ids, _about_id(habits))
    if not name:
        return New(text=text, reason=_no_id(kind, habits))
    taken = [other for other in known.ids(kind.name) if other == name]
    if taken:
        return New(mistakes=(Mistake(f"--id {name}", f"there is {a(kind.title.lower())} `{name}` already"),))
    path = _path(kind, name)
    near = tuple(nearest(name, known.ids(kind.name), cutoff=_NEAR))
    reason = (
        ""
        if path
        else "records of this kind have no files of their own that the id names; put the text where it belongs"
    )
    return New(path, text, near, reason=reason)


def write(root: Path, new: New) -> tuple[Problem, ...]:
    """Write a new record's file; nothing is overwritten.

    Args:
        root: The dataset.
        new: The record, which has a path.
    """
    return save(root, [Change(new.path, None, new.text.encode())])


def _kind(schemas: Schemas, name: str) -> Kind | Mistake:
    names = {alias: kind for kind in schemas.kinds.values() for alias in (kind.table, kind.folder, kind.name)}
    if name in names:
        return names[name]
    return Mistake(name, "there is no such kind of record", did_you_mean(name, names) or one_of(schemas.kinds))


def _sets_id(wanted: Wanted) -> bool:
    return any(setting.startswith("id=") for setting in wanted.settings)


def _named(mistake: Mistake, wanted: Wanted) -> Mistake:
    """The mistake under the name of the argument that was given."""
    argument = f"--id {wanted.id}" if mistake.argument == f"--set id={wanted.id}" else mistake.argument
    return Mistake(argument, mistake.message, mistake.hint)


def _about_id(habits: Habit) -> str:
    return f"Most are made of {habits.in_words}, such as {habits.example}." if habits.parts else ""


def _no_id(kind: Kind, habits: Habit) -> str:
    fields = [part for part in habits.parts if part != OTHER] or label_fields(kind)
    like = f"; most ids are made of {habits.in_words}, such as {habits.example}" if habits.parts else ""
    settable = {part.spelled for part in kind.root.properties if isinstance(part, Scalar)}
    sets = " ".join(f"--set {field}=…" for field in fields if field in settable)
    return f"the record needs an id: give --id{f', or {sets} to have one made' if sets else ''}{like}"


def _path(kind: Kind, name: str) -> str:
    """The file of a record of its own; "" where the id doesn't tell."""
    pattern = kind.origin.files[0]
    tells = kind.origin.ids[0] == FILE or (kind.origin.ids == (OWN,) and len(kind.origin.files) == 1)
    if not tells or kind.origin.in_parts or pattern.count("*") != 1 or not pattern.endswith("*.yaml"):
        return ""
    return f"records/{pattern.replace('*', name)}"
