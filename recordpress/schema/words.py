"""What schemas say in words and short forms: titles, terms, names of tables."""

import re
from collections.abc import Collection
from typing import Any

from recordpress.model import Term
from recordpress.schema.expand import Expanded
from recordpress.schema.nodes import ChildNames

_JOINT = re.compile(r"(?<=[^\W_])[_-]+(?=[^\W_])")


def in_words(name: str) -> str:
    """A name such as `first_edition` as a title: `First edition`. What joins no words, as in `A-`, stays."""
    words = _JOINT.sub(" ", name)
    return words[:1].upper() + words[1:]


def terms_of(keywords: Any) -> tuple[Term, ...]:
    """The terms of the vocabulary that a schema is; () where it is none."""
    choices = keywords.get("oneOf")
    if choices and all(isinstance(choice.get("const"), str) for choice in choices):
        return tuple(
            Term(choice["const"], choice.get("title") or in_words(choice["const"]), choice.get("description", ""))
            for choice in choices
        )
    values = keywords.get("enum") or ()
    return tuple(Term(value, in_words(value), "") for value in values if isinstance(value, str))


def child_names(schema: Expanded) -> ChildNames:
    """The names that `x-table` gives."""
    annotation = schema.keywords.get("x-table") or {}
    if isinstance(annotation, str):
        return ChildNames(table=annotation)
    return ChildNames(
        annotation.get("name", ""),
        annotation.get("parent", ""),
        annotation.get("key", ""),
        annotation.get("value", ""),
        shared=annotation.get("shared", False),
    )


def free_name(name: str, taken: Collection[str]) -> str:
    """The name, or where it is taken, the name with as many `_` as are needed."""
    while name in taken:
        name += "_"
    return name
