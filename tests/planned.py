"""Plans of changes to records, as tests look at them."""

from pathlib import Path
from typing import Any

from recordpress.moving.plans import Plan
from recordpress.moving.records import Dataset, open_dataset
from recordpress.reading.yaml_document import read_yaml


def opened(root: Path) -> Dataset:
    """A dataset whose records can be changed."""
    dataset, problems = open_dataset(root)
    assert dataset is not None, problems
    return dataset


def values(plan: Plan) -> dict[str, Any]:
    """What each file that changes would hold, by its new path; None for one that goes."""
    assert plan.problems == ()
    return {change.new_path or change.path: read_yaml(change.after, "x").value for change in plan.changes}
