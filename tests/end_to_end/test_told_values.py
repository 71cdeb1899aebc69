"""Facts and claims of records that may be written in several ways: they tell what the tables hold."""

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from recordpress import cli
from recordpress.building import build
from recordpress.progress import Progress
from recordpress.publishing.package import open_package
from recordpress.publishing.site import open_site
from tests.conftest import CHOIR, WORKSHOP
from tests.sample_content import copied

NAIL = """\
evidence:
  - source: leaflet
    supports: [deprecated]
    disputes:
      - {field: deprecated, claimed: "2024-05~", verdict: mistaken, reason: It came back.}
      - {field: license, claimed: CC0-1.0, verdict: mistaken, reason: That is the picture's.}
      - {field: depends_on/hammer, claimed: hammer, verdict: unresolved, reason: Nobody knows.}
      - {field: depends_on/anvil, claimed: {tool: anvil, for: [build]}, verdict: unresolved, reason: Nobody knows.}
"""
HAMMER = """\
evidence:
  - {source: leaflet, supports: [license, depends_on, depends_on/nail, bottles]}
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workshop, with evidence for its tools."""
    root = copied(WORKSHOP, tmp_path_factory.mktemp("told") / "workshop")
    for name in ("common", "programme"):
        schema = (CHOIR / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8")
        (root / "schemas" / f"{name}.schema.json").write_text(schema, encoding="utf-8")
    (root / "records" / "programmes").mkdir()
    (root / "records" / "programmes" / "leaflet.yaml").write_text("id: leaflet\ntitle: Leaflet\n", encoding="utf-8")
    tool = root / "schemas" / "tool.schema.json"
    schema = json.loads(tool.read_bytes())
    schema["properties"]["evidence"] = {"$ref": "common.schema.json#/$defs/evidence"}
    tool.write_text(json.dumps(schema), encoding="utf-8")
    for name, text in (("nail", NAIL), ("hammer", HAMMER)):
        with (root / "records" / "tools" / f"{name}.yaml").open("a", encoding="utf-8") as stream:
            stream.write(text)
    result = build(root, Progress())
    assert result.problems == ()
    return root


def asked(root: Path, sql: str) -> dict[str, Any]:
    """The rows of a query by the first column; the others are JSON."""
    with closing(sqlite3.connect(root / "dist" / "current" / "workshop.db")) as database:
        rows = database.execute(sql).fetchall()
    return {row[0]: [None if cell is None else json.loads(cell) for cell in row[1:]] for row in rows}


def test_facts_have_no_marks_of_how_they_were_written(root: Path) -> None:
    facts = asked(root, "SELECT field, value FROM facts WHERE record = 'tool/hammer'")
    assert facts["license"] == [["MIT"]]
    assert facts["depends_on/nail"] == [{"tool": "nail"}]
    assert facts["depends_on/anvil"] == [{"tool": "anvil", "for": ["build", "test"]}]
    notes = facts["bottles/linux"][0][0]["files"][0]["notes"]
    assert notes == ["fits", {"text": "heavy", "by": "ana"}]
    assert not any("alone" in field or "shorthand" in field for field in facts)


def test_claims_tell_what_tables_would_hold(root: Path) -> None:
    claims = asked(root, "SELECT field, claimed, accepted FROM claims WHERE stance = 'disputes'")
    assert claims == {
        "deprecated": ["2024-05~", True],
        "license": [["CC0-1.0"], ["MIT"]],
        "depends_on/hammer": [{"tool": "hammer"}, None],
        "depends_on/anvil": [{"tool": "anvil", "for": ["build"]}, None],
    }


def test_why_tells_the_same(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["why", "--root", str(root), "tool/hammer"]) == 0
    assert 'depends_on/nail: {"tool":"nail"} – ' in capsys.readouterr().out


@pytest.mark.asyncio
async def test_pages_show_words_and_no_marks(root: Path) -> None:
    site = open_site(open_package(root / "dist" / "current"))
    pages = []
    for path in ("/tool/hammer", "/tool/nail", "/member/ana"):
        answer = await site.client.get(path)
        assert answer.status_code == 200, answer.text
        pages.append(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", answer.text)))
    hammer, nail, ana = pages
    assert "Shorthand" not in hammer
    assert "alone" not in hammer
    assert "Notes: fits" in hammer
    assert "made of: wood and iron" in hammer
    assert "Here: yes . Said otherwise: about May 2024" in nail
    assert "old: nothing" in ana
    assert "forum: yes" in ana
    assert "Value" not in ana
