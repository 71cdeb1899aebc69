"""Two states compared as a whole."""

from collections import Counter

from recordpress.comparing.changes import Difference
from recordpress.comparing.records import Comparison, record_changes
from recordpress.comparing.snapshot import Snapshot
from recordpress.comparing.structure import structure_changes
from recordpress.schema.engine_tables import FACT_STATES, FACTS


def compare(old: Snapshot, new: Snapshot) -> Difference:
    """What changed from one state to another.

    Args:
        old: The state before.
        new: The state after.

    Raises:
        UnusableError: A package's file can't be read.
    """
    records, follows = record_changes(Comparison(old, new))
    known = [kind for snapshot in (old, new) for kind in snapshot.kinds.values() if kind]
    before, after = _states(old), _states(new)
    return Difference(
        old,
        new,
        structure_changes(old, new),
        records,
        follows,
        {kind.name: kind.title for kind in known},
        {term.value: (before[term.value], after[term.value]) for term in FACT_STATES},
    )


def _states(snapshot: Snapshot) -> Counter[str]:
    """How many facts are in each state."""
    shape = snapshot.shapes.get(FACTS)
    if shape is None or "state" not in shape.columns:
        return Counter()
    place = list(shape.columns).index("state")
    return Counter(str(row[place]) for row in snapshot.table(FACTS))
