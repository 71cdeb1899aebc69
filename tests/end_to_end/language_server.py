"""A client of a language server, as editors are: it opens a file, and asks what may stand at a place in it."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CAPABILITIES = {
    "textDocument": {
        "completion": {"completionItem": {"documentationFormat": ["markdown", "plaintext"], "snippetSupport": True}},
        "hover": {"contentFormat": ["markdown"]},
    },
    "workspace": {"configuration": True, "workspaceFolders": True},
}


class Client:
    """A client, which waits for each answer."""

    def __init__(self, process: "subprocess.Popen[bytes]", settings: dict[str, Any]) -> None:
        """Talk with a server by its pipes."""
        self.process, self.settings, self.number = process, settings, 0

    def tell(self, method: str, params: Any) -> None:
        """Tell the server something."""
        self._send({"method": method, "params": params})

    def ask(self, method: str, params: Any) -> Any:
        """Ask the server something; what it asks meanwhile is answered."""
        self.number += 1
        self._send({"id": self.number, "method": method, "params": params})
        while True:
            message = self._read()
            if "method" not in message and message.get("id") == self.number:
                return message.get("result")
            if "method" in message and "id" in message:
                asked = message["params"].get("items", []) if message["method"] == "workspace/configuration" else []
                self._send({"id": message["id"], "result": [self.settings.get(item["section"]) for item in asked]})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def _read(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        length = 0
        while line := self.process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        assert length, "the server has ended"
        found: dict[str, Any] = json.loads(self.process.stdout.read(length))
        return found


@contextmanager
def served(command: list[str], root: Path, schemas: dict[str, list[str]]) -> Iterator[Client]:
    """A server that knows the schemas for a folder's files."""
    settings = {"yaml": {"schemas": schemas, "schemaStore": {"enable": False}, "completion": True, "hover": True}}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, **pipes) as process:  # type: ignore[call-overload]
        client = Client(process, settings)
        try:
            folder = {"uri": root.as_uri(), "name": "dataset"}
            begin = {"processId": None, "rootUri": root.as_uri(), "workspaceFolders": [folder]}
            client.ask("initialize", {**begin, "capabilities": CAPABILITIES})
            client.tell("initialized", {})
            client.tell("workspace/didChangeConfiguration", {"settings": settings})
            yield client
        finally:
            process.kill()
