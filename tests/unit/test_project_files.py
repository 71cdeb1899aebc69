"""Files of the project that say something twice, or that others rely on."""

import json
import re
import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
LOCKS = {level: (ROOT / "requirements" / f"{level}.txt").read_text(encoding="utf-8") for level in ("run", "test")}


def pins(lock: str) -> set[str]:
    """Requirements with their hashes, each as one text."""
    entries = re.split(r"\n(?=\S)", re.sub(r"^\s*#.*\n", "", lock, flags=re.MULTILINE))
    return {" ".join(entry.replace("\\\n", " ").split()) for entry in entries if "==" in entry}


def test_editors_map_every_schema_to_its_records() -> None:
    written = (ROOT / ".vscode" / "settings.json").read_text(encoding="utf-8")
    kinds = {
        path.name.removesuffix(".schema.json")
        for path in (ROOT / "schemas").glob("*.schema.json")
        if "x-record" in json.loads(path.read_text(encoding="utf-8"))
    }
    schemas = json.loads(written)["yaml.schemas"]
    assert set(schemas) == {f"./.recordpress/editor/{kind}.schema.json" for kind in kinds}, "run `make editor`"
    assert all((ROOT / files[0].strip("/").partition("*")[0]).is_dir() for files in schemas.values())


def test_locks_have_hashes_for_everything_and_no_address() -> None:
    for lock in LOCKS.values():
        assert "://" not in lock
        assert len(pins(lock)) > 20
        assert all("--hash=sha256:" in pin for pin in pins(lock))


def test_the_tests_run_with_what_is_published_with() -> None:
    assert pins(LOCKS["run"]) < pins(LOCKS["test"])


def test_everything_that_the_package_declares_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {re.split(r"[<>=]", name)[0].lower() for name in project["dependencies"]}
    inputs = (ROOT / "requirements" / "run.in").read_text(encoding="utf-8").splitlines()
    wanted = {re.split(r"[<>= ]", line)[0].lower() for line in inputs if not line.startswith("#")}
    assert declared == wanted
    assert declared <= {pin.partition("==")[0] for pin in pins(LOCKS["run"])}


def test_the_citation_names_the_version_and_licence_of_the_package() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    package = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))
    assert citation["type"] == "dataset"
    assert citation["title"] == package["title"]
    assert citation["version"] == package["version"]
    assert citation["date-released"].isoformat() == package["created"][:10]
    assert citation["license"] == package["licenses"][0]["name"]
    assert citation["authors"] == [{"name": package["contributors"][0]["title"]}]
