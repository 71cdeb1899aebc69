"""An import tried out: what would be wrong with the dataset, told at once as far as sound cells permit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from recordpress.catalogue import CATALOGUE
from recordpress.importing.files import Files, with_new
from recordpress.importing.judging import Judge
from recordpress.importing.rows import Outcome
from recordpress.moving.edits import Steps
from recordpress.moving.plans import Change
from recordpress.moving.records import Dataset
from recordpress.moving.trying import new_problems
from recordpress.problems import Problem, Severity, has_errors
from recordpress.progress import Progress

_MOST = 3  # times that rows are left out, after which further ones fail for them


@dataclass(frozen=True, slots=True)
class Trial:
    """Tries out what rows do.

    Args:
        dataset: The dataset.
        judge: Tells problems at cells.
        progress: Told how far it is.
    """

    dataset: Dataset
    judge: Judge
    progress: Progress

    def run(self, outcomes: Sequence[Outcome]) -> tuple[tuple[Change, ...], list[Problem]]:
        """What becomes of files, and what would be wrong with the dataset then and isn't now.

        Args:
            outcomes: What rows do.
        """
        changes, places, problems = self._files(outcomes)
        if problems or not changes:
            return changes, problems
        paths = [change.path for change in changes]
        tried = replace(self.dataset, files=with_new(self.dataset.files.values(), self.judge.kind, paths))
        return changes, list(self.judge.relocated(new_problems(tried, changes, self.progress), places))

    def checks(self, outcomes: Sequence[Outcome], found: Sequence[Problem]) -> list[Problem]:
        """What the dataset's own checks have against the rows that are sound: with errors elsewhere, they don't run.

        Args:
            outcomes: What rows do.
            found: What is known to be wrong.
        """
        problems = list(found)
        for _ in range(_MOST):
            outcomes = self._sound(outcomes, problems)
            problems = self.run(outcomes)[1] if any(outcome.changes for outcome in outcomes) else []
            own = [problem for problem in problems if problem.code not in CATALOGUE]
            if own or not has_errors(problems):
                return own
        return []

    def _sound(self, outcomes: Iterable[Outcome], problems: Iterable[Problem]) -> list[Outcome]:
        """The rows without errors."""
        table = self.judge.table
        wrong = {
            problem.line for problem in problems if problem.severity is Severity.ERROR and problem.path == table.path
        }
        columns = range(len(table.headers))
        return [
            outcome
            for outcome in outcomes
            if not outcome.unread and wrong.isdisjoint(table.place(outcome.row, column)[0] for column in columns)
        ]

    def _files(
        self, outcomes: Sequence[Outcome]
    ) -> tuple[tuple[Change, ...], dict[tuple[str, Steps], Outcome], list[Problem]]:
        """What becomes of files, the place of each record in them, and why some can't be edited."""
        files = Files(self.dataset, self.judge.kind)
        places = {(outcome.identity.path, files.edit(outcome)): outcome for outcome in outcomes if outcome.changes}
        changes = files.changes()
        return changes, places, files.problems
