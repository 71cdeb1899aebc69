"""The dataset of this repository: nothing is wrong with it, and what it has to know can be asked for in SQL."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from recordpress.completing.settings import settings
from recordpress.metadata_reading import load_metadata
from recordpress.pipeline import Gathered, check_tables, gather
from recordpress.progress import Progress
from recordpress.publishing.queries import read_queries
from recordpress.schema.dataset import load_schemas
from recordpress.writing.database import open_for_checks
from tests.end_to_end.known_facts import FACTS
from tests.end_to_end.running import ROOT, run


@pytest.fixture(scope="module")
def gathered() -> Gathered:
    metadata, problems = load_metadata(ROOT)
    assert problems == []
    return gather(ROOT, metadata, Progress())


@pytest.fixture(scope="module")
def database(gathered: Gathered) -> Iterator[sqlite3.Connection]:
    assert gathered.content is not None, gathered.problems
    with closing(open_for_checks(gathered.content)) as connection:
        yield connection


def test_the_records_have_no_problem(gathered: Gathered) -> None:
    assert [problem.place for problem in gathered.problems] == []
    assert read_queries(ROOT)[1] == []


def test_the_checks_find_nothing(gathered: Gathered, database: sqlite3.Connection) -> None:
    assert len(gathered.checks) > 50
    assert [f"{problem.place} {problem.code}" for problem in check_tables(ROOT, gathered, database)] == []


def test_the_command_says_the_same() -> None:
    done = run("check", "--root", ROOT)
    assert (done.returncode, done.stderr) == (0, "")
    assert "error" not in done.stdout


def test_the_generated_documents_are_fresh() -> None:
    done = run("docs", "--check", "--root", ROOT)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_settings_of_editors_are_fresh() -> None:
    schemas, _ = load_schemas(ROOT)
    written = (ROOT / ".vscode" / "settings.json").read_text(encoding="utf-8")
    assert schemas is not None
    assert settings(schemas.kinds, json.loads(written)) == written


@pytest.mark.parametrize(
    "kind",
    "action assertion asset commitment country exercise incident instrument mechanism meeting office organization "
    "person place publisher source stance statement topic".split(),
)
def test_every_kind_has_records(database: sqlite3.Connection, kind: str) -> None:
    [(count,)] = database.execute("select count(*) from records where kind = ? and state = 'current'", [kind])
    assert count > 0


@pytest.mark.parametrize("question", FACTS)
def test_what_must_be_there_is_found(database: sqlite3.Connection, question: str) -> None:
    query, answer = FACTS[question]
    assert database.execute(query).fetchall() == answer


NAMED = {
    "people": "antony-blinken charles-q-brown dan-caine donald-trump ishiba-shigeru iwaya-takeshi joe-biden "
    "kamikawa-yoko kihara-minoru kim-myung-soo kishida-fumio lee-jae-myung lloyd-austin mao-ning marco-rubio "
    "park-yoonjoo shin-won-sik wang-wenbin wang-yi wi-sung-lac xi-jinping yoon-suk-yeol yoshida-yoshihide",
    "offices": "us-cjcs rok-jcs-chairman jp-joint-staff-chief us-secretary-of-defense jp-minister-of-defense "
    "rok-minister-of-national-defense us-indopacom-commander us-usfk-commander us-usfj-commander us-secretary-of-state "
    "jp-minister-for-foreign-affairs rok-first-vice-minister-of-foreign-affairs us-president jp-prime-minister "
    "rok-president rok-national-security-adviser",
    "publishers": "japan-forward korea-herald",
}


@pytest.mark.parametrize("table", NAMED)
def test_everybody_who_is_named_has_a_record(database: sqlite3.Connection, table: str) -> None:
    there = {name for (name,) in database.execute(f"select id from {table}")}
    assert sorted(set(NAMED[table].split()) - there) == []


def test_offices_were_held_on_the_days_of_the_meetings(database: sqlite3.Connection) -> None:
    query = """select m.id, p.person from meetings m
        join meetings_participants p on p.meeting = m.id
        where p.office is not null and m.status = 'held' and m.start_precision = 'day' and not exists (
          select 1 from officials_on o where o.office = p.office and o.person = p.person
          and o.first_day <= m.start_latest and o.last_day >= m.start_earliest)"""
    assert database.execute(query).fetchall() == []


def test_every_meeting_exercise_and_instrument_has_sources(database: sqlite3.Connection) -> None:
    query = """select ref from records where kind in
        ('action', 'exercise', 'incident', 'instrument', 'meeting', 'statement', 'commitment', 'assertion')
        and state = 'current' and ref not in (select record from claims where stance = 'supports')"""
    assert database.execute(query).fetchall() == []


def test_no_fact_that_needs_a_source_lacks_one(database: sqlite3.Connection) -> None:
    query = "select record, field from facts where needs_evidence and sources = 0 and value is not null"
    assert database.execute(query).fetchall() == []


def test_every_dispute_has_a_verdict_and_a_reason(database: sqlite3.Connection) -> None:
    query = "select record, field from claims where stance = 'disputes' and (verdict is null or length(reason) < 10)"
    assert database.execute(query).fetchall() == []


def test_copies_count_with_their_original(database: sqlite3.Connection) -> None:
    query = """select count(*) from source_origins o join sources s on s.id = o.source
        where s.original is not null and o.original = o.source"""
    assert database.execute(query).fetchall() == [(0,)]
    [(copies,)] = database.execute("select count(*) from source_origins where original <> source")
    assert copies > 0


def test_every_view_answers(gathered: Gathered, database: sqlite3.Connection) -> None:
    assert gathered.content is not None
    for view in gathered.content.views:
        cursor = database.execute(f'select * from "{view.name}" limit 5')
        assert cursor.fetchall(), view.name
        assert {name for name, _ in view.columns} == {column[0] for column in cursor.description}, view.name


def test_the_committed_descriptor_is_of_the_committed_data() -> None:
    descriptor = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))
    listed = {resource["path"] for resource in descriptor.get("resources", [])}
    data = ROOT / "data"
    assert listed == {f"data/{path.name}" for path in data.iterdir()} if data.exists() else listed == set()
