"""Withdrawing a record: it stays, and says since when, why, and what takes its place."""

from recordpress.moving.edits import Add
from recordpress.moving.known_as import known_as
from recordpress.moving.planning import Draft
from recordpress.moving.plans import Plan
from recordpress.moving.records import Dataset
from recordpress.moving.redirecting import Redirection
from recordpress.moving.renaming import before, redirect
from recordpress.schema.nodes import Object, Scalar, child
from recordpress.unusable import UnusableError


def withdraw(dataset: Dataset, ref: str, why: tuple[str, str], replacement: str, *, to_replacement: bool) -> Plan:
    """The plan of withdrawing a record.

    Args:
        dataset: The dataset.
        ref: The record, as `kind/id`.
        why: The day as YYYY-MM-DD, and the reason.
        replacement: What takes its place, as `kind/id`; "" for nothing.
        to_replacement: Whether what refers to the record is to refer to the replacement.

    Raises:
        UnusableError: It can't be withdrawn.
        UnreadableError: A file that is needed can't be read.
    """
    draft = Draft(dataset)
    kind = dataset.schemas.kinds[ref.partition("/")[0]]
    node = kind.role("withdrawn")
    if not isinstance(node, Object):
        raise UnusableError(f"the schema of {kind.name} has no property with `x-role: withdrawn`")
    if replacement == ref:
        raise UnusableError(f"{ref} can't take its own place")
    value = {"date": why[0], "reason": why[1]}
    if replacement:
        value["replaced_by"] = _replacement(node, replacement)
    if node.spelled in draft.record(ref).value:
        raise UnusableError(f"{ref} is withdrawn already")
    if to_replacement:
        old, new = (known_as(dataset.schemas, dataset.record(one)) for one in (ref, replacement))
        redirect(draft, Redirection(ref, replacement, dataset.schemas.kinds, (old,), new))
    draft.edit(draft.record(ref), [Add((), value, node.spelled, before(kind, node))])
    return draft.plan()


def _replacement(node: Object, ref: str) -> str:
    """How the record that takes a withdrawn one's place is written.

    Raises:
        UnusableError: The schema doesn't provide for one of its kind.
    """
    found = child(node, "replaced_by")
    reference = found.reference if isinstance(found, Scalar) else None
    kind, _, name = ref.partition("/")
    if reference is None or (reference.kinds and kind not in reference.kinds):
        raise UnusableError(f"the schema doesn't let `{node.spelled}` name {ref} as the replacement")
    return ref if reference.qualified else name
