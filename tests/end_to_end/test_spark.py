"""Spark reads the Parquet files, single ones and parts, and finds what is in the database."""

import json
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import pytest

from tests.end_to_end.following import check_output
from tests.end_to_end.spark import require_spark, run_with_spark
from tests.end_to_end.test_reading_parquet import SCRIPTS
from tests.in_parts import path_of, write_in_parts, write_with_large_claims
from tests.measures import SPARK, fields_of, in_sqlite, named
from tests.served import once

LARGE = ("claims", "facts", "sources")
pytestmark = pytest.mark.spark
IN_DOCUMENT = "sqlite3 pyspark"
ASK = """
import json
from pathlib import Path
questions = json.loads(Path("questions.json").read_text())
answers = {name: list(spark.sql(question).collect()[0]) for name, question in questions.items()}
Path("answers.json").write_text(json.dumps(answers))
"""


@pytest.fixture(scope="module")
def asked(dataset: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what Spark printed and answered; started once, since that takes long."""
    require_spark()
    return once(tmp_path_factory, "spark", partial(ask_spark, dataset))


def ask_spark(dataset: Path, folder: Path) -> None:
    package = (dataset / "dist" / "current").resolve()
    write_with_large_claims(dataset, folder)
    write_in_parts(package, folder / "parts", 1000, LARGE)
    questions = {
        name: SPARK.select(fields_of(package)[name.partition(" ")[0]], f"parquet.`{place}`")
        for name, place in places(package, folder / "parts").items()
    }
    (folder / "questions.json").write_text(json.dumps(questions))
    printed = run_with_spark(SCRIPTS[IN_DOCUMENT]["script"] + ASK, folder, folder / "scratch")
    (folder / "printed.txt").write_text(printed, encoding="utf-8")


def places(package: Path, parts: Path) -> Mapping[str, Path]:
    whole = {table: path_of(package / "parquet", table) for table in fields_of(package)}
    return whole | {f"{table} in parts": path_of(parts, table) for table in LARGE}


def test_the_script_for_spark_prints_what_the_document_says(asked: Path) -> None:
    printed = (asked / "printed.txt").read_text(encoding="utf-8")
    check_output(SCRIPTS[IN_DOCUMENT]["output"].splitlines(), printed.splitlines())


def test_spark_counts_and_sums_what_sqlite_does(asked: Path, dataset: Path) -> None:
    package = (dataset / "dist" / "current").resolve()
    fields, expected = fields_of(package), in_sqlite(package)
    answers = json.loads((asked / "answers.json").read_text())
    assert len(answers) == len(fields) + len(LARGE)
    for name, answer in answers.items():
        table = name.partition(" ")[0]
        assert named(fields[table], tuple(answer)) == pytest.approx(expected[table], rel=1e-12), name


def test_spark_was_asked_of_parts(asked: Path, dataset: Path) -> None:
    found = places((dataset / "dist" / "current").resolve(), asked / "parts")
    assert all(len(list(found[f"{table} in parts"].glob("part-*.parquet"))) > 1 for table in LARGE)
