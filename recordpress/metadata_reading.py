"""The metadata that people write into `datapackage.json`, read and checked."""

from pathlib import Path
from typing import Any

from recordpress.forms import DESCRIPTOR as FORM
from recordpress.forms import surely_fits
from recordpress.locating import locate
from recordpress.problems import Finding, Problem
from recordpress.reading.json_document import read_json
from recordpress.sound import note_sound, sound_before
from recordpress.writing.names import DESCRIPTOR


def load_metadata(root: Path) -> tuple[dict[str, Any], list[Problem]]:
    """`datapackage.json` as edited by hand, without its generated `resources`, and what is wrong with it."""
    text = (root / DESCRIPTOR).read_bytes()
    document = read_json(text, DESCRIPTOR)
    if document.problems or not isinstance(document.value, dict):
        return {}, list(document.problems) or [
            Problem("C101", DESCRIPTOR, "the descriptor must be a JSON object", 1, 1)
        ]
    metadata = {key: value for key, value in document.value.items() if key != "resources"}
    if sound_before(root, [text]):
        return metadata, []
    findings = _findings(metadata)
    if not findings:
        note_sound(root, [text], DESCRIPTOR)
    return metadata, locate(root, findings)


def _findings(metadata: dict[str, Any]) -> list[Finding]:
    if surely_fits(metadata, FORM):
        return []
    from recordpress.writing.metadata import metadata_findings  # noqa: PLC0415 - takes a while to be loaded

    return list(metadata_findings(metadata))
