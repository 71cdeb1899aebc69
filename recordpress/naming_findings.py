"""What is wrong with references by names and by several properties, and with values that repeat."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from recordpress.identifying import Values, found
from recordpress.linking import claimed
from recordpress.naming import Names, Repeated
from recordpress.pointers import pointer
from recordpress.problems import Finding, first_of
from recordpress.schema.key_targets import ID
from recordpress.schema.keys import Field, Key, Of, Scope, Use
from recordpress.schema.nodes import Kind, Reference
from recordpress.suggestions import a, did_you_mean
from recordpress.walking import Known, steps_in_file

OF_NAMES = frozenset({"L303", "L304", "L305", "L321", "L322"})
Opener = Callable[[str], Known]
"""From a record, as `kind/id`, to its file, its place in that and its value, written out."""


def naming_findings(names: Names, kind: Kind, path: str, name: str, record: Mapping[str, Any]) -> list[Finding]:
    """What is wrong with what a record refers to by names and by several properties, each with its place.

    Args:
        names: The keys of all records.
        kind: The record's kind.
        path: Its file.
        name: Its id.
        record: Its value, which may have errors.
    """
    return first_of(_findings(names, kind, path, name, record), "V212", path)


def _findings(names: Names, kind: Kind, path: str, name: str, record: Mapping[str, Any]) -> Iterator[Finding]:
    exempt = kind.role("withdrawn")
    gone = exempt is not None and exempt.name in record
    for use in names.keys.uses_of(kind.name):
        for values, steps in found(use.own, name, record):
            finding = _finding(names, use, values, gone=gone)
            if finding:
                at_key = use.own.fields[0].of is Of.PLACE
                place = pointer(steps_in_file(kind.root, record, steps))
                yield replace(finding, path=path, pointer=place, at_key=at_key)


def claimed_name_findings(names: Names, kind: Kind, path: str, record: Mapping[str, Any]) -> Iterator[Finding]:
    """Names that a dispute says a source gives instead, and that lead nowhere."""
    for steps, _, reference, value in claimed(kind, record):
        finding = _name_finding(names, reference, value, gone=True) if reference.by else None
        if finding:
            yield replace(finding, path=path, pointer=pointer(steps))


def _finding(names: Names, use: Use, values: Values, *, gone: bool) -> Finding | None:
    if use.reference:
        return _name_finding(names, use.reference, str(values[0]), gone=gone)
    return None if names.sound(use, values) else _key_finding(names, use, values)


def _name_finding(names: Names, reference: Reference, value: str, *, gone: bool) -> Finding | None:
    refs = names.refs(reference, value)
    if len(refs) > 1:
        return Finding("L322", "", "", f"`{value}` may mean {' or '.join(refs)}", "name it by something else")
    if refs and refs[0] in names.registry.withdrawn and not gone:
        replacement = names.registry.replacement(refs[0])
        hint = f"it is replaced by {replacement}" if replacement else "name another, or leave it out"
        return Finding("L306", "", "", f"`{value}` is {refs[0]}, which is withdrawn", hint)
    if refs or names.incomplete.intersection(reference.kinds):
        return None
    whose = " or ".join(map(a, reference.kinds))
    return Finding(
        "L321", "", "", f"`{value}` is no {_listed(reference.by)} of {whose}", _nearest(names, reference, value)
    )


def _nearest(names: Names, reference: Reference, value: str) -> str:
    ids = [ref for ref in names.registry.ordered if ref.partition("/")[0] in reference.kinds]
    if ID not in reference.by and any(value in {ref, ref.partition("/")[2]} for ref in ids):
        return "it is the id of one: write its name"
    known = [*names.lookup(reference)]
    if ID in reference.by:
        known += ids if reference.qualified else [ref.partition("/")[2] for ref in ids]
    return did_you_mean(value, known)


def _key_finding(names: Names, use: Use, values: Values) -> Finding | None:
    target = names.keys.keys[use.target]
    if target.kind in names.incomplete or not _all_named(names, use, values):
        return None
    cause = names.misnamed(use.target, names.resolved(use.own.references, values))
    if cause:  # there, the name is told
        names.hanging[cause] += 1
        return None
    if not target.whole:
        return Finding("L325", "", "", f"there is no {target.kind} with {_said(target.fields, values)}")
    owner = f"{target.kind}/{names.resolved(use.own.references, values)[0]}"
    if owner not in names.registry.refs:
        simple = use.own.fields[0].reference  # then that says so
        return None if simple else Finding("L325", "", "", f"there is no record {owner}", _near_id(names, owner))
    fields = [*(field for level in target.levels[:-1] for field in level.keys), *target.fields]
    place = "/".join(step for level in target.levels for step in level.path)
    above = names.resolved(use.own.references, values)[:-1]
    known = sorted(str(row[-1]) for row in names.of_key(use.target) if row[:-1] == above)
    message = f"{owner} has nothing in `{place}` with {_said(fields, values[1:])}"
    return Finding("L325", "", "", message, did_you_mean(str(values[-1]), known))


def with_hanging(findings: Iterable[Finding], names: Names, opener: Opener) -> list[Finding]:
    """Findings, those of wrong names with how much fails elsewhere for them alone, which is not told.

    Args:
        findings: What was found.
        names: The keys of all records, from which it was found.
        opener: Opens records.
    """
    found = list(findings)
    for ref, count in names.hanging.items():
        one = opener(ref)
        for number, finding in enumerate(found):
            within = f"{finding.pointer}/".startswith(f"{one.pointer}/")
            if finding.code in OF_NAMES and finding.path == one.path and within:
                many = "1 reference elsewhere fails" if count == 1 else f"{count:,} references elsewhere fail"
                said = f"{many} for this alone"
                found[number] = replace(finding, hint=f"{finding.hint} ({said})" if finding.hint else said)
                break
    return found


def _all_named(names: Names, use: Use, values: Values) -> bool:
    """Whether each value that refers by itself leads to one record: that it doesn't is told, or can't be known."""
    pairs = zip(use.own.references, values, strict=True)
    return all(names.leads(reference, value) for reference, value in pairs if reference)


def _near_id(names: Names, owner: str) -> str:
    kind, _, name = owner.partition("/")
    return did_you_mean(name, (ref.partition("/")[2] for ref in names.registry.ordered if ref.startswith(f"{kind}/")))


def repeated_findings(names: Names, opener: Opener) -> list[Finding]:
    """Values that come more often than the schemas allow, each with the place of the first."""
    found = (_repeated(names, one, opener) for one in names.repeated())
    # Of records that share an id, which is a problem told elsewhere, one alone can be opened.
    return first_of((one for one in found if one.beside != (one.path, one.pointer)), "V212", "records")


def _repeated(names: Names, one: Repeated, opener: Opener) -> Finding:
    path, places = _places(names, one.key, one.ref, one.values, opener)
    first, others = _places(names, one.first_key, one.first, one.values, opener)
    here = places[min(one.number, len(places) - 1)] if places else ""
    there = others[0] if others else ""
    if one.key.scope is Scope.PARENT:
        place = "/".join(step for level in one.key.levels for step in level.path)
        message = f"`{place}` has {_said(one.key.fields, one.values[-len(one.key.fields) :])} twice, by two names"
        at_key = one.key.fields[0].of is Of.PLACE
        return Finding("L326", path, here, message, at_key=at_key, beside=(first, there))
    plural = "are those" if len(one.values) > 1 else "is that"
    whose = "this record" if one.first == one.ref else one.first
    message = f"{_said(one.key.fields, one.values, one.key.title)} {plural} of {whose} already"
    return Finding("L323", path, here, message, beside=(first, there))


def _places(names: Names, key: Key, ref: str, values: Values, opener: Opener) -> tuple[str, list[str]]:
    """The file of a record, and where in it a key has some values."""
    one = opener(ref)
    every = found(key, ref.partition("/")[2], one.value)
    ways = [steps for said, steps in every if names.resolved(key.references, said) == values]
    return one.path, [one.pointer + pointer(steps_in_file(one.kind.root, one.value, steps)) for steps in ways]


def _said(fields: "tuple[Field, ...] | list[Field]", values: Values, title: str = "") -> str:
    """Values with the properties that they are of, in words."""
    named = (f"the {field.path[-1]} " if field.path else "" for field in fields)
    pairs = [f"{name}`{value}`" for name, value in zip(named, values, strict=True)]
    return f"the {title} `{values[0]}`" if title and len(pairs) == 1 else " and ".join(pairs)


def _listed(names: tuple[str, ...]) -> str:
    return f"{', '.join(names[:-1])} or {names[-1]}" if len(names) > 1 else names[0]
