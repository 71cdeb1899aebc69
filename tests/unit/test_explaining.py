"""Why a record says what it says: who supports it, who disputes it, how many publishers that are, and which commits."""

import json
from pathlib import Path
from typing import Any

import pytest

from recordpress import cli
from recordpress.evidence.claims import Fact
from recordpress.explaining import history as module
from recordpress.explaining.answers import Answer, answer
from recordpress.explaining.history import history_of
from recordpress.explaining.support import support_of
from recordpress.moving.records import Dataset, open_dataset
from recordpress.pipeline import Gathered
from recordpress.schema.engine_tables import FACTS
from tests.repositories import commit, git

BOOK = "book/pillow-book"


def opened(root: Path) -> Dataset:
    dataset, problems = open_dataset(root)
    assert dataset is not None, problems
    return dataset


def asked(root: Path, ref: str, field: str = "") -> Answer:
    return answer(opened(root), ref, field)


def why(root: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert cli.main(["why", "--root", str(root), *arguments]) == 0
    return capsys.readouterr().out


def why_json(root: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    return json.loads(why(root, capsys, *arguments, "--format", "json"))


@pytest.fixture
def repository(library: Path) -> Path:
    """The library in a repository, with what it holds committed."""
    commit(library, "Begin")
    return library


def test_a_field_is_told_with_who_supports_and_who_disputes_it(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = why(library, capsys, "pillow-book", "published")
    assert "published: 1002~\n  1 independent publisher, 1 source; 1 source against it\n" in said
    assert "    Great house: Encyclopedia of books (encyclopedia)\n      s.v. Pillow\n" in said
    assert "      https://encyclopedia.example/\n" in said
    assert "    publisher unknown: A rumour (rumour)\n      says 1100\n      mistaken: The author had died" in said


def test_the_counts_are_those_of_the_table_of_facts(library: Path, gathered: Gathered) -> None:
    assert gathered.content is not None
    facts = next(data for data in gathered.content.tables if data.table.name == FACTS)
    place = {column.name: index for index, column in enumerate(facts.table.columns)}
    wanted = {
        row[place["field"]]: (row[place["publishers"]], row[place["sources"]], row[place["disputing_sources"]])
        for row in facts.rows
        if row[place["record"]] == BOOK
    }
    found = {
        support.field: (
            support.publishers,
            len({voice.source.id for voice in support.behind}),
            len({voice.source.id for voice in support.against}),
        )
        for support in asked(library, BOOK).supports
    }
    assert found == wanted


def test_a_reprint_counts_for_the_publisher_of_its_original(library: Path) -> None:
    support = asked(library, BOOK, "title").supports[0]
    assert [(voice.source.id, voice.source.publisher, voice.source.original) for voice in support.behind] == [
        ("encyclopedia", "great-house", None),
        ("encyclopedia-reprint", "great-house", "encyclopedia"),
        ("rumour", None, None),
    ]
    assert support.publishers == 1


def test_what_supports_a_list_supports_what_is_in_it(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = why(library, capsys, BOOK, "authors/painter/role")
    assert "authors/painter/role: art\n  1 independent publisher, 1 source; 1 source against it" in said
    assert "names `authors`\n" in said
    assert "says text – the painter wrote it\n      unresolved: Nobody knows." in said


def test_a_field_that_nobody_speaks_of_is_told_so(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "weight: 0.5\n  no source supports it\n" in why(library, capsys, BOOK, "weight")
    assert "born: (nothing)\n  no source supports it\n" in why(library, capsys, "painter", "born")


def test_a_fact_stands_as_well_as_its_weakest_part() -> None:
    facts = (Fact("a/x", "1", True, ("s", "t"), (), False), Fact("a/y", "2", True, (), (), False))  # noqa: FBT003
    support = support_of("a", {}, facts, ([], []))
    assert (support.publishers, support.needed) == (0, True)


def test_the_whole_record_is_told_fact_by_fact(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = why(library, capsys, "pillow-book")
    assert said.startswith("book/pillow-book: The Pillow Book (1002~)\nrecords/books/pillow-book.yaml\n\n")
    assert "title: The Pillow Book – 1 independent publisher, 3 sources\n" in said
    assert "  Great house: Encyclopedia of books (encyclopedia)\n    supports title, published, authors\n" in said
    assert "    disputes published, language, authors/painter/role\n" in said
    assert "no history: the dataset is in no git repository\n" in said


def test_a_kind_without_evidence_says_so(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "Records of this kind keep no evidence." in why(library, capsys, "great-house")


def test_confidence_is_told_where_it_is_recorded(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    schema = library / "schemas" / "book.schema.json"
    own = '"confidence": {"description": "How sure we are.", "type": "string", "x-evidence": "none"},\n    "pages":'
    schema.write_text(schema.read_text(encoding="utf-8").replace('"pages":', own, 1), encoding="utf-8")
    path = library / "records" / "books" / "tale-of-genji.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "confidence: low\n", encoding="utf-8")
    assert "confidence (confidence): low\n" in why(library, capsys, "tale-of-genji", "title")


def test_mistakes_are_told(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["why", "--root", str(library), "pillow-book", "publishd"]) == 2
    assert "no field of book has the path `publishd`: did you mean `published`?" in capsys.readouterr().err
    (library / "records" / "books" / "pillow-book.yaml").write_text("id: pillow-book\ntitle: 12\n", encoding="utf-8")
    assert cli.main(["why", "--root", str(library), "pillow-book"]) == 1
    assert "records/books/pillow-book.yaml:2:8 V2" in capsys.readouterr().out
    (library / "records" / "books" / "pillow-book.yaml").write_text("id: [", encoding="utf-8")
    assert cli.main(["why", "--root", str(library), "pillow-book"]) == 1
    assert "Y106" in capsys.readouterr().out
    (library / "schemas" / "book.schema.json").write_text("[", encoding="utf-8")
    assert cli.main(["why", "--root", str(library), "pillow-book"]) == 1


def test_of_a_record_with_mistakes_what_can_be_read_is_told_after_them(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = library / "records" / "books" / "pillow-book.yaml"
    text = (
        path.read_text(encoding="utf-8").replace("pages: 364", "pages: many").replace("  - source: rumour\n", "  -\n")
    )
    path.write_text(text.replace("id: pillow-book", "id: pillow-book\nhalf:"), encoding="utf-8")
    assert cli.main(["why", "--root", str(library), "pillow-book"]) == 1
    said = capsys.readouterr().out
    problems, _, rest = said.partition("\nWhat can be read all the same:\n")
    assert problems.startswith("records/books/pillow-book.yaml:3:6 V209 `half` is null")
    assert "title: The Pillow Book – 1 independent publisher, 2 sources\n" in rest
    assert "pages: " not in rest
    assert "(rumour)" not in rest
    assert cli.main(["why", "--root", str(library), "pillow-book", "title", "--format", "json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["problems"][0]["path"] == "records/books/pillow-book.yaml"
    assert (told["supports"][0]["value"], told["supports"][0]["publishers"]) == ("The Pillow Book", 1)


# History


def test_the_commits_that_changed_a_field_are_found_through_renames(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = repository / "records" / "people" / "painter.yaml"
    path.write_text("id: painter\nname: A painter\nteacher: painter\nborn: '0970'\n", encoding="utf-8")
    commit(repository, "Add the birth")
    new = path.rename(path.with_name("maler.yaml"))
    new.write_text(new.read_text(encoding="utf-8").replace("id: painter", "id: maler"), encoding="utf-8")
    commit(repository, "Rename")
    new.write_text(new.read_text(encoding="utf-8").replace("'0970'", "0971~"), encoding="utf-8")
    told = why_json(repository, capsys, "maler", "born")["changes"]
    assert [(change["subject"], change["before"], change["after"], change["path"]) for change in told] == [
        ("not committed yet", "0970", "0971~", "records/people/maler.yaml"),
        ("Add the birth", None, "0970", "records/people/painter.yaml"),
    ]
    whole = why_json(repository, capsys, "maler")
    assert [change["subject"] for change in whole["changes"]] == ["Rename", "Add the birth", "Begin"]
    said = why(repository, capsys, "maler", "born")
    assert "changed by\n  not committed yet: 0970 → 0971~\n  2" in said
    assert " A curator, “Add the birth”: (nothing) → 0970\n" in said


def test_what_is_not_committed_or_has_no_git_is_said(
    repository: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (repository / "records" / "people" / "new.yaml").write_text("id: new\nname: New\n", encoding="utf-8")
    assert "no history: the file is not committed yet" in why(repository, capsys, "new", "name")
    monkeypatch.setattr(module, "_GIT", ("no-git-here",))
    assert "no history: git is not installed" in why(repository, capsys, "painter")
    monkeypatch.setattr(module, "_GIT", ("sleep", "9", "#"))
    monkeypatch.setattr(module, "LONGEST", 0.1)
    assert history_of(repository, "records/people/painter.yaml", texts=False).silence


def test_only_so_many_revisions_are_looked_at(
    repository: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = repository / "records" / "people" / "painter.yaml"
    for number in range(3):
        path.write_text(f"id: painter\nname: Painter {number}\n", encoding="utf-8")
        commit(repository, f"Change {number}")
    monkeypatch.setattr(module, "MOST", 2)
    told = why_json(repository, capsys, "painter", "name")
    assert [(change["before"], change["after"]) for change in told["changes"]] == [("Painter 1", "Painter 2")]
    assert told["history"] == "cut"
    assert why(repository, capsys, "painter", "name").endswith("  … and earlier ones\n")


def test_a_clone_without_history_says_so(repository: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = repository / "records" / "people" / "painter.yaml"
    path.write_text("id: painter\nname: Another\n", encoding="utf-8")
    commit(repository, "Change")
    git(repository, "clone", "-q", "--depth=1", repository.as_uri(), str(tmp_path / "clone"))
    assert "no history: the clone is without it" in why(tmp_path / "clone", capsys, "sei-shonagon")
    git(tmp_path / "clone", "fetch", "-q", "--deepen=1")
    assert "“Change”" in why(tmp_path / "clone", capsys, "painter")
