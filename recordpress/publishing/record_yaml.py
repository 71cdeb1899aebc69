"""A record as YAML, made from its JSON document.

The package holds no YAML: its JSON is the one form of a record in it. What is made of that here is the same record with
its properties in the same order; comments and line breaks of the curated file are not in it. It means the same in YAML
1.2 and 1.1: a text that either would take for a number, a date or a truth value stands in quotes.
"""

import re
from typing import Any

import yaml

WIDTH = 110
# What the core schema of YAML 1.2 takes for a number or a word, and YAML 1.1 not.
_CORE = re.compile(
    r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
    r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
)

_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]")  # written as escapes, in double quotes


class _Dumper(yaml.SafeDumper):
    """PyYAML's writer, in Python, so that the bytes are the same on any machine; without anchors."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 PyYAML's name
        """Equal parts are written out each time: a record is read by people."""
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        """Lists stand further in than what holds them."""
        super().increase_indent(flow, False)  # noqa: FBT003 PyYAML's second argument


def _number(dumper: yaml.SafeDumper, value: float) -> yaml.ScalarNode:
    """A number as JSON writes it, which YAML 1.1 reads too if it has a point."""
    text = repr(value)
    if "." not in text and "e" in text:
        text = text.replace("e", ".0e")
    return dumper.represent_scalar("tag:yaml.org,2002:float", text)


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style='"' if _INVISIBLE.search(value) else None)


_Dumper.add_representer(float, _number)
_Dumper.add_representer(str, _text)
for _first in "0123456789+-.":
    _Dumper.add_implicit_resolver("tag:yaml.org,2002:core", _CORE, [_first])


def record_yaml(record: Any) -> str:
    """The record in block style, ending with a line break; the same record gives the same text."""
    return yaml.dump(record, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=WIDTH, default_flow_style=False)
