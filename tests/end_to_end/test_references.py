"""A dataset whose records refer by names and by keys of several properties, from its files to its pages."""

import csv
import json
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from recordpress import cli
from recordpress.building import build
from recordpress.documenting.codebook import codebook, tables_reference
from recordpress.progress import Progress
from recordpress.publishing.package import open_package
from recordpress.publishing.site import open_site
from recordpress.schema.dataset import load_schemas
from tests.conftest import CHOIR
from tests.sample_content import copied, snapshot


def built(root: Path) -> dict[str, bytes]:
    """What a build publishes."""
    result = build(root, Progress())
    assert result.summary, [problem.message for problem in result.problems]
    return snapshot((root / "dist" / "current").resolve())


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copied(CHOIR, tmp_path_factory.mktemp("references") / "choir")
    built(root)
    return root


def rows(root: Path, table: str) -> list[list[str]]:
    with (root / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))[1:]


def test_tables_hold_ids_and_records_keep_names(root: Path) -> None:
    assert rows(root, "concerts")[1] == [
        "spring",
        "Spring",
        "2024-05-01",
        "ada",
        "ensemble/strings",
        "town-hall",
        "Blue",
        "2",
    ]
    assert rows(root, "concerts_choir")[1:] == [["spring", "cy"], ["spring", "ada"]]
    assert rows(root, "concerts_fees_rests") == [["spring", "ben", "0", "5"], ["spring", "ben", "1", "7"]]
    assert rows(root, "concerts_seats") == [["spring", "strings", "12"]]
    assert rows(root, "concerts_solos_bars") == [["spring", "ben", "tenor", "0", "3"]]
    concerts = json.loads((root / "data" / "concert.json").read_bytes())
    assert (concerts[1]["conductor"], list(concerts[1]["fees"])) == ("The Lark", ["Ben Ode", "Ada Ling"])
    facts = {row[1]: row[2] for row in rows(root, "facts") if row[0] == "concert/spring"}
    assert {"solos/Ben Ode+tenor", "solos/cy+alto", "fees/Ada Ling"} <= facts.keys()


def test_facts_and_claims_hold_ids_like_the_tables(root: Path) -> None:
    facts = {row[1]: json.loads(row[2]) for row in rows(root, "facts") if row[0] == "concert/spring"}
    assert (facts["conductor"], facts["host"], facts["choir"]) == ("ada", "ensemble/strings", ["cy", "ada"])
    assert facts["solos/Ben Ode+tenor"] == {"singer": "ben", "voice": "tenor", "bars": [{"from": 3}]}
    assert facts["score"] == {"series": "Blue", "number": 2}
    claims = [row for row in rows(root, "claims") if row[2] == "conductor"]
    assert [(row[5], row[7]) for row in claims] == [("", '"ada"'), ('"ben"', '"ada"')]


def test_the_package_is_whole_and_frictionless_agrees(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["verify", "--root", str(root)]) == 0
    assert "whole" in capsys.readouterr().out
    with closing(sqlite3.connect(root / "dist" / "current" / "choir.db")) as database:
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    resources = {one["name"]: one for one in json.loads((root / "datapackage.json").read_bytes())["resources"]}
    keys = resources["concerts_items"]["schema"]["foreignKeys"]
    assert {
        "fields": ["score", "part", "place"],
        "reference": {"resource": "scores_pieces", "fields": ["score", "part", "place"]},
    } in keys
    assert [len(key["fields"]) for key in keys] == [1, 1, 3]  # not those of which a part may be absent
    assert resources["scores"]["schema"]["uniqueKeys"] == [["series", "number"]]


def test_an_edit_of_a_name_gives_the_bytes_of_a_cold_build(root: Path, tmp_path: Path) -> None:
    warm = copied(CHOIR, tmp_path / "warm")
    shutil.copytree(root / ".recordpress", warm / ".recordpress")
    first = built(warm)
    singer = warm / "records" / "singers" / "ada.yaml"
    text = singer.read_text(encoding="utf-8")
    (warm / "records" / "singers" / "dee.yaml").write_text("id: dee\nname: Dee\nstage_names: [The Lark]\n", "utf-8")
    singer.write_text(text.replace("The Lark", "The Wren"), encoding="utf-8")
    edited = built(warm)
    assert edited == built(copied(warm, tmp_path / "cold"))
    assert b"spring,Spring,2024-05-01,ada" in first["data/concerts.csv"]
    assert b"spring,Spring,2024-05-01,dee" in edited["data/concerts.csv"]


@pytest.fixture(scope="module")
def site(root: Path) -> Any:
    return open_site(open_package(root / "dist" / "current"))


async def page(site: Any, path: str) -> str:
    answer = await site.client.get(path)
    assert answer.status_code == 200, answer.text
    return re.sub(r"\s+", " ", answer.text)


@pytest.mark.asyncio
async def test_names_lead_to_the_pages_of_their_records(site: Any) -> None:
    html = await page(site, "/concert/spring")
    for link in ('<a href="/singer/ada">Ada Ling</a>', '<a href="/ensemble/strings">The Strings</a>'):
        assert link in html
    assert '<a href="/singer/ben">Ben Ode</a>: <ul' in html  # the key of a map
    assert re.search(r'Said otherwise:.{0,99}<a href="/singer/ben">Ben Ode</a>', html)
    assert "Solos, row 3" in html  # items whose keys are several properties
    assert re.search(r'<a href="/score/blue-2">Blue 2</a>\s*<ul[^>]*><li>Series: Blue', html)


@pytest.mark.asyncio
async def test_a_record_lists_what_refers_to_it_by_other_keys(site: Any) -> None:
    assert "/choir/concerts?conductor=ada" in await page(site, "/singer/ada")
    html = await page(site, "/score/blue-2")
    assert "/choir/concerts?score_series=Blue&amp;score_number=2" in html
    assert html.count("/choir/concerts_items?score=blue-2") == 1
    assert "/choir/concerts_items?score=blue-1" in await page(site, "/choir/scores_pieces/blue-1,A,2")


@pytest.mark.asyncio
async def test_calendars_go_by_records_whatever_they_are_called(site: Any) -> None:
    answer = await site.client.get("/feeds/concert/choir/ada.ics")  # the concert names her by her number
    assert answer.status_code == 200
    assert "SUMMARY:Spring" in answer.text
    assert "LOCATION:Town Hall" in answer.text


def test_codebooks_say_what_is_referred_to_and_what_is_unique(root: Path) -> None:
    schemas, _ = load_schemas(root)
    assert schemas is not None
    text = codebook(schemas)
    assert "| `host` | singer or ensemble, by `id`, `name` or `isni` |" in text
    assert "| **`name`** | text, unique |" in text
    assert "Keys beside the id: `series` and `number` unique." in text
    assert "each known by its `part` and `place`; `page` unique in the list;" in text
    assert "map of singer, by `name` to objects" in text
    assert "object, `series` and `number` are the `series` and `number` of a `score`" in text
    told = tables_reference(schemas)
    assert "- Unique: `series`, `number`." in told
    assert "- `score`, `part`, `place` → `scores_pieces` (`score`, `part`, `place`)." in told
