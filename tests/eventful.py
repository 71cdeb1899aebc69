"""The small library as a dataset whose books take place: they are read aloud, on days and in houses."""

import json
from pathlib import Path
from typing import Any

READ = {
    "held": "reading: 2024-02-28/2024-02-29\nreadings: held\nhouses: [great-house, small-house]",
    "one-day": "reading: 2024-12-31\nreadings: held\nlanguage: ja",
    "to-the-end": "reading: 2023-01-30\nlast: 2023-02-02\nreadings: held\nhouses: [great-house]",
    "guessed": "reading: 2022-05-01~\nlast: 2022-05-02\nreadings: held\nlanguage: ja",
    "doubted": "reading: 2022-05-01\nlast: 2022-05-02?\nreadings: held",
    "off": "for: 2025-03-01\nreadings: called-off",
    "plan": "for: 2026-03-01/2026-03-03\nreadings: planned\nlanguage: ko",
    "vague": "reading: 2024-02\nreadings: held",
    "half-vague": "reading: 2024-02-01\nlast: 2024-02\nreadings: held",
    "open": "reading: 2024-02-01/..\nreadings: held",
    "backwards": "reading: 2024-02-02\nlast: 2024-02-01\nreadings: held",
    "last-day-of-all": "reading: 9999-12-31\nreadings: held",
    "undated": "readings: planned",
    "gone": "reading: 2024-02-01\nwithdrawn: {date: 2025-01-01, reason: Never read.}",
}
TITLES = {"held": "Lesung; mit Tee, und 清少納言の枕草子を声に出して読む会、二日にわたって開かれたもの"}
EVENT = {
    "start": "reading",
    "end": "last",
    "planned": "for",
    "place": "houses",
    "status": "readings",
    "cancelled": ["called-off"],
    "tentative": ["planned"],
    "by": ["houses"],
}


def write_events(root: Path) -> Path:
    """Let the books of a copy of the library take place; its folder."""
    file = root / "schemas" / "book.schema.json"
    schema = json.loads(file.read_text(encoding="utf-8"))
    schema["x-record"] |= {"event": EVENT}
    schema["properties"] |= _properties()
    file.write_text(json.dumps(schema), encoding="utf-8")
    for name, lines in READ.items():
        text = f"id: {name}\ntitle: {json.dumps(TITLES.get(name, name), ensure_ascii=False)}\n{lines}\n"
        text += "evidence: [{source: encyclopedia, supports: [title]}]\n"
        (root / "records" / "books" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return root


def _properties() -> dict[str, Any]:
    date = {"description": "A day.", "type": "string", "format": "edtf"}
    terms = [{"const": value, "title": value.capitalize()} for value in ("held", "planned", "called-off")]
    houses = {"type": "array", "items": {"type": "string", "x-ref": "house"}, "uniqueItems": True}
    return {
        **dict.fromkeys(("reading", "last", "for"), date),
        "readings": {"title": "Readings", "description": "Whether.", "type": "string", "oneOf": terms},
        "houses": {"title": "Houses", "description": "Where.", **houses},
    }
