"""What a validator of JSON Schema has against a record, in words that help."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import jsonschema_rs

from recordpress import edtf
from recordpress.branches import Branch, lacking, meant, of_other_type, refused
from recordpress.pointers import pointer
from recordpress.problems import Finding
from recordpress.schema.nodes import Node, Object, Scalar
from recordpress.suggestions import a, did_you_mean, one_of
from recordpress.walking import Steps, node_in_file

LONGEST_SHOWN = 60
FORMATS = {
    "edtf": ("date (EDTF)", ""),
    "date": ("date", "a day of the calendar, as YYYY-MM-DD"),
    "uri": ("web address", "it begins with https:// and holds no spaces"),
    "language-tag": ("language tag", "two or three letters, and what follows them: en, ja, zh-Hant"),
}
OLD_WORDS = {"yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false"}
SIMPLE = {
    "minLength": "V207",
    "maxLength": "V207",
    "minimum": "V207",
    "maximum": "V207",
    "exclusiveMinimum": "V207",
    "exclusiveMaximum": "V207",
    "minItems": "V207",
    "maxItems": "V207",
    "multipleOf": "V207",
}


def told(
    errors: Iterable[jsonschema_rs.ValidationError], node: Node | None, path: str, above: Steps = ()
) -> Iterator[Finding]:
    """Errors as findings.

    Args:
        errors: What a validator found, with places within the file's record.
        node: What the schema says of the value that they are in; None where it says nothing.
        path: The file.
        above: Where that value is.
    """
    seen: set[str] = set()  # a value of the wrong type fails what else the schema says of it, too
    for error in sorted(errors, key=lambda error: error.kind.name != "type"):
        steps = tuple(error.instance_path)
        place = pointer(steps)
        name = error.kind.name
        if name == "type":
            seen.add(place)
        elif place in seen:
            continue
        inner = steps[len(above) :]
        translate = TRANSLATIONS.get(name, _other)
        for finding in translate(error, node_in_file(node, inner), path, steps):
            word = _word_for_boolean(error.instance, node, inner) if finding.pointer == place else ""
            yield replace(finding, hint=word) if word else finding


def _word_for_boolean(value: object, node: Node | None, steps: Steps) -> str:
    """A hint for a word that YAML 1.1 took for a boolean, where one may stand; "" for other values."""
    meant = OLD_WORDS.get(value.lower()) if isinstance(value, str) and steps else None
    above = node_in_file(node, steps[:-1]) if meant else None
    parts = above.properties if isinstance(above, Object) else (getattr(above, "item", above),)
    may = any(isinstance(part, Scalar) and part.type == "boolean" and _is_at(part, steps[-1]) for part in parts)
    return f"write {meant}: in YAML 1.2, {value} is a text" if may else ""


def _is_at(part: Scalar, step: str | int) -> bool:
    """Whether a property has a name, or is what any item or value of a list or map is."""
    return part.spelled in {step, ""} or part.bare


def _required(error: jsonschema_rs.ValidationError, _: Node | None, path: str, steps: Steps) -> Iterator[Finding]:
    missing = error.kind.as_dict()["property"]
    yield Finding("V201", path, pointer(steps), f"`{missing}` is missing{_within(steps)}")


def _unknown(error: jsonschema_rs.ValidationError, node: Node | None, path: str, steps: Steps) -> Iterator[Finding]:
    known = [part.spelled for part in node.properties if not part.made] if isinstance(node, Object) else []
    for name in error.kind.as_dict()["unexpected"]:
        others = [other for other in known if other != name]  # it may be known to another of several schemas
        hint = did_you_mean(name, others) or one_of(others)
        message = f"there is no property `{name}`{_within(steps)}"
        yield Finding("V202", path, pointer((*steps, name)), message, hint, at_key=True)


def _type(error: jsonschema_rs.ValidationError, _: Node | None, path: str, steps: Steps) -> Iterator[Finding]:
    wanted = error.kind.as_dict()["types"]
    value = error.instance
    quotable = "string" in wanted and isinstance(value, bool | int | float)
    message = f"`{_name(steps)}` must be {_either(map(_typed, wanted))}, not {_describe(value)}"
    hint = "write true or false" if wanted == ["boolean"] else ""
    yield Finding("V211" if quotable else "V203", path, pointer(steps), message, hint, quotable=quotable)


def _choice(error: jsonschema_rs.ValidationError, node: Node | None, path: str, steps: Steps) -> Iterator[Finding]:
    if not isinstance(node, Scalar) or node.vocabulary is None:
        yield from _other(error, node, path, steps)
        return
    values = [term.value for term in node.vocabulary.terms]
    hint = did_you_mean(str(error.instance), values) or one_of(values)
    yield Finding("V204", path, pointer(steps), f"`{_name(steps)}` can't be {_shown(error.instance)}", hint)


def _alternatives(
    error: jsonschema_rs.ValidationError, node: Node | None, path: str, steps: Steps
) -> Iterator[Finding]:
    """What is wrong with a value that is none of what it may be: of what it was meant for alone, if that is known."""
    if isinstance(node, Scalar) and node.vocabulary is not None and not node.only:
        yield from _choice(error, node, path, steps)
        return
    branches: list[Branch] = [list(branch) for branch in error.kind.as_dict().get("context", ())]
    fitting = [branch for branch in branches if not of_other_type(branch, steps)]
    only = fitting[0] if len(fitting) == 1 else meant(fitting, steps)
    if only is not None:
        yield from told(only, node, path, steps)
    elif fitting or not branches:
        yield from _of_none(error, fitting, path, steps)
    else:
        wanted = _either(
            map(_typed, dict.fromkeys(kind for branch in branches for kind in of_other_type(branch, steps)))
        )
        message = f"`{_name(steps)}` must be {wanted}, not {_describe(error.instance)}"
        yield Finding("V203", path, pointer(steps), message)


def _of_none(
    error: jsonschema_rs.ValidationError, branches: Sequence[Branch], path: str, steps: Steps
) -> Iterator[Finding]:
    """A value of which nobody knows for which of several schemas it was meant."""
    named = refused(branches, steps)
    missing = lacking(branches, steps)
    if named and isinstance(error.instance, dict):
        name, values = named
        words = [value if isinstance(value, str) else json.dumps(value) for value in values]
        value = error.instance[name]
        hint = did_you_mean(str(value), words) or one_of(words)
        place = (*steps, name)
        yield Finding("V204", path, pointer(place), f"`{_name(place)}` can't be {_shown(value)}", hint)
    elif missing:
        wanted = _either(dict.fromkeys(" and ".join(f"`{name}`" for name in names) for names in missing))
        yield Finding("V201", path, pointer(steps), f"{wanted} is missing{_within(steps)}")
    else:
        yield from _other(error, None, path, steps)


def _pattern(error: jsonschema_rs.ValidationError, _: Node | None, path: str, steps: Steps) -> Iterator[Finding]:
    message = f"`{_name(steps)}` has the wrong form: {_shown(error.instance)}"
    yield Finding("V205", path, pointer(steps), message, f"it must match {error.kind.as_dict()['pattern']}")


def _format(error: jsonschema_rs.ValidationError, _: Node | None, path: str, steps: Steps) -> Iterator[Finding]:
    wanted = error.kind.as_dict()["format"]
    noun, hint = FORMATS.get(wanted, (wanted, ""))
    if wanted == "edtf":
        hint = _date_hint(str(error.instance))
    message = f"`{_name(steps)}` is not {a(noun)}: {_shown(error.instance)}"
    yield Finding("V206", path, pointer(steps), message, hint)


def _date_hint(text: str) -> str:
    try:
        edtf.parse(text)
    except edtf.EdtfError as reason:
        return str(reason)
    return ""


def _repeated(_: jsonschema_rs.ValidationError, __: Node | None, path: str, steps: Steps) -> Iterator[Finding]:
    yield Finding("V208", path, pointer(steps), f"`{_name(steps)}` holds an item twice")


def _forbidden(error: jsonschema_rs.ValidationError, node: Node | None, path: str, steps: Steps) -> Iterator[Finding]:
    """A value where the schema lets none pass, as `false` or `{"not": {}}`."""
    if error.kind.as_dict().get("schema"):
        yield from _other(error, node, path, steps)
        return
    yield Finding("V210", path, pointer(steps), f"`{_name(steps)}`: the schema allows no value here", "remove it")


def _other(error: jsonschema_rs.ValidationError, _: Node | None, path: str, steps: Steps) -> Iterator[Finding]:
    code = SIMPLE.get(error.kind.name, "V210")
    yield Finding(code, path, pointer(steps), f"`{_name(steps)}`: {_clipped(error.message)}")


TRANSLATIONS: Mapping[str, Callable[..., Iterator[Finding]]] = {
    "required": _required,
    "additionalProperties": _unknown,
    "type": _type,
    "oneOf": _alternatives,
    "anyOf": _alternatives,
    "enum": _choice,
    "pattern": _pattern,
    "format": _format,
    "uniqueItems": _repeated,
    "falseSchema": _forbidden,
    "not": _forbidden,
}


def _name(steps: Steps) -> str:
    return "/".join(map(str, steps)) or "record"


def _within(steps: Steps) -> str:
    return f" in `{_name(steps)}`" if steps else ""


def _either(words: Iterable[str]) -> str:
    return " or ".join(words)


def _typed(kind: str) -> str:
    names = {"array": "a list", "object": "a map", "integer": "a whole number", "null": "null", "string": "a text"}
    return names.get(kind, a(kind))


def _describe(value: object) -> str:
    if isinstance(value, bool):
        return f"the boolean {str(value).lower()}"
    if isinstance(value, int | float):
        return f"the number {value}"
    if isinstance(value, str):
        return f"the text {_shown(value)}"
    return "a list" if isinstance(value, list) else "a map" if isinstance(value, dict) else "null"


def _shown(value: object) -> str:
    return _clipped(json.dumps(value, ensure_ascii=False))


def _clipped(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"
