"""What can be read of a record that has errors: all but the values that are wrong."""

import copy
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from recordpress.evidence.claims import Fact, entries, facts
from recordpress.evidence.fields import Fields, field_reader
from recordpress.fitting import unfit_findings
from recordpress.pointers import steps_of
from recordpress.schema.nodes import Kind
from recordpress.shaping import written_out
from recordpress.validating import Validators

ROUNDS = 20  # of leaving out: what is left out may be missed where it was


def readable(validators: Validators, kind: Kind, name: str, record: Mapping[str, Any]) -> Mapping[str, Any]:
    """A record with its id, written out, without what is wrong in it; what is missing at its root is missed still.

    Args:
        validators: Those of the dataset.
        kind: The record's kind.
        name: Its id.
        record: The record as curated.
    """
    whole = {part.name for part in kind.root.properties if part.required}
    value: Any = copy.deepcopy(dict(record))
    for _ in range(ROUNDS):
        places = {finding.pointer for finding in validators.findings(kind, "", value)} - {""}
        if not places:
            break
        _leave_out(value, places)
    else:
        value = {key: inner for key, inner in value.items() if key in whole and isinstance(inner, str)}
    full = dict(written_out(kind.shape)(value))
    if kind.loose:
        _leave_out(full, {finding.pointer for finding in unfit_findings(kind, "", full)} - {""})
    return {**full, "id": name}


def facts_in(kind: Kind, record: Mapping[str, Any]) -> tuple[Fact, ...]:
    """The facts of what was read."""
    fields = field_reader(kind)(record) if kind.role("evidence") else Fields()
    return tuple(facts(kind, record, entries(kind, record), fields))


def _leave_out(value: Any, places: Iterable[str]) -> None:
    """Take out what stands at JSON Pointers: the last first, so that items keep their places until then."""
    steps = [_typed(value, steps_of(place)) for place in places]
    for path in sorted(steps, key=lambda path: [(isinstance(step, str), str(step).zfill(9)) for step in path])[::-1]:
        holder = value
        for step in path[:-1]:
            holder = _inner(holder, step)
        with suppress(LookupError, TypeError):  # it has gone with what it was in
            del holder[path[-1]]


def _typed(value: Any, path: tuple[str, ...]) -> tuple[str | int, ...]:
    """The steps, as numbers in lists."""
    found: list[str | int] = []
    for step in path:
        found.append(int(step) if isinstance(value, list) and step.isdigit() else step)
        value = _inner(value, found[-1])
    return tuple(found)


def _inner(value: Any, step: str | int) -> Any:
    if isinstance(value, dict):
        return value.get(str(step))
    return value[step] if isinstance(value, list) and isinstance(step, int) and step < len(value) else None
