"""Datasets of other subjects: the tutorial on publishing one's own, and the examples."""

import doctest
import io
import re
import shlex
import shutil
from contextlib import chdir, redirect_stdout
from pathlib import Path

import pytest

from recordpress import api
from recordpress.cli import main
from recordpress.commands.endings import USAGE
from recordpress.publishing.package import open_package
from recordpress.publishing.site import open_site
from tests.end_to_end.following import BLOCK, PYTHON, follow, run

PROJECT = Path(__file__).resolve().parents[2]
EXAMPLES = PROJECT / "examples"


def run_installed(command: str, folder: Path) -> list[str]:
    """Run a command where the engine is installed: its own commands in this process, which is faster."""
    words = shlex.split(command)
    if words[0] != "recordpress":
        return run(re.sub(r"^python\b", PYTHON, command), folder)
    printed = io.StringIO()
    with chdir(folder), redirect_stdout(printed):
        assert main(words[1:]) < USAGE
    return printed.getvalue().splitlines()


def test_publishing_a_dataset_of_ones_own_can_be_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(PROJECT))
    monkeypatch.setenv("PYTHONWARNINGS", "ignore")
    text = (PROJECT / "docs" / "publish-your-own.md").read_text(encoding="utf-8")
    assert follow(text, tmp_path, run_installed) >= 12


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copies of the examples, built."""
    folder = tmp_path_factory.mktemp("examples")
    for name in ("recipes", "lighthouses"):
        root = folder / name
        shutil.copytree(EXAMPLES / name, root, ignore=shutil.ignore_patterns(".recordpress", "data", "dist"))
        assert main(["fmt", "--check", "--root", str(root)]) == 0
        assert api.build(root).problems == ()
    return folder


def test_the_examples_are_sound_and_their_tables_say_what_their_records_say(examples: Path) -> None:
    assert api.verify(examples / "recipes" / "dist" / "current") == ()
    with api.open_package(examples / "recipes") as package:
        assert package.query(
            "select serves, serves_string, tested, tested_boolean from recipes where id = 'ember-bread'"
        ) == [(None, "as many as sit around the fire", None, 1)]
        assert package.query("select ingredient from recipes_needs where recipe = 'leek-soup' order by position") == [
            ("leek",), ("potato",), ("cream",), ("water",), ("salt",)
        ]  # fmt: skip
        assert package.query("select max(minutes) from recipes_parts_steps_timers where parts_position = 0") == [(90,)]
    with api.open_package(examples / "lighthouses") as package:
        notices = package.query(
            "select notices.id, lighthouses.id from notices join lighthouses "
            "on volume = about_volume and number = about_number order by 1"
        )
        assert notices == [("n-2023-01", "north-rock"), ("n-2024-01", "north-rock"), ("n-2024-02", "old-mole")]
        assert package.query("select source, claimed from claims where stance = 'disputes'") == [
            ("island-almanac", '"1870"')
        ]
        assert package.query("select kind, pitch, serviced from fog_signals order by kind") == [
            ("bell", None, "1969-10-02"),
            ("horn", "[180,300]", None),
        ]
    paths = {record.id: record.path for record in api.records(examples / "recipes")}
    assert (paths["ada"], paths["salt"]) == ("records/cooks.json", "records/ingredients.yaml")
    assert paths["ember-bread"] == "records/breads/flat/ember-bread.yaml"


async def test_pages_of_the_examples_show_what_is_asked_for_and_no_more(examples: Path) -> None:
    recipes = open_site(open_package(examples / "recipes" / "dist" / "current"))
    page = (await recipes.client.get("/recipe/leek-soup")).text
    assert "Who says so" not in page  # recipes ask for no sources
    assert 'href="/ingredient/cream">Cream</a>' in page
    lights = open_site(open_package(examples / "lighthouses" / "dist" / "current"))
    page = (await lights.client.get("/lighthouse/north-rock")).text
    assert "Who says so" in page
    assert "The red sector is lit again." in page
    assert "Names of records" not in page


def test_the_examples_of_the_functions_for_python_do_what_they_say(
    examples: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(examples)  # the last of the tests here: it breaks a record
    page = PROJECT / "docs" / "reference" / "python.md"
    text = "\n".join(block["text"] for block in BLOCK.finditer(page.read_text(encoding="utf-8")))
    test = doctest.DocTestParser().get_doctest(text, {}, page.name, None, None)
    results = doctest.DocTestRunner(optionflags=doctest.REPORT_NDIFF).run(test)
    assert results.attempted >= 12
    assert results.failed == 0
