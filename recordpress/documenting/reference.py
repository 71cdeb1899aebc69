"""The catalogue of problem codes and the reference of the commands."""

import argparse
from collections.abc import Iterable

from recordpress.catalogue import CATALOGUE
from recordpress.checking import Check
from recordpress.documenting.markdown import document, table

PROBLEMS = (
    "Every problem is printed as `path:line:column CODE message`, with a hint below it. Errors block a build; warnings "
    "do not. The first letter tells the stage: `Y` reading, `S` schemas, `V` validating, `L` linking, `E` evidence, "
    "`W` writing, `P` verifying a package, `C` configuration and queries."
)
COMMANDS = "What the command line says of itself: `python build.py COMMAND --help`."


def problem_catalogue(checks: Iterable[Check]) -> str:
    """The catalogue of problem codes, with those of the dataset's own checks, in Markdown."""
    codes = sorted(CATALOGUE.values(), key=lambda code: code.code)
    rows = ((f"`{code.code}`", code.severity, code.title, code.explanation) for code in codes)
    own = sorted(checks, key=lambda check: check.code)
    own_rows = ((f"`{check.code}`", check.severity, check.title, check.hint, f"`{check.path}`") for check in own)
    sections = [["## Of the engine", "", *table(("code", "severity", "title", "explanation"), rows)]]
    if own:
        lines = table(("code", "severity", "title", "what to do", "query"), own_rows)
        sections.append(["## Of this dataset", "", *lines])
    return document("Problem codes", PROBLEMS, sections)


def command_reference(parser: argparse.ArgumentParser) -> str:
    """The program's and each command's arguments, in Markdown; the same with every version of Python."""
    actions = parser._actions  # noqa: SLF001 - argparse offers no other way to what it was told
    sections = [[*(parser.description or "").splitlines(), "", *_arguments(parser), *_verbatim(parser.epilog or "")]]
    for action in actions:
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            sections += [
                [f"## {name}", "", command.description or "", "", *_arguments(command)]
                for name, command in action.choices.items()
            ]
    return document("Commands", COMMANDS, sections)


def _arguments(parser: argparse.ArgumentParser) -> list[str]:
    actions = [action for action in parser._actions if action.dest != "command"]  # noqa: SLF001
    return table(("argument", "meaning"), ((_usage(action), _help(action)) for action in actions))


def _usage(action: argparse.Action) -> str:
    value = action.metavar or ("|".join(action.choices) if action.choices else action.dest.upper())
    if not action.option_strings:
        return f"`{value}`"
    takes_value = action.nargs != 0
    return ", ".join(f"`{name}{f' {value}' if takes_value else ''}`" for name in action.option_strings)


def _help(action: argparse.Action) -> str:
    return (action.help or "").replace("%(default)s", str(action.default)).replace("%(prog)s", "build.py")


def _verbatim(text: str) -> list[str]:
    return ["```text", *text.splitlines(), "```", ""]
