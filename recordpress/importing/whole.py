"""A spreadsheet becomes records: all of its rows or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from recordpress.importing.columns import Bound, bind, fields_of
from recordpress.importing.existing import Existing
from recordpress.importing.flaws import flaws
from recordpress.importing.identity import Identifier
from recordpress.importing.judging import Judge
from recordpress.importing.names import Names
from recordpress.importing.rows import Comparer, Outcome
from recordpress.importing.sources import evidence_of
from recordpress.importing.table import Table, read_table
from recordpress.importing.telling import lines_of
from recordpress.importing.trial import Trial
from recordpress.importing.values import Values
from recordpress.moving.plans import Change
from recordpress.moving.records import Dataset
from recordpress.problems import Problem, has_errors, in_order
from recordpress.progress import Progress
from recordpress.schema.nodes import Kind
from recordpress.suggestions import among
from recordpress.unusable import UnusableError
from recordpress.validating import Validators


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be imported, and how.

    Args:
        kind: The kind of the records, by its name, folder or table.
        file: The table.
        sheet: The sheet of a workbook; "" for the only one.
        columns: By header, the column or field that it stands for; "" to pass it over.
        split: What stands between the items of a list; "" where lists are JSON alone.
        source: The source that the table is from, which supports what it says; "" for none.
        clear: Whether an empty cell takes a value away.
        dry: Whether nothing is to be written.
    """

    kind: str
    file: Path
    sheet: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    split: str = ""
    source: str = ""
    clear: bool = False
    dry: bool = False


@dataclass(frozen=True, slots=True)
class Planned:
    """What an import comes to.

    Args:
        problems: What is wrong; with errors among them, there is nothing else.
        changes: What becomes of files.
        lines: What is to be said.
    """

    problems: tuple[Problem, ...] = ()
    changes: tuple[Change, ...] = ()
    lines: tuple[str, ...] = ()


def plan(dataset: Dataset, wish: Wish, progress: Progress) -> Planned:
    """What an import would do; nothing is written.

    Args:
        dataset: The dataset.
        wish: What is to be imported.
        progress: Told how far it is.

    Raises:
        UnusableError: What is asked for makes no sense, or the table can't be read.
    """
    kind = _kind(dataset, wish.kind)
    table = read_table(wish.file, wish.sheet)
    bound, problems = bind(table, kind, fields_of(kind, dataset.schemas.plans[kind.name]), wish.columns)
    problems += flaws(table)
    if has_errors(problems) and not _has_ids(bound):  # without them, nearly every row would be a problem
        return Planned(tuple(in_order(problems)))
    outcomes, found = _outcomes(dataset, kind, table, bound, wish)
    judge = Judge(table, kind, bound)
    problems += [*found, *judge.findings(outcomes, Validators(dataset.schemas))]
    trial = Trial(dataset, judge, progress)
    changes, more = trial.run(outcomes)
    problems += more
    if has_errors(problems):
        return Planned(tuple(in_order([*problems, *trial.checks(outcomes, problems)])))
    total = sum(ref.startswith(f"{kind.name}/") for ref in dataset.places)
    missing = total - sum(outcome.identity.record is not None for outcome in outcomes)
    notes = [f"note: {note}" for note in table.notes]
    return Planned(tuple(in_order(problems)), changes, (*notes, *lines_of(outcomes, missing, dry=wish.dry)))


def _has_ids(bound: Sequence[Bound]) -> bool:
    return any(field is not None and field.column == "id" for field in bound)


def _outcomes(
    dataset: Dataset, kind: Kind, table: Table, bound: Sequence[Bound], wish: Wish
) -> tuple[list[Outcome], list[Problem]]:
    """What rows do, and what is wrong with their cells."""
    names = Names(Existing(dataset))
    evidence = evidence_of(kind, names, wish.source)
    identifier = Identifier(table, kind, bound, names)
    identities = list(identifier.identities())
    names.added = frozenset(f"{kind.name}/{identity.id}" for identity in identities if identity.record is None)
    comparer = Comparer(table, kind, bound, Values(names, wish.split), evidence, wish.clear)
    found = [comparer.outcome(identity) for identity in identities]
    return [outcome for outcome in found if outcome], [*identifier.problems, *comparer.problems]


def _kind(dataset: Dataset, name: str) -> Kind:
    kinds = dataset.schemas.kinds.values()
    names = {alias: kind for kind in kinds for alias in (kind.table, kind.folder, kind.name) if alias}
    if name and name in names:
        return names[name]
    hint = among(name, names, dataset.schemas.kinds)
    raise UnusableError(f"{name}: there is no such kind of record ({hint})")
