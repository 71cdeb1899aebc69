"""What is wrong with the records that would be, told at the cells that say so."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from recordpress.importing.columns import Bound, Field
from recordpress.importing.rows import Outcome
from recordpress.importing.table import Table
from recordpress.moving.edits import Steps
from recordpress.pointers import pointer
from recordpress.problems import Finding, Problem
from recordpress.schema.nodes import Kind
from recordpress.validating import Validators

MISSING = "V201"


@dataclass(frozen=True, slots=True)
class Judge:
    """Finds the cells that problems come from.

    Args:
        table: The table.
        kind: The kind of the records.
        bound: What its columns hold.
    """

    table: Table
    kind: Kind
    bound: Sequence[Bound]

    def findings(self, outcomes: Iterable[Outcome], validators: Validators) -> Iterator[Problem]:
        """What the schema has against records, and hadn't before."""
        for outcome in outcomes:
            if not outcome.changes:
                continue
            record = outcome.identity.record
            path = outcome.identity.path
            known = set(validators.findings(self.kind, path, record.value)) if record else set()
            for finding in validators.findings(self.kind, path, outcome.value):
                if finding not in known and self._holds(outcome, finding):
                    yield self._told(outcome, finding)

    def relocated(self, problems: Iterable[Problem], places: Mapping[tuple[str, Steps], Outcome]) -> Iterator[Problem]:
        """Problems of the dataset as it would be, those of records of the table at their cells.

        Args:
            problems: What was found.
            places: The records that change, by file and place in it.
        """
        by_place = {(path, pointer(at)): outcome for (path, at), outcome in places.items()}
        for problem in problems:
            base = problem.pointer
            while base and (problem.path, base) not in by_place:
                base = base.rpartition("/")[0]
            outcome = by_place.get((problem.path, base))
            if outcome is None:
                yield problem
                continue
            inner = problem.pointer.removeprefix(base)
            found = Finding(problem.code, problem.path, inner, problem.message, problem.hint, problem.severity)
            if self._holds(outcome, found):
                yield self._told(outcome, found)

    def _holds(self, outcome: Outcome, finding: Finding) -> bool:
        """Whether a finding holds whatever the cells say that can't be read."""
        unread = [field for column, field in enumerate(self.bound) if column in outcome.unread]
        if unread and finding.code.startswith("E") and self._column(finding) is None:
            return False  # evidence may be about any field
        return not any(isinstance(field, Field) and _may_come_of(field, finding) for field in unread)

    def _told(self, outcome: Outcome, finding: Finding) -> Problem:
        column = self._column(finding)
        at = (outcome.row, outcome.identity.column if column is None else column)
        problem = self.table.problem(finding.code, at, finding.message, finding.hint)
        return replace(problem, severity=finding.severity)

    def _column(self, finding: Finding) -> int | None:
        """The column of the value that a finding is about; None where the table has none."""
        best, found = -1, None
        for column, field in enumerate(self.bound):
            if not isinstance(field, Field) or not field.steps:
                continue
            place = pointer(field.steps)
            fits = f"{finding.pointer}/".startswith(f"{place}/") or _is_missing(finding, field)
            if fits and len(place) > best:
                best, found = len(place), column
        return found


def _may_come_of(field: Field, finding: Finding) -> bool:
    """Whether a finding may come of what a cell of a field should have said."""
    within = pointer(field.steps).startswith(f"{finding.pointer}/")
    if within and finding.code == MISSING:
        step = field.steps[finding.pointer.count("/")]
        return f"`{step}` is" in finding.message
    return within or finding.pointer == pointer(field.steps)


def _is_missing(finding: Finding, field: Field) -> bool:
    """Whether a finding is that a field is missing."""
    above = pointer(field.steps[:-1])
    return finding.code == MISSING and finding.pointer == above and f"`{field.steps[-1]}` is" in finding.message
