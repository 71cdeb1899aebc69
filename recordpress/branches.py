"""Which of several schemas a value was meant for, by the errors that each of them has against it."""

from collections.abc import Iterator, Sequence
from typing import Any

import jsonschema_rs

from recordpress.walking import Steps

Branch = Sequence[jsonschema_rs.ValidationError]
WORDS = frozenset({"const", "enum"})


def of_other_type(branch: Branch, steps: Steps) -> list[str]:
    """The types that one of several schemas wants, where the value has another one.

    Args:
        branch: What the schema has against the value.
        steps: Where the value is.
    """
    return [
        kind
        for error in branch
        if error.kind.name == "type" and tuple(error.instance_path) == steps
        for kind in error.kind.as_dict()["types"]
    ]


def meant(branches: Sequence[Branch], steps: Steps) -> Branch | None:
    """The schema that a map was meant for: the only one that takes what a property says which the others refuse.

    Args:
        branches: What each schema has against the map.
        steps: Where the map is.

    Returns:
        What that schema has against it; None where no property tells. Of several that would tell, the one counts
        whose schema has the least against the map.
    """
    wanted = [dict(_wanted(branch, steps)) for branch in branches]
    found = []
    for name in dict.fromkeys(name for words in wanted for name in words):
        taking = [
            branch
            for branch, words in zip(branches, wanted, strict=True)
            if name not in words and name not in _unknown(branch, steps)
        ]
        found += taking if len(taking) == 1 else []
    return min(found, key=len, default=None)


def refused(branches: Sequence[Branch], steps: Steps) -> tuple[str, list[Any]] | None:
    """The property of a map whose value all schemas refuse, with the values that they would take; None for none.

    Args:
        branches: What each schema has against the map.
        steps: Where the map is.
    """
    wanted = [dict(_wanted(branch, steps)) for branch in branches]
    name = next((name for name in wanted[0] if all(name in words for words in wanted)), None) if wanted else None
    return None if name is None else (name, [value for words in wanted for value in words[name]])


def lacking(branches: Sequence[Branch], steps: Steps) -> list[list[str]]:
    """The properties that a map lacks: what each schema misses in it, or what all of them do.

    Args:
        branches: What each schema has against the map.
        steps: Where the map is.

    Returns:
        The properties, of which any one group will do; [] where the map fails otherwise.
    """
    missing = [
        [str(error.kind.as_dict()["property"]) for error in branch if _lacks(error, steps)] for branch in branches
    ]
    common = [name for name in missing[0] if all(name in names for names in missing)] if missing else []
    if common:
        return [common]
    alone = all(len(names) == len(branch) for names, branch in zip(missing, branches, strict=True))
    return missing if alone else []


def _lacks(error: jsonschema_rs.ValidationError, steps: Steps) -> bool:
    return error.kind.name == "required" and tuple(error.instance_path) == steps


def _wanted(branch: Branch, steps: Steps) -> Iterator[tuple[str, list[Any]]]:
    """The properties of a map whose values a schema refuses by name, with those that it would take."""
    for error in branch:
        place = tuple(error.instance_path)
        name = place[-1] if place[:-1] == steps and len(place) > len(steps) else None
        if error.kind.name in WORDS and isinstance(name, str):
            told = error.kind.as_dict()
            yield name, told["options"] if "options" in told else [told["expected_value"]]


def _unknown(branch: Branch, steps: Steps) -> list[str]:
    """The properties of a map that a schema doesn't know."""
    return [
        name
        for error in branch
        if tuple(error.instance_path) == steps
        for name in error.kind.as_dict().get("unexpected", ())
    ]
