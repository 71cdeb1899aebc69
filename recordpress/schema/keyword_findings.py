"""What is wrong with the keywords of a schema file, before anything is made of it."""

from collections.abc import Iterator, Mapping
from typing import Any

import jsonschema_rs

from recordpress.forms import ANNOTATIONS, surely_fits
from recordpress.pointers import pointer
from recordpress.problems import Finding, first_of
from recordpress.schema.dialects import LATEST, lost_annotations

BACKTRACKS = 100_000  # steps that the match of a pattern may take, where patterns may look ahead


def patterns(*, is_foreign: bool) -> jsonschema_rs.RegexOptions | jsonschema_rs.FancyRegexOptions:
    """How patterns are matched: in linear time, or, in schemas of others, looking ahead and back within a bound."""
    return jsonschema_rs.FancyRegexOptions(backtrack_limit=BACKTRACKS) if is_foreign else jsonschema_rs.RegexOptions()


def keyword_findings(path: str, raw: Mapping[str, Any], *, is_foreign: bool) -> list[Finding]:
    """What is wrong with the keywords of a schema file.

    Args:
        path: The file.
        raw: What is in it, as 2020-12.
        is_foreign: Whether it was not written for the engine, so that keywords of any kind may stand in it.
    """
    said = {key: raw[key] for key in ("x-record", "x-role") if key in raw} if is_foreign else dict(raw)
    found = first_of(
        (Finding("S202", path, pointer(steps), message, at_key=True) for steps, message in _errors(said)), "S202", path
    )
    message = "`$id` stands at the root of a file alone, so that references lead to files"
    found += [Finding("S204", path, pointer(steps), message, at_key=True) for steps in _inner_ids(raw)]
    try:
        jsonschema_rs.Draft202012Validator(
            _without_references(raw), validate_formats=False, pattern_options=patterns(is_foreign=is_foreign)
        )
    except jsonschema_rs.ValidationError as error:
        found.append(Finding("S203", path, pointer(error.instance_path), error.message))
    except ValueError as error:
        found.append(Finding("S203", path, "", str(error)))
    return found


def _errors(said: Mapping[str, Any]) -> list[tuple[tuple[str | int, ...], str]]:
    if surely_fits(said, ANNOTATIONS):
        return []
    from recordpress.schema.annotations import annotation_errors  # noqa: PLC0415 - takes a while to be loaded

    return annotation_errors(said)


def lost_findings(path: str, document: Mapping[str, Any]) -> Iterator[Finding]:
    """Annotations in a kind's schema of another dialect, as written: they would be dropped in silence."""
    if "x-record" in document:
        for steps in lost_annotations(document):
            message = f"`{steps[-1]}` counts only in a schema of 2020-12"
            hint = f'write "$schema": "{LATEST}", or annotate this schema from beside'
            yield Finding("S202", path, pointer(steps), message, hint, at_key=True)


def _inner_ids(node: object, steps: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Where an `$id` below the root would change what references lead to."""
    if isinstance(node, dict):
        if steps and "$id" in node:
            yield (*steps, "$id")
        for key, value in node.items():
            yield from _inner_ids(value, (*steps, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _inner_ids(value, (*steps, index))


def _without_references(raw: Any) -> Any:
    """The schema with its references left out: they are followed, and checked, later."""
    if isinstance(raw, dict):
        return {key: _without_references(value) for key, value in raw.items() if key not in {"$ref", "$id"}}
    return [_without_references(item) for item in raw] if isinstance(raw, list) else raw
