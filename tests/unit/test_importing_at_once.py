"""All that is wrong with a table is told in one round: cells, references, evidence, and the dataset's own checks."""

from pathlib import Path

from tests.unit.test_importing_elsewhere import planned


def told(root: Path, kind: str, table: str) -> list[tuple[int, int, str]]:
    problems = planned(root, kind, table).problems
    found = [(one.line, one.column, one.code) if one.path.endswith("t.csv") else (0, 0, one.code) for one in problems]
    return sorted(found)


def test_evidence_and_checks_are_told_beside_cells_that_cant_be_read(library: Path) -> None:
    table = "id,title,pages,published\nnew-book,New,many,2001\npillow-book,,5,\ntale-of-genji,,,then\n"
    assert told(library, "book", table) == [
        (2, 10, "E402"),
        (2, 14, "V203"),
        (2, 19, "E402"),
        (3, 14, "T102"),
        (4, 17, "V206"),
    ]


def test_references_are_told_beside_cells_that_cant_be_read(library: Path) -> None:
    table = "id,name,born,teacher\na,A,yesterday,b\nb,,,\nc,C,,noone\npainter,,1990,\n"
    assert told(library, "person", table) == [
        (0, 0, "T101"),
        (2, 5, "V206"),
        (3, 3, "V201"),
        (4, 6, "L303"),
    ]


def test_an_id_that_no_file_can_have_is_refused_with_what_to_do(library: Path) -> None:
    (problem,) = planned(library, "person", "id,name\ncon,C\nsomeone,S\n").problems
    assert (problem.code, problem.line, problem.hint) == ("W656", 2, "write another id")
    assert problem.message == "Windows can't have a file or folder of this name, because of `con`"
