"""Completion and hover as editors have them: yaml-language-server is asked, with the schemas that `editor` writes."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from recordpress import cli
from tests.end_to_end.language_server import Client, served
from tests.end_to_end.running import copy_of_library

SERVER = "yaml-language-server@1.25.0"
LINES = (
    "id: a-book",
    "title: A book",
    "authors:",
    "  - person: sei-shonagon",
    "  - person: ",
    "related:",
    "  - ",
    "reading_order: []",
    "about: ",
    "evidence:",
    "  - source: ",
)
TEXT = "\n".join(LINES) + "\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The command that starts the server, which is installed for the test."""
    npm = shutil.which("npm")
    if npm is None and not os.environ.get("CI"):
        pytest.skip("npm is missing: apt-get install npm")
    assert npm is not None
    folder = tmp_path_factory.mktemp("server")
    command = [npm, "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", SERVER]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=120)
    if done.returncode and not os.environ.get("CI"):
        pytest.skip(f"npm can't install {SERVER}")
    assert done.returncode == 0, done.stderr
    return [str(folder / "node_modules" / ".bin" / "yaml-language-server"), "--stdio"]


def test_ids_of_other_records_are_completed_and_explained(server: list[str], tmp_path: Path) -> None:
    root = copy_of_library(tmp_path)
    assert cli.main(["editor", "--root", str(root)]) == 0
    written = json.loads((root / ".vscode" / "settings.json").read_text(encoding="utf-8"))["yaml.schemas"]
    uri = (root / "records" / "books" / "a-book.yaml").as_uri()
    with served(server, root, {str(root / name): files for name, files in written.items()}) as client:
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": TEXT}
        client.tell("textDocument/didOpen", {"textDocument": document})
        completed(client, uri, "about: ")  # the first answer may come before the schemas are read
        people = completed(client, uri, "  - person: ")
        assert people == {"painter": "A painter", "sei-shonagon": "Sei Shōnagon"}
        assert list(completed(client, uri, "  - ")) == ["pillow-book", "tale-of-genji"]
        assert {"person/painter", "house/great-house", "book/pillow-book"} <= set(completed(client, uri, "about: "))
        assert completed(client, uri, "  - source: ")["rumour"] == "A rumour"
        several = completed(client, uri, "reading_order: [", within=True)
        assert {"person/painter", "book/pillow-book"} <= set(several)
        assert not [name for name in several if name.startswith("house/")]
        hover = client.ask("textDocument/hover", place(uri, "  - person: sei-shonagon", -2))
        assert "`sei-shonagon`: Sei Shōnagon" in hover["contents"]["value"]


def place(uri: str, line: str, back: int = 0) -> dict[str, Any]:
    """The end of a line of the text, or so many characters from it."""
    return {"textDocument": {"uri": uri}, "position": {"line": LINES.index(line), "character": len(line) + back}}


def completed(client: Client, uri: str, line: str, *, within: bool = False) -> dict[str, str]:
    """What is offered at the end of a line, or within the brackets in it, with what is said of each."""
    whole = next(found for found in LINES if found.startswith(line)) if within else line
    answer = client.ask("textDocument/completion", place(uri, whole, -1 if within else 0))
    return {item["label"]: item.get("documentation", "") for item in answer["items"]}
