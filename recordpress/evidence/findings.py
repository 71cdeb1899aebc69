"""What is wrong with the evidence of a record: facts without a source, paths that lead nowhere, disputes of nothing."""

from collections.abc import Iterator, Mapping
from typing import Any

from recordpress.evidence.claims import Entries, ancestry, backing
from recordpress.evidence.fields import Fields
from recordpress.pointers import escape, field_path, pointer, steps_of, unescape
from recordpress.problems import Finding
from recordpress.schema.nodes import Kind, Node, ObjectList
from recordpress.suggestions import did_you_mean
from recordpress.validating import Validators
from recordpress.walking import Visit, inside, node_at, visit_at, walk


def evidence_findings(
    kind: Kind, path: str, record: Mapping[str, Any], told: Entries, fields: Fields, validators: Validators
) -> list[Finding]:
    """What is wrong with the evidence of a valid record.

    Args:
        kind: Its kind.
        path: Its file.
        record: The record.
        told: Its evidence.
        fields: Its fields.
        validators: For the values that sources are said to claim.
    """
    found = list(_unsupported(kind, path, record, told, fields))
    if any(field not in fields.present for entry in told for field in entry.get("supports", ())):
        found += _path_findings(kind, path, record)
    if any(entry.get("disputes") for entry in told):
        found += _dispute_findings(kind, path, record, validators)
    return found


def _unsupported(kind: Kind, path: str, record: Mapping[str, Any], told: Entries, fields: Fields) -> Iterator[Finding]:
    behind = backing(told)
    for field, _, needed in fields.facts:
        if needed and not any(above in behind for above in ancestry(field)):
            visit = visit_at(kind.root, record, steps_of(field))
            above = node_at(kind.root, steps_of(field)[:-1])
            if visit is not None and not _covered(visit, behind, _keys(above)):
                hint = "name it under `supports` of a source, or leave the fact out"
                yield Finding("E402", path, pointer(visit.steps), f"no source supports `{field}`", hint)


def _keys(node: Node | None) -> tuple[str, ...]:
    """The properties that tell the items of a list apart."""
    return node.keys if isinstance(node, ObjectList) else ()


def _covered(visit: Visit, behind: Mapping[str, list[str]], keys: tuple[str, ...]) -> bool:
    """Whether a source supports the value, or sources support everything within it but for `keys`."""
    path = field_path(visit.field)
    if path in behind:
        return True
    if not any(claimed.startswith(f"{path}/") for claimed in behind):
        return False
    within = [part for part in inside(visit) if part.node.evidence != "none"]
    key = visit.field[-1]
    below = _keys(visit.node)
    return bool(within) and all(
        part.value == key or part.node.name in keys or _covered(part, behind, below) for part in within
    )


def _path_findings(kind: Kind, path: str, record: Mapping[str, Any]) -> Iterator[Finding]:
    for place, entry in _placed_entries(kind, record):
        for number, field in enumerate(entry.get("supports", ())):
            here = pointer((*place, "supports", number))
            if node_at(kind.root, steps_of(field)) is None:
                yield Finding("E401", path, here, f"no field has the path `{field}`", _near(kind, record, field))
            elif visit_at(kind.root, record, steps_of(field)) is None:
                yield Finding("E404", path, here, f"the record has nothing at `{field}`", _near(kind, record, field))


def _placed_entries(kind: Kind, record: Mapping[str, Any]) -> Iterator[tuple[tuple[str | int, ...], Mapping[str, Any]]]:
    node = kind.role("evidence")
    if node is not None:
        for index, entry in enumerate(record.get(node.name, ())):
            yield (node.name, index), entry


def _near(kind: Kind, record: Mapping[str, Any], field: str) -> str:
    present = (field_path(visit.field) for visit in walk(kind.root, record) if not visit.node.role)
    allowed = (escape(part.spelled) for part in kind.root.properties if not part.role)
    known = [path for path in (*present, *allowed) if path != field]
    same = next((path for path in known if unescape(path) == field), "")
    return f"write `{same}`: `~` and `/` in a name are `~0` and `~1`" if same else did_you_mean(field, known)


def _dispute_findings(kind: Kind, path: str, record: Mapping[str, Any], validators: Validators) -> Iterator[Finding]:
    for place, entry in _placed_entries(kind, record):
        for number, dispute in enumerate(entry.get("disputes", ())):
            steps = (*place, "disputes", number)
            node = node_at(kind.root, steps_of(dispute["field"]))
            if node is None:
                hint = _near(kind, record, dispute["field"])
                message = f"no field has the path `{dispute['field']}`"
                yield Finding("E401", path, pointer((*steps, "field")), message, hint)
            elif "claimed" in dispute and not validators.is_valid(node, dispute["claimed"]):
                message = f"`claimed` is no valid value of `{dispute['field']}`"
                yield Finding("E403", path, pointer((*steps, "claimed")), message, "say it in words, as `claimed_text`")
            elif "claimed" not in dispute and "claimed_text" not in dispute:
                message = "a dispute must say what the source claims"
                yield Finding("E405", path, pointer(steps), message, "add `claimed` or `claimed_text`")
