"""Writes Dockerfile and .dockerignore: what they say of serving stands in the engine's templates."""

import json
from pathlib import Path

from recordpress.deploying.containers import dockerfile, dockerignore

ROOT = Path(__file__).resolve().parents[1]


def texts(root: Path = ROOT) -> dict[str, str]:
    """The files by name."""
    metadata = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    return {"Dockerfile": dockerfile(metadata), ".dockerignore": dockerignore()}


if __name__ == "__main__":
    for name, text in texts().items():
        (ROOT / name).write_text(text, encoding="utf-8")
