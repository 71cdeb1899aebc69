"""The command `editor`."""

import argparse
from pathlib import Path

from recordpress.commands.endings import FINE, PROBLEMS
from recordpress.progress import Progress
from recordpress.reporting import report, say

OTHERS = """Visual Studio Code: install the extension YAML (redhat.vscode-yaml), and open the dataset's folder.
Any editor with yaml-language-server (Neovim, Emacs, Helix, Zed, Sublime Text): give the server these settings:"""


def arguments(command: argparse.ArgumentParser) -> None:
    """Arguments of `editor`."""
    command.add_argument(
        "--print", action="store_true", help="print the settings for other editors, and leave .vscode/ alone"
    )


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Write the schemas that editors complete by, and the settings that lead to them.

    Raises:
        UnusableError: There are settings that can't be read.
    """
    import json

    from recordpress.chunks import keeping
    from recordpress.completing.keeping_up import write_schemas, write_settings
    from recordpress.completing.places import FOLDER, SETTINGS
    from recordpress.completing.settings import VERSION, schemas_for
    from recordpress.crew import Crew
    from recordpress.metadata_reading import load_metadata
    from recordpress.pipeline import gather_records
    from recordpress.problems import has_errors
    from recordpress.schema.dataset import load_schemas

    metadata, problems = load_metadata(root)
    with Progress() as progress, Crew() as crew:
        gathered = keeping.twice(lambda: gather_records(root, metadata, progress, crew))
    schemas = gathered.schemas or load_schemas(root)[0]
    if schemas is None or gathered.content is None:
        report([*problems, *gathered.problems], "text")
        say(["", "The ids that editors offer are those of a dataset without errors: nothing was written."])
        return PROBLEMS
    write_schemas(root, schemas, gathered.content)
    lines = [f"{FOLDER}/ holds the schemas with the ids of all records; `check` and `build` keep them up to date"]
    if arguments.print:
        own = {"yaml.yamlVersion": VERSION, "yaml.schemas": schemas_for(schemas.kinds, ".yaml")}
        say([*lines, "", OTHERS, json.dumps(own, indent=2, ensure_ascii=False)])
        return FINE
    lines.append(f"{SETTINGS} {'written' if write_settings(root, schemas) else 'is as it should be'}")
    say([*lines, "for other editors: `--print`"])
    return PROBLEMS if has_errors(problems) else FINE
